"""What led to an error: the errors beneath it, and what the hub answered."""

import re
from collections.abc import Iterator


def seconds_to_wait(error: BaseException) -> int:
    """Return how long the hub asks us to wait, in seconds; 0 where it doesn't say."""
    for cause in causes(error):
        headers = getattr(getattr(cause, "response", None), "headers", None) or {}
        if re.fullmatch("[0-9]{1,9}", str(headers.get("Retry-After", ""))):
            return int(headers["Retry-After"])
    return 0


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it, the last first."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        yield cause
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__


def is_a(error: BaseException, *names: str) -> bool:
    """Return whether an error, or one that led to it, is of a class of such a name.

    By name, because releases of huggingface_hub use different HTTP libraries.
    """
    return any(of.__name__ in names for cause in causes(error) for of in type(cause).__mro__)


def status(error: BaseException) -> int | None:
    """Return the HTTP status that the hub answered with, if it did."""
    for cause in causes(error):
        number = getattr(getattr(cause, "response", None), "status_code", None)
        if isinstance(number, int):
            return number
    return None
