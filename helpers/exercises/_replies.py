"""Replies to a learner's answer: a sentence or two, whatever the answer is, and never an error."""

import inspect
import textwrap
from collections.abc import Callable
from functools import wraps

COLUMNS = 84  # narrower than a notebook on a small screen

NOT_ANSWERED = "Not answered yet: replace the three dots, run that cell, then this one."

UNREADABLE = (
    "This could not be checked: your answer has an unexpected type, or another argument of the check has changed. "
    "Restart the kernel, run all cells, and try again."
)


class Reply:
    """The reply of a check.

    Attributes
    ----------
    right : bool or None
        Whether the answer is right; None if there is none yet.
    says : str
        A sentence or two for the learner.
    """

    def __init__(self, right: bool | None, says: str) -> None:
        self.right = right
        self.says = says

    def __repr__(self) -> str:
        """Return the reply, in lines that fit a notebook."""
        return textwrap.fill(self.says, COLUMNS, break_long_words=False, break_on_hyphens=False)


class NotYet(Exception):  # noqa: N818  (it is no fault)
    """The answer isn't right yet; the message is the reply."""


class NotAnswered(Exception):  # noqa: N818
    """There is no answer yet; the message says what to do."""


def check(function: Callable[..., str]) -> Callable[..., Reply]:
    """Turn a function into a check, which always returns a `Reply` and never raises.

    Parameters
    ----------
    function : callable
        Takes the answer first. It returns the reply to a right answer, and raises NotYet with the reply to any other.

    Examples
    --------
    >>> @check
    ... def check_sum(answer):
    ...     if answer != 4:
    ...         raise NotYet("Add two and two.")
    ...     return "two and two are four."
    >>> check_sum(5)
    Not yet. Add two and two.
    >>> check_sum(4)
    Right: two and two are four.
    >>> check_sum(...)
    Not answered yet: replace the three dots, run that cell, then this one.
    """
    parameters = list(inspect.signature(function).parameters)

    @wraps(function)
    def never_raises(*answer_and_more: object) -> Reply:
        if len(answer_and_more) != len(parameters):
            return Reply(None, f"Call this check as {function.__name__}({', '.join(parameters)}).")
        if answer_and_more[0] is ...:
            return Reply(None, NOT_ANSWERED)
        try:
            return Reply(True, f"Right: {function(*answer_and_more)}")
        except NotYet as reason:
            return Reply(False, f"Not yet. {reason}")
        except NotAnswered as reason:
            return Reply(None, f"Not answered yet: {reason}")
        except KeyboardInterrupt:
            raise
        except BaseException:  # SystemExit, too, which a method of the answer may raise
            return Reply(None, UNREADABLE)

    return never_raises
