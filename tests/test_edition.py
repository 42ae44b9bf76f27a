"""Tests of tools/edition.py and its report: the series for another model."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from tests.claims import CLAIMS
from tests.claims.claim import Claim
from tests.layouts import LAYOUTS, make_model, write_both
from tests.notebooks import BERT, MEASURES, PATHS, ROOT, TOY, read
from tools import edition, edition_report

NOTEBOOKS = ROOT / "notebooks"
NO_STOPS: edition_report.Stops = {path.name: {} for path in PATHS}
MAKE = """
import sys
from pathlib import Path
from tests.kernel_settings import leave_out_user_settings
from tools.edition import make_edition
leave_out_user_settings()
print(make_edition(sys.argv[1], Path(sys.argv[2])))
"""


def small(*tokens: str) -> TokenEmbeddings:
    """Return a model that has these tokens and thirty others, and lacks most words of the notebooks."""
    tokens = (*tokens, *(f"[unused{i}]" for i in range(30)))
    return TokenEmbeddings(
        tokens, np.random.default_rng(0).normal(size=(len(tokens), 8)).astype(np.float32), name="s_m"
    )


def older_edition(folder: Path, argument: str) -> Path:
    """Write an older edition, whose first notebook is a link, and return the file that it leads to."""
    folder.mkdir(parents=True)
    notebook, elsewhere = read(BERT), folder.parent / "elsewhere.ipynb"
    edition.adapt(notebook, small(), argument)
    nbformat.write(notebook, folder / BERT.name)  # type: ignore[no-untyped-call]
    elsewhere.write_text("mine", encoding="utf-8")
    (folder / TOY.name).symlink_to(elsewhere)
    return elsewhere


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that has sixty tokens, in a layout of DistilBERT's."""
    folder = tmp_path_factory.mktemp("models") / "model"
    layout = next(of for of in LAYOUTS if (of.model, of.vocabulary) == ("DistilBertForMaskedLM", "cased"))
    make_model(layout).save_pretrained(folder)
    write_both(folder, layout)
    return folder


def make(model: str | Path, editions: Path) -> Path:
    """Make an edition in another process, as `make edition` does, and return its folder."""
    command = [sys.executable, "-c", MAKE, str(model), str(editions)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return Path(done.stdout.splitlines()[-1])


def compare(path: Path) -> subprocess.CompletedProcess[str]:
    """Run an edition, or one notebook of it, with `pytest --nbval`, with the conftest.py of the project."""
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "conftest", "--nbval", "-q", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebook_names_the_model_of_its_edition(path: Path) -> None:
    notebook = read(path)
    edition.adapt(notebook, small("beauty"), '"s_m"')
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "outputs stored with this notebook, which are from all-MiniLM-L6-v2" not in text
    assert text.count('bert = load_embeddings("s_m")') == text.count("are from s\\_m.") == (path != TOY)
    assert "Open this notebook in Colab" not in text


def test_first_table_of_the_series_is_that_of_the_model() -> None:
    notebook, model = read(TOY), small("beauty")
    edition.adapt(notebook, model, '"s_m"')
    destination = next(cell.source for cell in notebook.cells if cell.id == "destination")
    assert str(nearest_tokens(model, "beauty", k=3)) in destination
    assert "gorgeous" not in destination


def test_sentence_that_is_gone_is_noticed() -> None:
    notebook = read(MEASURES)
    next(cell for cell in notebook.cells if cell.id == "load-about").source = "The next line chooses the model."
    with pytest.raises(ValueError, match="load-about must contain: The names and numbers"):
        edition.adapt(notebook, small(), '"s_m"')


def test_model_is_written_as_python_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for folder in ("home/my bert", 'a"b'):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "home")
    assert edition.argument("bert-base-uncased") == '"bert-base-uncased"'
    assert edition.argument("owner/model@v1") == '"owner/model@v1"'
    assert edition.argument("my bert") == '"~/my bert"'
    assert eval(edition.argument('../a"b')) == (tmp_path / 'a"b').as_posix()


