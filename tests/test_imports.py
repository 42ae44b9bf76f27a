"""Tests that imports in helpers/ point one way, and that none of them loads torch or transformers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).parent.parent / "helpers"

# A module may import those that are listed before it, and those of its own folder.
ORDER = [
    "_validation",
    "distances",
    "neighbors",
    "search",
    "cluster",
    "evaluation",
    "tokens",
    "relations",
    "loading",
    "embeddings",
    "synonyms",
    "plots",
    "exercises",
    "widgets",
]


def test_every_module_is_listed() -> None:
    modules = {path.stem for path in HELPERS.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("path", sorted(HELPERS.rglob("*.py")), ids=lambda path: str(path.relative_to(HELPERS)))
def test_imports_point_one_way(path: Path) -> None:
    module = path.relative_to(HELPERS).parts[0].removesuffix(".py")
    allowed = [] if module == "__init__" else [*ORDER[: ORDER.index(module)], "SOURCE"]
    if path.parent != HELPERS:
        allowed.append(module)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path.name} has a relative import"
        names = [f"{node.module}.{name.name}" for name in node.names] if isinstance(node, ast.ImportFrom) else []
        names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert not name.startswith(("torch", "transformers")), f"{path.name} imports {name}"
            if name.split(".")[0] == "helpers":
                assert name.split(".")[1] in allowed, f"{path.name} imports {name}, which is not listed before it"


def test_helpers_import_neither_torch_nor_transformers() -> None:
    # Other libraries could import them, too.
    code = "import sys\n" + "\n".join(f"import helpers.{name}" for name in ORDER)
    code += "\nprint([name for name in ('torch', 'transformers') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_only_the_cluster_imports_dask() -> None:
    code = "import sys\n" + "\n".join(f"import helpers.{name}" for name in ORDER if name != "cluster")
    code += "\nprint([name for name in ('dask', 'distributed') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
