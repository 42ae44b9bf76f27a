"""Tests that what is written for teachers is true: times, plans, answers, and the exercises as they are."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises import _comparing, _parsing, check
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.synonyms import nearest_tokens
from helpers.tokens import token_kind
from tests.exercises.learner import ALL, KINDS, exercises
from tests.notebooks import MEASURES, PATHS, ROOT, TOY, run_cell, stored

TEACHING, CONTRIBUTING, README = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("TEACHING.md", "CONTRIBUTING.md", "README.md")
)
ANSWERS, HOMEWORK, QUIZ, WORKSHEET = (
    (ROOT / "teaching" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("answers", "homework", "quiz", "worksheet")
)
EXIT_QUIZ = ANSWERS.split("## Exit quiz")[1]
PLANS = {"90 minutes, by the minute": 90, "Three hours, by the minute": 180}
# Minutes, as TEACHING.md says them.
WORD, LINE, FIGURE, EXERCISE = 1 / 150, 1 / 6, 1, 5
COUNTS = {"a": 1, "five": 5, "ten": 10}
NOT_READ = ("set-up", "set-up-scale", "imports", "imports-evaluation", "further-reading")


def test_pace_is_that_of_the_computed_times() -> None:
    pace = r"(\d+) words a minute, (\w+) seconds for a line of code, (\w+) minute for a figure, and (\w+) minutes for"
    ((words, line, *others),) = re.findall(pace, TEACHING)
    assert int(words) * WORD == 1
    assert [COUNTS[count] for count in (line, *others)] == [60 * LINE, FIGURE, EXERCISE]


def test_table_lists_every_exercise_in_order() -> None:
    expected = []
    for notebook, path in enumerate(PATHS, start=1):
        for exercise in exercises(path):
            number, title = re.findall(r"^### Exercise (\d): (.*)", exercise.text)[0]
            expected.append((f"{notebook}.{number}", title[0].upper() + title[1:]))
    assert re.findall(r"(?m)^\| (\d\.\d) ([^|]+) \|", TEACHING) == expected
    assert len(expected) == len(ALL)


def minutes(path: Path) -> tuple[dict[str, float], list[float]]:
    """Compute how long each section of a notebook takes without its exercises, and how long each exercise takes."""
    sections, section, each = {"": 0.0}, "", []
    for cell in stored(path).cells:
        is_exercise = cell.id.split("-")[0] in KINDS
        if cell.id in NOT_READ or (is_exercise and not cell.id.startswith("exercise-")):
            continue
        if heading := re.match(r"## (.+)", cell.source):
            section = heading[1]
        takes = len(cell.source.split()) * WORD
        if cell.cell_type == "code":
            figures = sum("image/png" in output.get("data", {}) for output in cell.outputs)
            takes = len(cell.source.splitlines()) * LINE + figures * FIGURE
        if is_exercise:
            each.append(takes + EXERCISE)
        else:
            sections[section] = sections.get(section, 0) + takes
    return sections, each


@pytest.mark.parametrize("number", range(1, len(PATHS) + 1))
def test_times_are_those_of_the_notebook(number: int) -> None:
    """Stated times are rounded to five minutes, and needn't change with every sentence."""
    ((reading, all_of_it),) = re.findall(rf"(?m)^\| {number} \|.*\| (\d+) min \| (\d+) min \|", TEACHING)
    sections, each = minutes(PATHS[number - 1])
    expected = sum(sections.values())
    assert int(reading) == pytest.approx(expected, abs=4)
    assert int(all_of_it) == pytest.approx(expected + sum(each), abs=4)
    assert re.search(rf"(?m)^\| {number} \|.*\| {all_of_it} min \|", README)
    objectives = next(cell.source for cell in stored(PATHS[number - 1]).cells if cell.id == "objectives")
    assert f"About {reading} minutes to read, {all_of_it} with the five exercises." in objectives


def plan(title: str) -> list[tuple[int, int, str]]:
    """Return the rows of a plan: when each begins, how long it is, and what is done."""
    table = TEACHING.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| (\d):(\d\d) \| (\d+) \| ([^|]*) \|", table)
    return [(60 * int(hour) + int(minute), int(takes), what) for hour, minute, takes, what in rows]


@pytest.mark.parametrize("title", PLANS)
def test_minutes_of_a_plan_add_up(title: str) -> None:
    now = 0
    for at, takes, what in plan(title):
        assert at == now, what
        now += takes
    assert now == PLANS[title]


@pytest.mark.parametrize("title", PLANS)
def test_plan_has_time_for_what_it_names(title: str) -> None:
    """A hint that needs another exercise has it in the plan, and no plan leaves out where the neighbors fail."""
    seen: set[str] = set()
    for _, takes, what in plan(title):
        if not (number := re.match(r"Notebook (\d)", what)):
            continue
        path = PATHS[int(number[1]) - 1]
        sections, each = minutes(path)
        named = list(sections) if "all of its text" in what else re.findall(r'"([^"]+)"', what)
        chosen = [int(digit) for digit in re.sub(r'Notebook \d|"[^"]+"', "", what) if digit.isdigit()]
        needed = sum(sections[section] for section in named) + sum(each[i - 1] for i in chosen)
        assert takes >= needed - 2, what
        for i in chosen:
            hint = exercises(path)[i - 1].help.split("Solution")[0]
            assert {int(other) for other in re.findall(r"exercise (\d)", hint)} <= set(chosen), f"{number[1]}.{i}"
        seen.update(named)
    assert "Where it fails" in seen


