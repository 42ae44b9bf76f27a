"""A short run of the fuzzer, which finds nothing; and runs on broken loaders, in which it finds what is wrong."""

from pathlib import Path

import numpy as np
import pytest

from helpers.embeddings import load_embeddings
from tests.fuzz.__main__ import findings, share_past_the_parser, table
from tests.fuzz.limits import HERE
from tests.fuzz.mutations import mutated
from tests.fuzz.parent import run
from tests.fuzz.seeds import COLUMNS, Seed, numbers, seeds, vocabulary
from tests.fuzz.stages import STAGES
from tests.fuzz.worker import Outcome, write

limited = pytest.mark.skipif(not HERE, reason="a child needs the limits of `resource`, which Windows doesn't have")
FEW = range(40)
BROKEN = {
    "raises_key_error": "KeyError",
    "says_too_much": "more than 3 lines",
    "panics": "PanicException",
    "allocates": "MemoryError",
    "hangs": "SIGALRM, out of time",
    "dies": "SIGSEGV",
}


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
def test_a_seed_loads_as_it_was_written(seed: Seed, tmp_path: Path) -> None:
    """Unmutated, it gives the tokens and the numbers that it was made of."""
    write(tmp_path, dict(seed.files))
    found = load_embeddings(tmp_path)
    tokens = vocabulary()
    assert list(found.tokens[: len(tokens)]) == tokens
    assert found.tokens[len(tokens) :] == {
        "added": ("[NEW]", "new word"),
        "older": ("[NEW]", "new word"),
        "added to vocab.txt": ("[NEW]",),
    }.get(seed.name, ())
    written = {"float16": numbers("<f2"), "float64": numbers("<f8")}.get(seed.name, numbers()).astype(np.float32)
    if seed.name == "bfloat16":
        written = (written.view("u4") & 0xFFFF0000).view(np.float32)
    assert found.vectors.shape == (len(found), COLUMNS)
    np.testing.assert_array_equal(found.vectors, written[: len(found)])


def test_a_number_stands_for_one_input() -> None:
    """And other numbers for others, nearly all with something changed."""
    some = [mutated(number) for number in range(300)]
    assert some == [mutated(number) for number in range(300)]
    assert len({str(given.changed) for given in some}) > 270
    assert sum(not given.changed for given in some) < 15


@limited
def test_a_short_run_finds_nothing() -> None:
    """Of 2,000 inputs each is answered as it should be, at least a quarter past the parser; each stage is reached."""
    outcomes = run(range(2000))
    assert [outcome.number for outcome in outcomes] == list(range(2000))
    assert not findings(outcomes), findings(outcomes)
    assert share_past_the_parser(outcomes) >= 0.25
    assert {outcome.stage for outcome in outcomes} == set(STAGES)


SLOW = ("allocates", "hangs")


@pytest.mark.verify
@limited
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.verify if name in SLOW else ()) for name in BROKEN]
)
def test_a_broken_loader_is_found_out(name: str) -> None:
    """Where it goes wrong, and nowhere else; and the inputs after that one still get their turn."""
    seconds = 2 if name == "hangs" else 10
    outcomes = run(FEW, f"tests.fuzz.broken:{name}", seconds)
    assert [outcome.number for outcome in outcomes] == list(FEW)
    found = [outcome.number for outcome in outcomes if BROKEN[name] in outcome.finding]
    assert found == [number for number in FEW if "config.json" in mutated(number).changed]
    assert len(found) >= 2


@pytest.mark.verify
@limited
def test_wrong_answers_are_found_out() -> None:
    """Vectors that belong to other tokens, wherever such an input loads."""
    some = range(100)
    outcomes = run(some, "tests.fuzz.broken:answers_wrong")
    wrong = [outcome.number for outcome in outcomes if "vectors" in outcome.finding]
    loaded = [outcome.number for outcome in run(some) if outcome.stage == STAGES[-1]]
    assert wrong == [number for number in loaded if "config.json" in mutated(number).changed]
    assert wrong


def test_the_table_and_the_findings_count() -> None:
    """Every stage has its row, and a fault is told once, with the inputs that show it."""
    outcomes = [Outcome(number, "kind", STAGES[number % 5]) for number in range(10)]
    outcomes += [Outcome(number, "flip", "elsewhere", "KeyError (here)", "why") for number in range(10, 15)]
    assert findings(outcomes).splitlines()[:2] == ["FOUND 5 times: KeyError (here)", "  --only 10  flip"]
    assert share_past_the_parser(outcomes) == 6 / 15
    assert [line.split()[0] for line in table(outcomes).splitlines()] == ["2"] * 5 + ["0", "15"]
