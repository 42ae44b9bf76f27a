"""Tests that TEACHING.md and CONTRIBUTING.md describe the exercises as they are."""

import re
import textwrap
from typing import Any

from helpers.exercises import _comparing, _parsing, check
from tests.exercises.learner import ALL, exercises
from tests.notebooks import PATHS, ROOT

TEACHING, CONTRIBUTING = ((ROOT / name).read_text(encoding="utf-8") for name in ("TEACHING.md", "CONTRIBUTING.md"))


def test_table_lists_every_exercise_in_order() -> None:
    expected = []
    for notebook, path in enumerate(PATHS, start=1):
        for exercise in exercises(path):
            number, title = re.findall(r"^### Exercise (\d): (.*)", exercise.text)[0]
            expected.append((f"{notebook}.{number}", title[0].upper() + title[1:]))
    assert re.findall(r"(?m)^\| (\d\.\d) ([^|]+) \|", TEACHING) == expected
    assert len(expected) == len(ALL)


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