def letters_near_x(stretch: tuple[float, float]) -> list[tuple[str, str, float]]:
    """Return the letters of notebook 1, nearest to X first, with coordinates stretched: name, label, distance."""
    points = run_cell(TOY, "points")["points"] * stretch
    named = run_cell(TOY, "labels")
    distances = euclidean_distances(points, points[16])
    order = nearest_neighbors(distances, 16, exclude=16)
    return [(named["letters"][i], named["labels"][i], round(float(distances[i]), 2)) for i in order]


def all_vote_as_the_nearest() -> bool:
    """Return whether k = 16 answers as k = 1 everywhere in the plane, with eight votes for each class."""
    points, labels = run_cell(TOY, "points")["points"][:16], run_cell(TOY, "labels")["labels"]
    places = [[x, y] for x in np.linspace(-2, 6, 41) for y in np.linspace(-2, 6, 41)]
    answers = predict(places, points, labels, [1, 16])
    return labels.count("round") == 8 and np.array_equal(answers[1], answers[16])


def worksheet_votes() -> list[str]:
    return [majority_vote([label for _, label, _ in letters_near_x((1, 1))[:k]]) for k in (1, 3, 5)]


def between(a: list[float], b: list[float]) -> list[float]:
    """Return the distance and the cosine similarity of two vectors."""
    return [round(float(measure([b], a)[0]), 2) for measure in (euclidean_distances, cosine_similarities)]


def arrows(names: str) -> list[list[float]]:
    """Return the vectors that the worksheet calls by these letters."""
    return [numbers(re.findall(rf"\b{name} = \(([^)]+)\)", WORKSHEET)[0]) for name in names]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def mask_is_by_far_the_shortest(bert: TokenEmbeddings) -> bool:
    second = np.sort(np.linalg.norm(bert.vectors, axis=1))[1]
    return bool(np.linalg.norm(bert["[MASK]"]) < 0.7 * second)


def nearest(bert: TokenEmbeddings, word: str, k: int, metric: str = "cosine") -> list[str]:
    return [row.token for row in nearest_tokens(bert, word, k, metric=metric)]


def share_of_words(bert: TokenEmbeddings) -> float:
    return sum(token_kind(token) == "word" for token in bert.tokens) / len(bert)


