"""Tests of the floors of helpers/: imports point down only, and none of them loads torch or transformers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).parent.parent / "helpers"

# Ground floor first. A module may import from those before its own, and from its own folder.
FLOORS = [
    "_validation",
    "distances",
    "neighbors",
    "search",
    "tokens",
    "loading",
    "embeddings",
    "synonyms",
    "plots",
    "exercises",
    "widgets",
]


def test_every_module_has_its_floor() -> None:
    """A new module must be given a place in the list."""
    modules = {path.stem for path in HELPERS.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules - {"__init__"} == set(FLOORS)


@pytest.mark.parametrize("path", sorted(HELPERS.rglob("*.py")), ids=lambda path: str(path.relative_to(HELPERS)))
def test_imports_point_down(path: Path) -> None:
    """Whatever a module imports from helpers stands below it, or in the same folder."""
    floor = path.relative_to(HELPERS).parts[0].removesuffix(".py")
    allowed = [] if floor == "__init__" else FLOORS[: FLOORS.index(floor)]
    if path.parent != HELPERS:
        allowed.append(floor)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path.name} has a relative import"
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert not name.startswith(("torch", "transformers")), f"{path.name} imports {name}"
            if name.split(".")[0] == "helpers":
                assert name.split(".")[1] in allowed, f"{path.name} imports {name}, which is not below it"


def test_importing_all_of_helpers_loads_neither_torch_nor_transformers() -> None:
    """Not even by way of another library."""
    code = "import sys\n" + "\n".join(f"import helpers.{name}" for name in FLOORS)
    code += "\nprint([name for name in ('torch', 'transformers') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