def test_name_of_a_model_makes_a_folder_inside_the_editions() -> None:
    names = ["bert-base-uncased", "owner/model@v1.2", "../..", "/", "a b", ""]
    assert [edition.folder_name(name) for name in names] == [
        names[0],
        "owner-model-v1.2",
        "model",
        "model",
        "a-b",
        "model",
    ]


def test_folder_for_another_model_is_left_alone(tmp_path: Path) -> None:
    """Folders of two models may have the same name."""
    folder = tmp_path / "toy"
    edition.refuse_other(folder, '"~/ä/toy"')
    older_edition(folder, '"~/ä/toy"')
    edition.refuse_other(folder, '"~/ä/toy"')
    with pytest.raises(SystemExit, match='toy isn\'t an edition for "~/b/toy": move or delete it, then run this again'):
        edition.refuse_other(folder, '"~/b/toy"')
    (folder / BERT.name).unlink()
    with pytest.raises(SystemExit, match='isn\'t an edition for "~/ä/toy"'):
        edition.refuse_other(folder, '"~/ä/toy"')


@pytest.mark.verify
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_full_disk_leaves_the_older_edition(small_model: Path, tmp_path: Path) -> None:
    elsewhere = older_edition(tmp_path / "model", edition.argument(str(small_model)))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.ipynb")}
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    command = [sys.executable, "-c", limit + MAKE, str(small_model), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "File too large" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert sorted(tmp_path.iterdir()) == [elsewhere, tmp_path / "model"]


def test_name_of_a_model_is_shown_as_it_is(bert: TokenEmbeddings) -> None:
    assert edition_report.escaped("a&lt;b") == "a\\&lt;b"
    assert "| s\\_m, cosine similarity |" in edition_report.nearest_to_beauty(bert, small("beauty"))


@pytest.mark.parametrize("model", ["", "a\nb"])
def test_model_must_be_named(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL", model)
    with pytest.raises(SystemExit, match="Name a model, a folder, or a model on the hub: make edition MODEL="):
        edition.main()


def test_cell_that_stops_takes_what_it_would_have_made_with_it(tmp_path: Path) -> None:
    sources = {
        "first": "x, y = 1, 5",
        "stops": "x = {}['gone']",
        "reads-old-value": "print(x)",
        "makes-it-again": "x = 2",
        "reads-new-value": "print(x, y)",
        "warns": "import numpy as np\nz = np.ones(1) / 0",
    }
    cells = [new_code_cell(source, id=cell_id) for cell_id, source in sources.items()]  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    stopped = edition.stopped_cells(notebook, tmp_path)
    assert stopped == {
        "stops": "KeyError: 'gone'",
        "reads-old-value": "It needs x, which the cell stops would have made.",
        "warns": "RuntimeWarning: divide by zero encountered in divide",
    }
    edition.leave_out(notebook, stopped, small())
    kinds = {cell.id: cell.cell_type for cell in notebook.cells}
    assert [cell_id for cell_id, kind in kinds.items() if kind == "markdown"] == list(stopped)
    assert "KeyError: 'gone'\n\n```python\nx = {}['gone']\n```" in notebook.cells[1].source


CLAIM: Claim = (TOY, "ties-seen", "With k = 3", lambda _: [0.25, ("a|b", 7)], lambda found: found[0] > 0.2)


def test_claim_has_what_is_so_in_the_model() -> None:
    where, bert = CLAIM[:3], small()
    outcomes = {
        (True, "holds: 0.250, a\\|b 7"): CLAIM,
        (False, "**doesn't hold**: here it is 0.250, a\\|b 7"): (*CLAIM[:4], "other"),
        (True, "holds"): (*where, lambda _: True),
        (False, "**doesn't hold**"): (*where, lambda _: np.bool_(False)),
        (False, '**can\'t be said**: "good" is not in this vocabulary'): (*where, lambda bert: bert["good"]),
        (True, "the edition has this model's instead"): (TOY, "ties-seen", "not there", lambda _: False),
    }
    for (holds, text), claim in outcomes.items():
        found = edition_report.outcome(claim, bert, NOTEBOOKS)
        assert found[0] == holds
        assert found[1].startswith(text)


def test_share_of_the_lists_that_is_another_one_is_reported() -> None:
    (claim,) = [claim for claim in CLAIMS if "6 of 15, so 0.4" in claim[2]]
    holds, here = edition_report.outcome(claim, small("beauty"), NOTEBOOKS)
    assert not holds
    assert re.fullmatch(r"\*\*doesn't hold\*\*: here it is in both lists \d+, share 0\.\d+", here)


def test_every_claim_can_be_reported_for_a_model_that_lacks_words() -> None:
    model = small("beauty", "the")
    claims = [(claim, *edition_report.outcome(claim, model, NOTEBOOKS)) for claim in CLAIMS]
    rows = list(edition_report.claim_rows(claims))
    assert len(rows) == len(CLAIMS)
    assert all(("**" in here) != holds for _, holds, here in claims)
    last = sum(not holds for _, holds, _ in claims)
    assert ["**" in here for *_, here in rows] == [True] * last + [False] * (len(rows) - last)
    assert {path for (path, *_), holds, _ in claims if not holds} == set(PATHS)


def test_side_by_side_says_what_a_model_lacks(bert: TokenEmbeddings) -> None:
    without, few = small("one", "two"), small("beauty", "[MASK]")
    assert '**There is no such table.** "beauty" is not' in edition_report.nearest_to_beauty(bert, without)
    assert "| 1 | beautiful 1.298 | " in edition_report.nearest_to_beauty(bert, few)
    table = edition_report.hubs_and_kinds(bert, without)
    assert "by Euclidean distance | 232 | this model has no [MASK] |" in table
    assert "| words | 300 | 2 |" in table
    assert "\\[MASK\\]: 232" in table
    assert "by cosine similarity | 3% | " in table


def test_names_numbers_and_results_of_other_outputs_are_reported(tmp_path: Path) -> None:
    assert list(edition_report.text_without_output(NOTEBOOKS, NO_STOPS)) == []
    for path in PATHS:
        outputs = re.compile(r'"outputs": \[\n.*?\n   \]', re.DOTALL)
        text = outputs.sub(with_other_outputs, path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    rows = list(edition_report.text_without_output(tmp_path, NO_STOPS))
    where = "[3, From beauty to every token](03_euclidean_vs_cosine.ipynb#From-beauty-to-every-token)"
    assert [where, "**gorgeous**"] in [[place, lacking] for place, says, lacking in rows if "*gorgeous*" in says]
    assert "(output of the cell `unit`)" in [says for _, says, lacking in rows if "True" in lacking]
    assert "**0.353**" in [lacking for place, _, lacking in rows if place.startswith("[4, Your word]")]


def with_other_outputs(match: re.Match[str]) -> str:
    return match[0].replace("gorgeous", "lovely").replace("True", "False").replace("0.353", "0.453")


@pytest.mark.verify
def test_edition_leaves_out_what_stops_and_is_compared(small_model: Path, tmp_path: Path) -> None:
    elsewhere = older_edition(tmp_path / "model", edition.argument(str(small_model)))
    folder = make(small_model, tmp_path)
    assert elsewhere.read_text(encoding="utf-8") == "mine"
    report = (folder / "REPORT.md").read_text(encoding="utf-8")
    assert str(small_model) not in report
    assert '`hides` | **NotOneTokenError: "two" is not in this vocabulary' in report
    assert "**doesn't hold**: here it is" in report
    assert compare(folder).returncode == 0
    notebook = folder / MEASURES.name
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("similarity 0.993", "similarity 0.994", 1))
    assert "1 failed" in compare(notebook).stdout