@pytest.mark.parametrize(
    ("page", "sentence", "is_true"),
    [
        (
            TEACHING,
            "C instead of K, and X becomes round for k = 1, too.",
            lambda _: [letters_near_x((1, units))[0][:2] for units in (1, 10)] == [("K", "square"), ("C", "round")],
        ),
        (TEACHING, "the answer is that of k = 1 everywhere", lambda _: all_vote_as_the_nearest()),
        (TEACHING, "*bad* is the second nearest to *good*", lambda bert: nearest(bert, "good", 2)[1] == "bad"),
        (TEACHING, "*jesus* is the nearest to *mary*", lambda bert: nearest(bert, "mary", 1) == ["jesus"]),
        (
            TEACHING,
            "*iphone*, *itunes* and *macintosh* come right after *apples*",
            lambda bert: nearest(bert, "apple", 4) == ["apples", "iphone", "itunes", "macintosh"],
        ),
        (ANSWERS, "it has rank 6", lambda bert: nearest(bert, "beauty", 6)[5] == "ugly"),
        (
            ANSWERS,
            "With k = 1, X is square; with k = 3, round; with k = 5, round.",
            lambda _: worksheet_votes() == ["square", "round", "round"],
        ),
        (ANSWERS, "a and b: distance 5, cosine similarity 1,", lambda _: between(*arrows("ab")) == [5, 1]),
        (
            ANSWERS,
            "a and c: distance 7.07 (the root of 50), cosine similarity 0, a right angle",
            lambda _: [*between(*arrows("ac")), round(50**0.5, 2)] == [7.07, 0, 7.07],
        ),
        (QUIZ, "- (b) Its vector is by far the shortest.", mask_is_by_far_the_shortest),
        (QUIZ, "- (c) It is the most frequent token.", lambda bert: bert.token_id("[MASK]") < bert.token_id("the")),
        (
            QUIZ,
            "- (c) Ranking by Euclidean distance instead of cosine would leave *bad* out.",
            lambda bert: "bad" in nearest(bert, "good", 15, "euclidean"),  # so it isn't the answer
        ),
        (ANSWERS, "Whole words are 74% of the tokens", lambda bert: f"{share_of_words(bert):.0%}" == "74%"),
        (ANSWERS, "nearest to *two* is *2*", lambda bert: nearest(bert, "two", 1) == ["2"]),
        (
            ANSWERS,
            "*bad* is the fourth nearest of *good*",
            lambda bert: nearest(bert, "good", 4, "euclidean")[3] == "bad",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_answer_is_true(
    bert: TokenEmbeddings, page: str, sentence: str, is_true: Callable[[TokenEmbeddings], bool]
) -> None:
    assert sentence in page
    assert is_true(bert)


def test_count_of_mask_in_the_answers_is_the_output_of_notebook_3() -> None:
    by_distance, by_cosine = re.findall(
        r"the 15 nearest of (\d+) of 300 words", str([cell.outputs for cell in stored(MEASURES).code_cells])
    )
    assert "How many of 300 words have [MASK] among their 15 nearest" in WORKSHEET
    assert f"[MASK]: {by_distance} of 300 by distance, none by cosine" in ANSWERS
    assert by_cosine == "0"


def question(number: int) -> str:
    """Return a question of the exit quiz."""
    return QUIZ.split(f"**{number}.**")[1].split("\n**")[0]


def test_answers_of_the_exit_quiz_follow_from_its_questions() -> None:
    x, y, to_x, to_y = numbers(question(1).split("from")[1])
    right, up = to_x - x, to_y - y
    assert (
        f"\n1. {np.hypot(right, up):.0f}: the steps are {right:.0f} and {up:.0f}, "
        f"and the root of {right**2:.0f} + {up**2:.0f} is {np.hypot(right, up):.0f}.\n"
    ) in EXIT_QUIZ

    labels = re.findall(r"\b(square|round)\b", question(2))
    first, second = (majority_vote(labels[:k]) for k in (1, 3))
    assert "k = 1? " in question(2)
    assert "k = 3? " in question(2)
    assert f"\n2. {first.capitalize()} with k = 1, {second} with k = 3." in EXIT_QUIZ

    assert "three times as long" in question(3)
    assert between([3, 9], [1, 2])[1] == between([1, 3], [1, 2])[1]  # the cosine similarity stays
    assert between([3, 0], [2, 1])[0] == between([1, 0], [2, 1])[0]  # the distance, too: the other is halfway
    assert "\n3. The cosine similarity stays. The distance usually changes, but it can stay:" in EXIT_QUIZ

    word, *others = numbers(question(4))
    (short, near), (long, far) = ((other, between([word, 0], [0, other])[0]) for other in sorted(others))
    assert near < far
    assert (
        f"\n4. By distance the one of length {short:g}: the root of {word**2 + short**2:g}, {near}, "
        f"against the root of {word**2 + long**2:g}, {far}. By cosine neither: both similarities are 0."
    ) in EXIT_QUIZ


def test_chosen_answers_of_the_exit_quiz_are_the_true_ones() -> None:
    """What is true of [MASK] and *bad* in the model, test_answer_is_true computes."""
    for number, words in ((5, "by far the shortest"), (6, "near is not synonymous")):
        (letter,) = re.findall(rf"- \((\w)\) .*{words}", question(number))
        assert f"\n{number}. ({letter})." in EXIT_QUIZ
    (wrong,) = re.findall(r"- \((\w)\) Ranking by Euclidean", question(6))
    assert f"the fourth nearest of *good*, so ({wrong}) is wrong, too." in EXIT_QUIZ


def test_table_of_the_worksheet_is_that_of_the_letters() -> None:
    """Its answers are the true steps, distances and ranks, and the five are the nearest of all sixteen."""
    points, letters = run_cell(TOY, "points")["points"], run_cell(TOY, "labels")["letters"]
    for rank, (letter, label, distance) in enumerate(letters_near_x((1, 1))[:5], start=1):
        at = points[letters.index(letter)]
        sideways, up = at - points[16]
        assert f"\n| {letter} | {label} | ({at[0]}, {at[1]}) |" in WORKSHEET
        assert f"\n| {letter} | {sideways:.1f} | {up:.1f} | {distance:.2f} | {rank} |" in ANSWERS


def test_code_of_the_homework_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KNN_MODEL", raising=False)
    (code,) = re.findall(r"(?s)```python\n(.*?)```", HOMEWORK)
    exec(code, {})
    assert re.search(r"harbor: \d+ of the 10 nearest by distance are not whole words", capsys.readouterr().out)


def test_example_of_a_new_exercise_works() -> None:
    code = textwrap.dedent(re.findall(r"(?s)```python\n(.*?)```", CONTRIBUTING)[0])
    variables: dict[str, Any] = {
        "check": check,
        "parse_number": _parsing.parse_number,
        "check_number": _comparing.check_number,
    }
    exec("from __future__ import annotations\n" + code, variables)
    check_count = variables["check_count"]
    assert check_count(7, range(7)).says == "Right: there are 7 tokens, so the last id is 6."
    assert check_count(6, range(7)).says == "Not yet. That is the last id. Ids count from 0."
    assert check_count("7", range(7)).right is False
