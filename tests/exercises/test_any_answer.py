"""Tests that a check answers in a sentence and never raises, whatever it gets."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from helpers.exercises import Reply, check
from tests.exercises.learner import ALL, Exercise, named, reply_to, solution, variables_before


class Hostile:
    """An object that raises whatever is asked of it."""

    def __getattribute__(self, name: str) -> Any:
        """Raise, but for what Python itself needs."""
        if name == "__class__":
            return object.__getattribute__(self, name)
        raise RuntimeError("no")

    def __repr__(self) -> str:
        """Raise."""
        raise RuntimeError("no")

    def __eq__(self, other: object) -> bool:
        """Raise."""
        raise RuntimeError("no")

    __hash__ = None  # type: ignore[assignment]


def raises(*_: Any) -> None:
    """Be a learner's function that stops."""
    raise ZeroDivisionError("division by zero")


def leaves(*_: Any) -> None:
    """Be a learner's function that ends the program."""
    raise SystemExit(3)


def calls_itself(*given: Any) -> Any:
    """Be a learner's function that never ends."""
    return calls_itself(*given)


def tensor(**options: Any) -> Any:
    """Return a tensor of PyTorch."""
    torch = pytest.importorskip("torch")
    return torch.ones(3, **options)


RECURSIVE: list[Any] = []
RECURSIVE.append(RECURSIVE)

ANSWERS = {
    "None": None,
    "text": "1.5",
    "no text": "",
    "half a character": "\ud800",
    "much text": "x" * 1_000_000,
    "bytes": b"beauty",
    "True": True,
    "an integer": 7,
    "a huge integer": 10**400,
    "negative": -1.5,
    "nan": float("nan"),
    "infinity": float("inf"),
    "complex": 1 + 2j,
    "a decimal": Decimal("1.5"),
    "a fraction": Fraction(1, 3),
    "a NumPy number": np.float32(1.5),
    "an empty list": [],
    "a list": [1, 2, 3],
    "rows of different lengths": [[1, 2], [3]],
    "a list of texts": ["a", "b", "c"],
    "a list of None": [None, None],
    "a list of lists": [["a"], ["b"]],
    "a list in itself": RECURSIVE,
    "a tuple": (1, 2),
    "a set": {"a", "b"},
    "a dict": {"a": 1},
    "a range": range(5),
    "a generator": (i for i in range(5)),
    "an endless iterator": iter(int, 1),
    "an array": np.arange(17.0),
    "an array of nan": np.full(17, np.nan),
    "an array of another shape": np.ones((17, 2)),
    "an array of texts": np.array(["a", "b"]),
    "an array of objects": np.array([object(), None], dtype=object),
    "an array of dates": np.array(["2026-01-01"], dtype="datetime64[D]"),
    "a structured array": np.zeros(2, dtype=[("a", int)]),
    "an array without dimensions": np.array(2.0),
    "a masked array": np.ma.array([1.0, 2.0], mask=True),
    "a type": int,
    "a function": np.sum,
    "a function that raises": raises,
    "a function that returns nothing": lambda *_: None,
    "a function that returns dots": lambda *_: ...,
    "a function that returns text": lambda *_: "beauty",
    "a function that returns nan": lambda *_: float("nan"),
    "a function that returns a list": lambda *_: [1, 2, 3],
    "a function that returns itself": lambda *_: raises,
    "a function that takes nothing": lambda: 1,
    "a function that leaves": leaves,
    "a function without end": calls_itself,
    "a module": np,
    "an exception": ValueError("no"),
    "a hostile object": Hostile(),
    "a function that returns a hostile object": lambda *_: Hostile(),
}
each = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)


def reply(exercise: Exercise, answer: Any) -> Reply:
    """Return what the check says of an answer."""
    variables = dict(variables_before(exercise))
    name = exercise.check.partition("(")[2].partition(",")[0].partition(")")[0]
    variables[name] = answer
    said = eval(exercise.check, variables)
    assert isinstance(said, Reply)
    return said


def is_a_sentence(said: Reply) -> bool:
    """Return whether a reply is one to four short sentences, and names no class of ours."""
    text = repr(said)
    return 20 < len(text) < 500 and text.rstrip(")").endswith((".", "?")) and "NotYet" not in text


@each
def test_no_answer_makes_it_raise(exercise: Exercise) -> None:
    """Not one is right; each gets a sentence."""
    for what, answer in ANSWERS.items():
        said = reply(exercise, answer)
        assert said.right is not True, what
        assert is_a_sentence(said), (what, said)


@each
def test_tensors_are_read(exercise: Exercise) -> None:
    """A tensor, also one that is being trained, is as good as an array."""
    for answer in (tensor(), tensor(requires_grad=True)):
        assert is_a_sentence(reply(exercise, answer))


def test_a_right_answer_is_right_in_any_form() -> None:
    """A number alone or in an array, a list for an array, a tensor, and fewer bits."""
    distance, distances = named("distance"), named("all-distances")
    number, numbers = reply_to(distance, solution(distance)), reply_to(distances, solution(distances))
    assert number.right
    assert numbers.right
    for code in ("np.array(1.565)", "np.array([1.565])", "[1.565]", "np.float32(1.565)", "1.57", "torch.tensor(1.565)"):
        said = reply_to(distance, f"import torch\nanswer = {code}")
        assert said.says == number.says, code
    for form in ("list(truth)", "tuple(truth)", "truth.astype('float32')", "torch.tensor(truth, requires_grad=True)"):
        code = f"import torch\ntruth = euclidean_distances(points, points[10])\nanswer = {form}"
        assert reply_to(distances, code).says == numbers.says, form


TEN_MILLION = [np.zeros(10_000_000), [0.0] * 10_000_000, ["a"] * 10_000_000]


@each
def test_ten_million_elements_get_a_sentence(exercise: Exercise) -> None:
    """An array and a list of them."""
    for answer in TEN_MILLION:
        said = reply(exercise, answer)
        assert said.right is False
        assert is_a_sentence(said), said


def test_the_answer_keeps_its_form() -> None:
    """A function can't change what the check compares with."""
    classify = named("classify")
    before = variables_before(classify)["points"].copy()
    code = "def classify(points, labels, query, k):\n    points[:] = 0\n    return labels[0]"
    assert not reply_to(classify, code).right
    np.testing.assert_array_equal(variables_before(classify)["points"], before)


def test_what_stands_beside_the_answer_may_be_broken() -> None:
    """When the learner has changed it, the check says what to do."""
    exercise = named("distance")
    said = reply_to(exercise, "answer = 1\npoints = 'gone'")
    assert said.right is None
    assert "Restart the kernel" in said.says


def test_a_check_called_wrongly_says_how() -> None:
    """With nothing, and with too much."""

    @check
    def check_it(answer: object, points: object) -> str:
        return f"{answer} {points}."

    assert check_it().says == check_it(1, 2, 3).says == "This check is called so: check_it(answer, points)."


def test_an_interruption_is_no_answer() -> None:
    """A learner who stops a function that takes too long gets the prompt back."""
    exercise = named("cosine")

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reply(exercise, stopped)
