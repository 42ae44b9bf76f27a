"""The examples in the docstrings of helpers/ give what they show."""

import doctest
import importlib
from pathlib import Path

import pytest

HELPERS = Path(__file__).parent.parent / "helpers"
MODULES = [path for path in sorted(HELPERS.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HELPERS)))
def test_examples(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNN_MODEL", "")
    name = ".".join(path.relative_to(HELPERS.parent).with_suffix("").parts)
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert tried
    assert not failed
