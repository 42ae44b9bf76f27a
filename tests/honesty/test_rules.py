"""Every notebook keeps every rule; and every rule bites."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.honesty import contents, outputs
from tests.notebooks import PATHS, ROOT, TOY, Notebook, read, stored

Rule = Callable[[Notebook], Iterator[str]]
RULES: list[Rule] = [
    outputs.ran_in_order,
    outputs.no_error_and_no_stderr,
    outputs.no_address,
    outputs.no_path,
    outputs.no_date_and_no_timing,
    outputs.no_numpy_repr,
    outputs.no_control_characters,
    outputs.nothing_is_ignored,
    outputs.not_too_large,
    outputs.figures_are_described,
    outputs.metadata_names_no_machine,
    outputs.no_widget_state,
    contents.cells_are_short,
    contents.cells_are_text_or_code,
    contents.leads_to_its_neighbors,
    contents.links_lead_somewhere,
    contents.references_have_an_address,
    contents.recap_answers_the_objectives,
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_notebook_keeps_every_rule(rule: Rule, path: Path) -> None:
    """What breaks a rule is said in sentences that say what to do."""
    assert list(rule(stored(path))) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_is_a_valid_one(path: Path) -> None:
    """By nbformat: every cell with an id of its own, among other things."""
    nbformat.validate(read(path))


def test_every_import_is_used_and_stands_at_the_top() -> None:
    """By ruff. Only the first cell, which may have to install what is imported, goes before."""
    command = [sys.executable, "-m", "ruff", "check", "--select=F401,F811,E402", str(ROOT / "notebooks")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.verify
def test_a_new_run_gives_the_same_file(tmp_path: Path) -> None:
    """`make notebooks`, on a copy of notebook 1: byte for byte, cell ids included."""
    copied = Path(shutil.copy(TOY, tmp_path))
    store_outputs(copied)
    assert copied.read_bytes() == TOY.read_bytes()


@pytest.mark.verify
def test_a_run_stores_no_state_of_widgets(tmp_path: Path) -> None:
    """A slider leaves the text that stands for it, without the id that is another at each run."""
    cell = new_code_cell("import ipywidgets\nipywidgets.IntSlider(3)")  # type: ignore[no-untyped-call]
    kernel = read(TOY).metadata
    path = tmp_path / "slider.ipynb"
    nbformat.write(new_notebook(cells=[cell], metadata=kernel), path)  # type: ignore[no-untyped-call]
    store_outputs(path)
    assert list(outputs.no_widget_state(stored(path))) == []
    assert [list(output.data) for output in read(path).cells[0].outputs] == [["text/plain"]]
    before = path.read_bytes()
    store_outputs(path)
    assert path.read_bytes() == before


def store_outputs(path: Path) -> None:
    """Run a notebook as `make notebooks` does."""
    command = [sys.executable, "-m", "nbconvert", "--config", str(ROOT / "tools" / "nbconvert_config.py")]
    command += ["--to", "notebook", "--inplace", "--execute", str(path)]
    environment = {**os.environ, "KNN_MODEL": ""}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def cell_of(notebook: Notebook, cell_id: str) -> Any:
    """Return one cell of a notebook."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def prints(text: str, name: str = "stdout") -> Callable[[Notebook], None]:
    """Let the first cell print something."""

    def edit(notebook: Notebook) -> None:
        notebook.code_cells[0].outputs = [new_output("stream", name=name, text=text)]  # type: ignore[no-untyped-call]

    return edit


def sets(cell_id: str, **values: Any) -> Callable[[Notebook], None]:
    """Change something of a cell."""
    return lambda notebook: cell_of(notebook, cell_id).update(values)


def replaces(cell_id: str, old: str, new: str) -> Callable[[Notebook], None]:
    """Replace something in the text of a cell."""

    def edit(notebook: Notebook) -> None:
        cell = cell_of(notebook, cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return edit


def fails(notebook: Notebook) -> None:
    """Let the first cell end in an error."""
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])  # type: ignore[no-untyped-call]
    notebook.code_cells[0].outputs = [error]


def displays_a_widget(notebook: Notebook) -> None:
    """Let the first cell display a live widget."""
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    notebook.code_cells[0].outputs = [new_output("display_data", data=view)]  # type: ignore[no-untyped-call]


def takes_the_sentence_away(notebook: Notebook) -> None:
    """Let a heading follow a figure."""
    cell_of(notebook, "letters-caption").source = "## By hand"


def takes_the_alt_away(notebook: Notebook) -> None:
    """Leave a figure without words."""
    del cell_of(notebook, "letters-figure").outputs[0].metadata["image/png"]["alt"]


def names_its_python(notebook: Notebook) -> None:
    """Say which Python ran it."""
    notebook.content.metadata.language_info["version"] = "3.11.7"


