"""Tests that every notebook keeps every rule, and that each rule notices a fault."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.honesty import contents, numbers, outputs
from tests.notebooks import PATHS, ROOT, SYNONYMS, TOY, Notebook, read, stored
from tools.notebooks import store_outputs

Rule = Callable[[Notebook], Iterator[str]]
Edit = Callable[[Notebook], None]


def cell_of(notebook: Notebook, cell_id: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def output(kind: str, **content: Any) -> Edit:
    """Replace the outputs of the first code cell."""

    def edit(notebook: Notebook) -> None:
        notebook.code_cells[0].outputs = [new_output(kind, **content)]  # type: ignore[no-untyped-call]

    return edit


def prints(text: str, name: str = "stdout") -> Edit:
    return output("stream", name=name, text=text)


def sets(cell_id: str, **values: Any) -> Edit:
    return lambda notebook: cell_of(notebook, cell_id).update(values)


def replaces(cell_id: str, old: str, new: str) -> Edit:
    def edit(notebook: Notebook) -> None:
        cell = cell_of(notebook, cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return edit


def links_to(address: str) -> Edit:
    return replaces("self-about", "X comes", f"[X]({address}) comes")


def remove_text_alternative(notebook: Notebook) -> None:
    del cell_of(notebook, "letters-figure").outputs[0].metadata["image/png"]["alt"]


def add_python_version(notebook: Notebook) -> None:
    notebook.content.metadata.language_info["version"] = "3.11.7"


ERROR = output("error", ename="ValueError", evalue="no", traceback=[])
WIDGET = output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": "1"}})

# Each rule, a fault in notebook 1, and a part of the expected message.
FAULTS: list[tuple[Rule, Edit, str]] = [
    (outputs.cells_ran_in_order, sets("points", execution_count=7), "order"),
    (outputs.no_errors_or_warnings, prints("a warning", "stderr"), "a warning"),
    (outputs.no_errors_or_warnings, ERROR, "ValueError: no"),
    (outputs.no_memory_addresses, prints("<Line2D at 0x7f3a1c0d2e50>"), "0x7f3a1c0d2e50"),
    (outputs.no_local_paths, prints("read from /home/ada/model.safetensors"), "/home/ada/model.safetensors"),
    (outputs.no_local_paths, prints(r"C:\Users\ada"), r"C:\Users\ada"),
    (outputs.no_local_paths, replaces("points", "print", "open('/content/x'); print"), "/content/x"),
    (outputs.no_dates_or_timings, prints("run on 2026-11-23"), "2026-11-23"),
    (outputs.no_dates_or_timings, prints("took 1.3 s"), "1.3 s"),
    (outputs.no_numpy_reprs, prints("[np.float64(1.5)]"), "np.float64("),
    (outputs.no_numpy_reprs, prints("array([1., 2.])"), "array("),
    (outputs.no_control_characters, prints("232 of 300\r3 of 300"), "control character"),
    (outputs.no_cells_skipped_by_nbval, replaces("points", "rng =", "# NBVAL_SKIP\nrng ="), "NBVAL_SKIP"),
    (outputs.no_cells_skipped_by_nbval, sets("points", metadata={"tags": ["raises-exception"]}), "raises-exception"),
    (outputs.sizes_are_limited, prints("beauty " * 60_000), "420 kB"),
    (outputs.sizes_are_limited, prints("beauty " * 60_000), "notebook has 5"),
    (outputs.figures_have_text_alternative_and_caption, remove_text_alternative, "letters-figure has no text"),
    (outputs.figures_have_text_alternative_and_caption, sets("letters-caption", source="## By hand"), "no sentence"),
    (outputs.metadata_is_portable, add_python_version, "3.11.7"),
    (outputs.metadata_is_portable, sets("points", metadata={"execution": {}}), "execution"),
    (outputs.no_widget_state, WIDGET, "widget"),
    (contents.cells_are_short, sets("points", source="print(1)\n" * 16), "16 lines"),
    (contents.cells_are_short, replaces("points-about", "We draw", "We draw " + "and draw " * 40), "words"),
    (contents.no_raw_cells, sets("points-about", cell_type="raw"), "raw cell"),
    (contents.top_links_to_previous_and_next_notebook, replaces("title", "02_bert", "03_bert"), "03_bert"),
    (
        contents.text_hides_nothing,
        replaces("self-about", "X", "<style>.jp-OutputArea{display:none}</style>X"),
        "<style>",
    ),
    (contents.text_hides_nothing, replaces("help-distance", "</details>", ""), "<details>"),
    (contents.text_hides_nothing, replaces("self-about", "X", "<details><summary>X</summary>X"), "<details>"),
    (contents.text_hides_nothing, replaces("self-about", "X", "X <img src=x.png"), "<img"),
    (contents.text_hides_nothing, replaces("self-about", "X", "![X](https://example.org/x.png) X"), "a picture"),
    (numbers.numbers_in_text_are_shown, replaces("exercise-all-distances", "row 10", "row 13"), "says 13,"),
    (numbers.numbers_in_text_are_shown, replaces("self-about", "X", "X is 0.371 long and"), "says 0.371,"),
    (numbers.numbers_in_text_are_shown, replaces("self-about", "X comes", "X, row 2, comes"), "says 2,"),  # far away
    (numbers.numbers_in_text_are_shown, replaces("points-about", "(1, 2)", "(2, 1)"), "says (2, 1),"),
    (numbers.numbers_in_text_are_shown, replaces("boundary-caption", "With k = 5", "With k = 6"), "says k = 6,"),
    (numbers.numbers_in_text_are_shown, replaces("broadcasting-seen", "`axis=1`", "`axis=0`"), "says `axis=0`,"),
    (numbers.numbers_in_text_are_shown, replaces("self-about", "X comes", "As in notebook 3, X comes"), "notebook 3,"),
    (contents.no_attachments, sets("self-about", attachments={"a.html": {"text/html": "eA=="}}), "a.html"),
    (contents.no_invisible_characters, replaces("self-about", "X comes", "X\u200b comes"), "U+200B"),
    (contents.no_invisible_characters, replaces("points", "seed=404", "seed=\u202e404"), "U+202E"),
    (contents.text_hides_nothing, replaces("self-about", "X", "[//]: # (a note)\n\nX"), "(a note)"),
    (contents.text_hides_nothing, replaces("self-about", "X", "> [a]: https://example.org\n\nX"), "example.org"),
    (contents.no_broken_relative_links, links_to("/etc/hostname"), "/etc/hostname"),
    (contents.no_broken_relative_links, links_to("06_more.ipynb"), "06_more.ipynb"),
    (contents.no_broken_relative_links, links_to("#No-such"), "No-such"),
    (contents.references_have_links, replaces("further-reading", "https://scikit", "scikit"), "scikit"),
    (contents.references_have_links, sets("further-reading", id="more"), "no further reading"),
    (contents.recap_answers_each_objective, replaces("recap", "4. **k.**", "**k.**"), "Answer each one"),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in FAULTS))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps_rule(rule: Rule, path: Path) -> None:
    assert list(rule(stored(path))) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebook_is_valid(path: Path) -> None:
    nbformat.validate(read(path))


def test_imports_are_used_and_at_the_top() -> None:
    """Only the first cell, which may have to install what is imported, goes before them."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F401,F811,E402", "--output-format=json"]
    run = subprocess.run([*command, str(ROOT / "notebooks")], capture_output=True, text=True)
    problems = [f"{problem['code']} {problem['message']}" for problem in json.loads(run.stdout)]
    others = [problem for problem in problems if not problem.startswith("F401 `helpers.SOURCE` imported but unused")]
    assert not others


