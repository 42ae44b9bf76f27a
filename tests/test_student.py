"""Tests of the notebooks without solutions, which `make student` writes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.exercises.learner import ALL, exercises, folded, solution
from tests.notebooks import BILLION, MEASURES, PATHS, ROOT, SYNONYMS, TOY, Notebook, read, stored
from tools.student import write_copies


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "student"
    write_copies(folder)
    return folder


def texts(notebook: Notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_no_solution_is_left_and_every_hint_is(student: Path) -> None:
    hints = []
    for path in PATHS:
        copy = student / path.name
        assert "olution" not in texts(stored(copy))
        for before, after in zip(exercises(path), exercises(copy), strict=True):
            assert solution(before) not in after.help
            assert folded(after, "Hint") == folded(before, "Hint")
            hints.append(after.name)
    assert len(hints) == len(ALL)


def test_code_and_outputs_are_those_of_the_notebooks(student: Path) -> None:
    for path in PATHS:
        assert stored(student / path.name).code_cells == stored(path).code_cells


def test_links_lead_to_the_other_copies_and_not_to_a_notebook_with_solutions(student: Path) -> None:
    for path in PATHS:
        links = re.findall(r"\]\(([^)#\s]+)", texts(stored(student / path.name)))
        files = [link for link in links if ":" not in link]
        assert files
        assert all((student / link).is_file() for link in files)
        assert not [link for link in links if "colab" in link]


def test_folder_that_is_there_is_left_alone(student: Path) -> None:
    (student / "answers.txt").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in student.iterdir()}
    with pytest.raises(SystemExit, match="move or delete it, then run this again"):
        write_copies(student)
    assert {path.name: path.read_bytes() for path in student.iterdir()} == before


@pytest.mark.parametrize(
    ("cell_id", "text"),
    [
        ("answer-twice", "answer = 2"),
        ("answer-twice", "# answer = 2\nanswer = ..."),
        ("answer-cosine", 'def cosine_of(a, b):\n    """Return it."""\n    return a @ b'),
        ("check-most-similar", "Right: it is so."),
    ],
)
def test_answers_are_not_handed_out(cell_id: str, text: str, tmp_path: Path) -> None:
    notebook = read(MEASURES)
    cells = {cell.id: cell for cell in notebook.cells}
    if cell_id.startswith("answer-"):
        cells[cell_id].source = text
    else:
        cells[cell_id].outputs[0].data["text/plain"] = text
    nbformat.write(notebook, tmp_path / MEASURES.name)  # type: ignore[no-untyped-call]
    shutil.copy(SYNONYMS, tmp_path)
    title = cells[re.sub("^[a-z]+", "exercise", cell_id)].source.splitlines()[0].removeprefix("### ")
    with pytest.raises(SystemExit, match=rf"hand out: {MEASURES.name}, {re.escape(title)}\. Put the three dots back"):
        write_copies(tmp_path / "student", tmp_path)
    assert not (tmp_path / "student").exists()


def test_only_attachments_that_the_text_shows_are_handed_out(student: Path, tmp_path: Path) -> None:
    attached = [
        [cell.get("attachments") for cell in read(folder / BILLION.name).cells] for folder in (student, BILLION.parent)
    ]
    assert attached[0] == attached[1]
    notebook = read(MEASURES)
    notebook.cells[0].attachments = {"solution.png": {"image/png": "AAAA"}}
    nbformat.write(notebook, tmp_path / MEASURES.name)  # type: ignore[no-untyped-call]
    write_copies(tmp_path / "student", tmp_path)
    assert "solution.png" not in (tmp_path / "student" / MEASURES.name).read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_full_disk_leaves_no_cut_copies(tmp_path: Path) -> None:
    code = "import resource, sys; from pathlib import Path; from tools.student import write_copies; "
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); write_copies(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "student")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert re.fullmatch(r"There are no copies: .*File too large\. Once that is mended, run this again\.\n", run.stderr)
    assert not (tmp_path / "student").exists()


@pytest.mark.verify
def test_copy_gives_its_stored_outputs(student: Path) -> None:
    copy = student / TOY.name
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "conftest", "--nbval", str(copy)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "Notebooks: 1." in run.stdout