BROKEN: list[tuple[Rule, Callable[[Notebook], None], str]] = [
    (outputs.ran_in_order, sets("points", execution_count=7), "order"),
    (outputs.ran_in_order, sets("points", execution_count=None), "order"),
    (outputs.no_error_and_no_stderr, prints("a warning", "stderr"), "a warning"),
    (outputs.no_error_and_no_stderr, fails, "ValueError: no"),
    (outputs.no_address, prints("<Line2D at 0x7f3a1c0d2e50>"), "0x7f3a1c0d2e50"),
    (outputs.no_path, prints("read from /home/ada/model.safetensors"), "/home/ada/model.safetensors"),
    (outputs.no_path, prints(r"C:\Users\ada"), r"C:\Users\ada"),
    (outputs.no_path, replaces("points", "print", "open('/content/x'); print"), "/content/x"),
    (outputs.no_date_and_no_timing, prints("run on 2026-11-23"), "2026-11-23"),
    (outputs.no_date_and_no_timing, prints("took 1.3 s"), "1.3 s"),
    (outputs.no_date_and_no_timing, prints("took 14 minutes"), "14 minutes"),
    (outputs.no_numpy_repr, prints("[np.float64(1.5)]"), "np.float64("),
    (outputs.no_numpy_repr, prints("array([1., 2.])"), "array("),
    (outputs.no_control_characters, prints("232 of 300\r3 of 300"), "control character"),
    (outputs.nothing_is_ignored, replaces("points", "rng =", "# NBVAL_IGNORE_OUTPUT\nrng ="), "NBVAL_IGNORE_OUTPUT"),
    (outputs.nothing_is_ignored, sets("points", metadata={"tags": ["nbval-skip"]}), "nbval-skip"),
    (outputs.nothing_is_ignored, sets("points", metadata={"tags": ["raises-exception"]}), "raises-exception"),
    (outputs.not_too_large, prints("beauty " * 60_000), "420 kB"),
    (outputs.not_too_large, prints("beauty " * 60_000), "notebook has 5"),
    (outputs.figures_are_described, takes_the_alt_away, "letters-figure has no text alternative"),
    (outputs.figures_are_described, takes_the_sentence_away, "no sentence under the figure of cell letters-figure"),
    (outputs.metadata_names_no_machine, names_its_python, "3.11.7"),
    (outputs.metadata_names_no_machine, sets("points", metadata={"execution": {}}), "execution"),
    (outputs.no_widget_state, displays_a_widget, "widget"),
    (contents.cells_are_short, sets("points", source="print(1)\n" * 16), "16 lines"),
    (contents.cells_are_short, replaces("points-about", "We draw", "We draw " + "and draw " * 40), "words"),
    (contents.cells_are_text_or_code, sets("points-about", cell_type="raw"), "raw cell"),
    (contents.links_lead_somewhere, replaces("self-about", "X comes", '<img src="nope.png"> comes'), "nope.png"),
    (contents.links_lead_somewhere, replaces("self-about", "X comes", "[X](/etc/hostname) comes"), "/etc/hostname"),
    (contents.leads_to_its_neighbors, replaces("title", "02_bert", "03_bert"), "03_bert"),
    (contents.links_lead_somewhere, replaces("self-about", "X comes", "[X](05_more.ipynb) comes"), "05_more.ipynb"),
    (contents.links_lead_somewhere, replaces("self-about", "X comes", "[X](#No-such) comes"), "No-such"),
    (contents.references_have_an_address, replaces("further-reading", "https://scikit", "scikit"), "scikit"),
    (contents.references_have_an_address, sets("further-reading", id="more"), "no further reading"),
    (contents.recap_answers_the_objectives, replaces("recap", "4. **k.**", "**k.**"), "Answer each one"),
]


@pytest.mark.parametrize(("rule", "edit", "said"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_every_rule_bites(rule: Rule, edit: Callable[[Notebook], None], said: str) -> None:
    """On notebook 1 with one thing wrong, the rule says what."""
    notebook = stored(TOY)
    edit(notebook)
    assert said in " ".join(rule(notebook))


def test_decades_and_verses_are_no_times() -> None:
    """They are tokens in the vocabulary of BERT."""
    notebook = stored(TOY)
    prints("['1990s', '80s', '3:16', '12:30', 'us']")(notebook)
    assert list(outputs.no_date_and_no_timing(notebook)) == []


def test_no_rule_is_left_out() -> None:
    """Each is broken at least once."""
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_a_link_to_a_heading_is_found() -> None:
    """As JupyterLab writes it: the heading, with hyphens for spaces."""
    notebook = stored(TOY)
    replaces("self-about", "X comes", "[X](02_bert_embeddings.ipynb#A-map-of-the-vocabulary) comes")(notebook)
    assert list(contents.links_lead_somewhere(notebook)) == []