@pytest.mark.parametrize(("rule", "edit", "message"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_rule_notices_fault(rule: Rule, edit: Edit, message: str) -> None:
    notebook = stored(TOY)
    edit(notebook)
    assert message in " ".join(rule(notebook))


def test_decades_and_verses_are_not_times() -> None:
    """They are tokens in the vocabulary of BERT."""
    notebook = stored(TOY)
    prints("['1990s', '80s', '3:16', '12:30', 'us']")(notebook)
    assert list(outputs.no_dates_or_timings(notebook)) == []


def test_year_of_another_reference_is_noticed() -> None:
    notebook = stored(SYNONYMS)
    replaces("antonyms-seen", "others 2016", "others 2015")(notebook)  # the year of another article there
    assert "says 2015," in " ".join(numbers.numbers_in_text_are_shown(notebook))


def test_link_to_existing_heading_is_allowed() -> None:
    notebook = stored(TOY)
    links_to("02_bert_embeddings.ipynb#A-map-of-the-vocabulary")(notebook)
    assert list(contents.no_broken_relative_links(notebook)) == []


@pytest.mark.verify
def test_new_run_reproduces_file_byte_for_byte(tmp_path: Path) -> None:
    copy = Path(shutil.copy(TOY, tmp_path))
    store_outputs(copy)
    assert copy.read_bytes() == TOY.read_bytes()


@pytest.mark.verify
def test_run_stores_no_widget_state(tmp_path: Path) -> None:
    """A slider leaves its text only, without the identifier that differs in each run."""
    cell = new_code_cell("import ipywidgets\nipywidgets.IntSlider(3)")  # type: ignore[no-untyped-call]
    path = tmp_path / "slider.ipynb"
    nbformat.write(new_notebook(cells=[cell], metadata=read(TOY).metadata), path)  # type: ignore[no-untyped-call]
    store_outputs(path)
    assert list(outputs.no_widget_state(stored(path))) == []
    assert [list(output.data) for output in read(path).cells[0].outputs] == [["text/plain"]]
    before = path.read_bytes()
    store_outputs(path)
    assert path.read_bytes() == before
