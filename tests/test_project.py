"""Tests of the files around the code: each fact that stands in more than one of them is the same in all."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import check_cosine
from helpers.loading.registry import CARRIER, DEFAULT
from helpers.synonyms import nearest_tokens
from tests.figures.pictures import pins
from tools.readme_figure import FIGURE, stored_figure
from tools.write_release import ADDRESSES, FILES, up_to_date

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = pins()


def names(requirements: list[str]) -> set[str]:
    """Return the packages that requirements name, as the pins spell them."""
    return {re.split(r"[\s>=<;\[]", line)[0].lower().replace("_", "-") for line in requirements}


def test_every_dependency_is_pinned_once() -> None:
    """What pyproject.toml names has a version in constraints.txt, within its range by the tool that made it."""
    for requirements in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()):
        assert names(requirements) <= set(PINS)
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all("==" in line for line in lines if line and not line.lstrip().startswith("#"))


def test_pins_name_no_place_to_install_from() -> None:
    """The pins hold wherever packages come from: the index, a mirror, a folder."""
    for name in ("constraints.txt", "offline.txt"):
        assert not re.search("https?://|file:|--find-links", (ROOT / name).read_text(encoding="utf-8"))


def test_conda_gets_the_same_python_and_torch_and_leaves_the_rest_to_the_pins() -> None:
    """environment.yml names Python and PyTorch, and for all else points at the project and constraints.txt."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    *conda, by_pip = environment["dependencies"]
    python, torch, pip = conda
    assert re.fullmatch(r"python=3\.1[1234]", python)
    assert torch == f"pytorch-cpu={PINS['torch']}"
    assert pip == "pip"
    assert by_pip == {"pip": ["-c constraints.txt", "-e .[lab]"]}
    assert "lab" in PROJECT["optional-dependencies"]


def test_the_carrier_is_the_package_that_the_helpers_look_for() -> None:
    """And it is pinned by a whole hash."""
    lines = [line for line in (ROOT / "offline.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    found = re.fullmatch(r"([\w-]+)==[\d.]+ --hash=sha256:[0-9a-f]{64}", "".join(lines))
    assert found is not None
    assert found[1].replace("-", "_") == DEFAULT.package
    assert lines[0].split(" ")[0] == CARRIER


@pytest.mark.parametrize(
    "path", [path for pattern in FILES + ADDRESSES for path in ROOT.glob(pattern)], ids=lambda path: path.name
)
def test_address_and_release_are_those_of_pyproject(path: Path) -> None:
    """`make release` would change nothing."""
    text = path.read_text(encoding="utf-8")
    assert up_to_date(text) == text
    assert PROJECT["urls"]["Repository"].removeprefix("https://github.com/") in text
    assert PROJECT["version"] in text or path.relative_to(ROOT).as_posix() in ADDRESSES


def test_a_new_address_and_release_reach_every_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tool is not idle: with others in pyproject.toml it leaves no old one behind."""
    address, version = PROJECT["urls"]["Repository"], PROJECT["version"]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = text.replace(address, "https://github.com/me/fork").replace(f'"{version}"', '"7.8.9"')
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("tools.write_release.ROOT", tmp_path)
    for path in (path for pattern in FILES for path in ROOT.glob(pattern)):
        text = up_to_date(path.read_text(encoding="utf-8"))
        assert address.removeprefix("https://github.com/") not in text
        assert f"v{version}" not in text
        assert "me/fork" in text
        assert "7.8.9" in text
    for path in map(ROOT.joinpath, ADDRESSES):
        text = up_to_date(path.read_text(encoding="utf-8"))
        assert address not in text
        assert "me/fork" in text


def test_a_release_that_could_not_be_undone_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address with a slash at its end, say: the places it was written to would not be found again."""
    monkeypatch.setattr("tools.write_release.ROOT", tmp_path)
    good = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    address, version = PROJECT["urls"]["Repository"], PROJECT["version"]
    for old, new in ((address, address + "/"), (address, address + ".git"), (f'"{version}"', '"1.0-rc1"')):
        (tmp_path / "pyproject.toml").write_text(good.replace(old, new), encoding="utf-8")
        with pytest.raises(SystemExit, match="must "):
            up_to_date("")


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/test.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/error.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/wrong-output.yml"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("vendor.citation-file-format", "CITATION.cff"),
    ],
)
def test_files_for_others_follow_their_schema(schema: str, file: str) -> None:
    """GitHub reads these, and nothing here does: their schemas are what can be checked."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_figure_in_readme_is_that_of_the_notebook() -> None:
    """`make notebooks` copies it."""
    assert FIGURE.read_bytes() == stored_figure()
    assert f"({FIGURE.relative_to(ROOT).as_posix()})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_in_readme_is_what_the_code_prints(bert: TokenEmbeddings) -> None:
    """No number is shown that doesn't reproduce."""
    assert str(nearest_tokens(bert, "beauty", k=5)) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_reply_in_readme_is_what_the_check_says() -> None:
    """To a learner who has forgotten to divide by the lengths."""
    said = repr(check_cosine(lambda a, b: (a * b).sum()))
    assert f"\n{said}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Each relative link and picture of a page is a file of the project."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if ":" not in link and not (page.parent / link).exists()] == []


def test_workflow_actions_are_pinned_by_commit() -> None:
    """A tag can be moved, a commit can't."""
    uses = re.findall(r"uses: (\S+)", (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in uses)


def test_no_file_names_a_path_of_this_machine() -> None:
    """Neither the folder that the project stands in nor anybody's home."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    for name in listed.stdout.split("\0")[:-1]:
        text = (ROOT / name).read_text(encoding="utf-8", errors="ignore")
        for place in (ROOT, Path.home()):
            assert len(place.parts) < 3 or str(place) not in text, name
