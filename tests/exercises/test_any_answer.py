"""Tests that a check replies to any object with a sentence and never raises."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from helpers.exercises import Reply, check
from tests.exercises.learner import ALL, Exercise, named, reply_to, solution, variables_before


def fail(*_: Any) -> Any:
    raise RuntimeError("no")


def leave(*_: Any) -> None:
    raise SystemExit(3)


def recurse(*arguments: Any) -> Any:
    return recurse(*arguments)


class Hostile:
    """An object that raises when anything is asked of it."""

    def __getattribute__(self, name: str) -> Any:
        """Raise, except for the class, which isinstance needs."""
        return object.__getattribute__(self, name) if name == "__class__" else fail()

    __repr__ = __eq__ = fail
    __hash__ = None  # type: ignore[assignment]


class Leaves:
    """An object that ends Python when it is read."""

    __array__ = __len__ = __str__ = __repr__ = leave  # type: ignore[assignment]


async def asynchronous(*_: Any) -> float:
    return 1.0


RECURSIVE: list[Any] = []
RECURSIVE.append(RECURSIVE)

ANSWERS: dict[str, list[Any]] = {
    "text": ["1.5", "", "\ud800", "x" * 1_000_000, b"beauty"],
    "number": [True, 7, 10**400, -1.5, float("nan"), float("inf"), 1 + 2j, Decimal("1.5"), Fraction(1, 3)],
    "list": [[], [1, 2, 3], [[1, 2], [3]], ["a", "b", "c"], [None, None], [["a"], ["b"]], RECURSIVE],
    "container": [(1, 2), {"a", "b"}, {"a": 1}, range(5), (i for i in range(5)), iter(int, 1)],
    "array": [np.float32(1.5), np.array(2.0), np.arange(17.0), np.full(17, np.nan), np.ones((17, 2))],
    "array of no numbers": [
        np.array(["a", "b"]),
        np.array([object(), None], dtype=object),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.zeros(2, dtype=[("a", int)]),
        np.ma.array([1.0, 2.0], mask=True),
    ],
    "function": [int, np.sum, lambda: 1, lambda *_: 1 / 0, leave, recurse, asynchronous],
    "function that returns": [
        lambda *_: None,
        lambda *_: ...,
        lambda *_: "beauty",
        lambda *_: float("nan"),
        lambda *_: [1, 2, 3],
        lambda *_: leave,
        lambda *_: Hostile(),
    ],
    "other": [None, np, ValueError("no"), Hostile(), Leaves()],
    "array too large": [np.broadcast_to(0.0, (1, 2 * 10**9))],
}
each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)


def reply_to_object(exercise: Exercise, answer: Any) -> Reply:
    """Return the reply to an object; assert that it is one to four short sentences and names no class of ours."""
    variables = dict(variables_before(exercise))
    name = exercise.check.partition("(")[2].partition(",")[0].partition(")")[0]
    variables[name] = answer
    reply = eval(exercise.check, variables)
    assert isinstance(reply, Reply)
    text = repr(reply)
    assert 20 < len(text) < 500
    assert text.rstrip(")").endswith((".", "?")), text
    assert "NotYet" not in text
    return reply


@each_exercise
def test_strange_answer_gets_a_sentence(exercise: Exercise) -> None:
    for kind, answers in ANSWERS.items():
        for number, answer in enumerate(answers):
            assert reply_to_object(exercise, answer).right is not True, (kind, number)


def test_control_characters_of_an_exception_are_escaped() -> None:
    code = "def classify(points, labels, query, k):\n    raise ValueError('\\x1b[31m red \\u202e')"
    assert "ValueError: \\x1b[31m red \\u202e." in reply_to(named("classify"), code).says


@each_exercise
def test_ten_million_elements_get_a_sentence(exercise: Exercise) -> None:
    for answer in (np.zeros(10_000_000), [0.0] * 10_000_000, ["a"] * 10_000_000):
        assert reply_to_object(exercise, answer).right is False


@each_exercise
def test_tensor_gets_a_sentence(exercise: Exercise) -> None:
    torch = pytest.importorskip("torch")
    for requires_grad in (False, True):
        reply_to_object(exercise, torch.ones(3, requires_grad=requires_grad))


@pytest.mark.parametrize(
    "answer",
    ["np.array(1.565)", "np.array([1.565])", "[1.565]", "np.float32(1.565)", "1.57", "torch.tensor(1.565)"],
)
def test_right_number_may_have_any_type(answer: str) -> None:
    exercise = named("distance")
    expected = reply_to(exercise, solution(exercise)).says
    assert reply_to(exercise, f"import torch\nanswer = {answer}").says == expected


@pytest.mark.parametrize(
    "answer", ["list(truth)", "tuple(truth)", "truth.astype('float32')", "torch.tensor(truth, requires_grad=True)"]
)
def test_right_numbers_may_have_any_type(answer: str) -> None:
    exercise = named("all-distances")
    expected = reply_to(exercise, solution(exercise)).says
    code = f"import torch\ntruth = euclidean_distances(points, points[10])\nanswer = {answer}"
    assert reply_to(exercise, code).says == expected


def test_function_cannot_change_the_points() -> None:
    exercise = named("classify")
    before = variables_before(exercise)["points"].copy()
    code = "def classify(points, labels, query, k):\n    points[:] = 0\n    return labels[0]"
    assert not reply_to(exercise, code).right
    np.testing.assert_array_equal(variables_before(exercise)["points"], before)


def test_changed_variable_of_the_notebook_asks_for_a_restart() -> None:
    reply = reply_to(named("distance"), "answer = 1\npoints = 'gone'")
    assert reply.right is None
    assert "Restart the kernel" in reply.says


def test_wrong_number_of_arguments_shows_the_call() -> None:
    @check
    def check_it(answer: object, points: object) -> str:
        return f"{answer} {points}."

    assert check_it().says == check_it(1, 2, 3).says == "Call this check as check_it(answer, points)."


def test_keyboard_interrupt_stops_the_check() -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reply_to_object(named("cosine"), interrupted)
