"""Faults between the hub and a computer: each answers the requests in place of the hub."""

import socket
import time
from itertools import count

from tests.hub import Fault, HubHandler

LOGIN = b"<!DOCTYPE html><html><body>Welcome to the school's network. Please log in.</body></html>"


def where(part: str, fault: Fault, command: str = "") -> Fault:
    """Limit a fault to requests with this part in their path, and this command if one is given."""

    def answer(handler: HubHandler) -> None:
        applies = part in handler.path and command in ("", handler.command)
        (fault if applies else HubHandler.answer)(handler)

    return answer


def for_weights(fault: Fault) -> Fault:
    return where("/content/", fault, "GET")


def status(code: int, **headers: str) -> Fault:
    return lambda handler: handler.send(code, b"", {name.replace("_", "-"): value for name, value in headers.items()})


def without(file: str) -> Fault:
    """Miss the files whose names begin like this."""
    return where(f"/{file}", status(404, X_Error_Code="EntryNotFound", X_Repo_Commit="c" * 40))


def silence(handler: HubHandler) -> None:
    time.sleep(3)
    handler.close_connection = True


def cut(share: float, times: int = 1000, wait: float = 0) -> Fault:
    """Break the connection after a share of the weights, `times` times, with `wait` seconds of silence before."""
    calls = count()

    def answer(handler: HubHandler) -> None:
        if next(calls) >= times:
            handler.answer()
            return
        handler.send_large_file(share)
        handler.wfile.flush()
        time.sleep(wait)
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    return for_weights(answer)


def login_page(handler: HubHandler) -> None:
    handler.send(200, LOGIN, {"Content-Type": "text/html"})


def redirect_to_itself(handler: HubHandler) -> None:
    handler.send(302, b"", {"Location": handler.path})


@for_weights
def short_weights(handler: HubHandler) -> None:
    """Leave out the last byte, with a length that matches."""
    handler.send(200, handler.large_file()[:-1])


@for_weights
def changed_weights(handler: HubHandler) -> None:
    content = handler.large_file()
    handler.send(200, content[:-1] + bytes([content[-1] ^ 1]))


def tokenizer_json(handler: HubHandler) -> bytes:
    (repository,) = handler.server.repositories.values()
    return repository.files["tokenizer.json"]


def _change_tokenizer(handler: HubHandler) -> None:
    handler.send(200, tokenizer_json(handler).replace(b"token17", b"token71"))


def _send_other_commit(handler: HubHandler) -> None:
    handler.send(200, tokenizer_json(handler), {"X-Repo-Commit": "d" * 40, "ETag": '"x"'})


changed_tokenizer = where("/tokenizer.json", _change_tokenizer, "GET")
tokenizer_of_another_commit = where("/tokenizer.json", _send_other_commit)
