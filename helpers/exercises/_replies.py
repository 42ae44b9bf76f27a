"""How an answer is received: whatever it is, the reply is a sentence or two, and never an error."""

import inspect
import textwrap
from collections.abc import Callable
from functools import wraps

COLUMNS = 84  # narrower than a notebook on a small screen

NOT_ANSWERED = "Not answered yet: replace the three dots, run that cell, then this one."

UNREADABLE = (
    "This could not be checked: your answer is of a kind that can't be read here, or what stands beside it in the "
    "parentheses has changed. Restart the kernel, run all cells, and try again."
)


class Reply:
    """What a check says of an answer.

    Attributes
    ----------
    right : bool or None
        Whether the answer is right; None when there is none yet.
    says : str
        A sentence or two for the learner.
    """

    def __init__(self, right: bool | None, says: str) -> None:
        self.right = right
        self.says = says

    def __repr__(self) -> str:
        """Return the sentences, in lines that fit a notebook."""
        return textwrap.fill(self.says, COLUMNS, break_long_words=False, break_on_hyphens=False)


class NotYet(Exception):  # noqa: N818  (it is no fault)
    """The answer is not right yet; the message says what it seems to be instead."""


class NotAnswered(Exception):  # noqa: N818
    """There is no answer yet; the message says what is missing."""


def check(judge: Callable[..., str]) -> Callable[..., Reply]:
    """Make a check of a function that returns what to say of a right answer, and raises NotYet for any other.

    The check never raises. Whatever the function did not foresee becomes a sentence too.
    """
    parameters = list(inspect.signature(judge).parameters)

    @wraps(judge)
    def never_raises(*answer_and_more: object) -> Reply:
        if len(answer_and_more) != len(parameters):
            return Reply(None, f"This check is called so: {judge.__name__}({', '.join(parameters)}).")
        if answer_and_more[0] is ...:
            return Reply(None, NOT_ANSWERED)
        try:
            return Reply(True, f"Right: {judge(*answer_and_more)}")
        except NotYet as reason:
            return Reply(False, f"Not yet. {reason}")
        except NotAnswered as reason:
            return Reply(None, f"Not answered yet: {reason}")
        except Exception:
            return Reply(None, UNREADABLE)

    return never_raises
