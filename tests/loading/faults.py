"""What can go wrong between a hub and a computer: each fault answers one request, or leaves it to the hub."""

import socket
import time
from collections.abc import Callable

from tests.hub import HubHandler, content_of

Fault = Callable[[HubHandler], bool]
LOGIN = b"<!DOCTYPE html><html><body>Welcome to the school's network. Please log in.</body></html>"


def is_content(handler: HubHandler) -> bool:
    """Return whether this is the request for the content of the weights."""
    return handler.command == "GET" and handler.path.startswith("/content/")


def status(code: int, **headers: str) -> Fault:
    """Answer every request with a status."""

    def answer(handler: HubHandler) -> bool:
        handler.send(code, b"", {name.replace("_", "-"): value for name, value in headers.items()})
        return True

    return answer


def without(file: str) -> Fault:
    """Have all files but those that begin like this."""

    def answer(handler: HubHandler) -> bool:
        if f"/{file}" not in handler.path:
            return False
        handler.send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": "c" * 40})
        return True

    return answer


def silence(handler: HubHandler) -> bool:
    """Answer nothing for a while."""
    time.sleep(3)
    handler.close_connection = True
    return True


def silence_within(handler: HubHandler) -> bool:
    """Stop in the middle of the content, and keep the connection."""
    return is_content(handler) and cut(handler, 0.5, wait=3)


def cuts(share: float, times: float = float("inf")) -> Fault:
    """Break the connection off after a share of the content, so many times."""
    left = [times]

    def answer(handler: HubHandler) -> bool:
        if not is_content(handler) or left[0] <= 0:
            return False
        left[0] -= 1
        return cut(handler, share)

    return answer


def cut(handler: HubHandler, share: float, wait: float = 0) -> bool:
    """Send a share of what is asked for, then break off."""
    content = content_of(handler.server, handler.path.removeprefix("/content/"))
    start = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
    content = content[start:]
    headers = {"Content-Range": f"bytes {start}-{start + len(content) - 1}/{start + len(content)}"}
    part = content[: int(share * len(content))]
    handler.send(206 if start else 200, part, headers if start else None, length=len(content))
    handler.wfile.flush()
    time.sleep(wait)
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)
    return True


def login_page(handler: HubHandler) -> bool:
    """Answer everything with the login page of a network."""
    handler.send(200, LOGIN, {"Content-Type": "text/html"})
    return True


def login_page_for_content(handler: HubHandler) -> bool:
    """Answer with the login page only when the content is asked for."""
    return is_content(handler) and login_page(handler)


def short(handler: HubHandler) -> bool:
    """Send fewer bytes than the hub has announced, and say so in the header."""
    if not is_content(handler):
        return False
    handler.send(200, content_of(handler.server, handler.path.removeprefix("/content/"))[:-1])
    return True


def changed(handler: HubHandler) -> bool:
    """Send as many bytes as announced, and one of them another."""
    if not is_content(handler):
        return False
    content = content_of(handler.server, handler.path.removeprefix("/content/"))
    handler.send(200, content[:-1] + bytes([content[-1] ^ 1]))
    return True


def changed_small(handler: HubHandler) -> bool:
    """Send another letter in a small file."""
    if handler.command != "GET" or not handler.path.endswith("tokenizer.json"):
        return False
    repository = next(iter(handler.server.repositories.values()))
    content = repository.files["tokenizer.json"].replace(b"token17", b"token71")
    handler.send(200, content)
    return True


def circle(handler: HubHandler) -> bool:
    """Send whoever asks back to the same place."""
    handler.send(302, b"", {"Location": handler.path})
    return True


def circle_for_content(handler: HubHandler) -> bool:
    """Send whoever asks for the content back to the same place."""
    return is_content(handler) and circle(handler)
