"""Write the address and the release in pyproject.toml wherever else they stand.

`make release` runs this after one of them was changed. The address is that of the repository on GitHub, and comes from
git where pyproject.toml has none yet; the release is the version, and its tag is the version with a v before it.
"""

import re
import subprocess
import tomllib
from pathlib import Path

from helpers import SOURCE
from tools.files import replace_file

ROOT = Path(__file__).resolve().parent.parent

# The files that name the address or the release, besides pyproject.toml. SOURCE, in the last, tells the old address.
FILES = ("README.md", "CITATION.cff", "notebooks/*.ipynb", "helpers/__init__.py")
# These name the address alone.
ADDRESSES = ("CONTRIBUTING.md", "CHANGELOG.md", ".github/ISSUE_TEMPLATE/config.yml")

PLACEHOLDER = "https://github.com/OWNER/"  # how the address in pyproject.toml begins until there is one
QUESTION = "git remote get-url origin"
# What git may answer: https://github.com/owner/repository.git, with or without the ending and somebody's name before
# the host, or the same for ssh, git@github.com:owner/repository.git or ssh://git@github.com/owner/repository.git.
REMOTE = r"(?:https://(?:[^/@]+@)?|(?:ssh://)?git@)github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?"


def main() -> None:
    """Bring every file up to date, and name those that changed."""
    fill_in_address()
    for pattern in ADDRESSES + FILES:
        for path in sorted(ROOT.glob(pattern)):
            before = path.read_text(encoding="utf-8")
            after = up_to_date(before)
            if after != before:
                replace_file(path, after)
                print(f"{path.relative_to(ROOT)}: updated")


def fill_in_address() -> None:
    """Write the address of git's remote `origin` into pyproject.toml, if there is only the placeholder."""
    path = ROOT / "pyproject.toml"
    before = path.read_text(encoding="utf-8")
    placeholder = tomllib.loads(before)["project"]["urls"]["Repository"]
    if not placeholder.startswith(PLACEHOLDER):
        return
    try:
        answer = subprocess.run(QUESTION.split(), cwd=ROOT, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        print(f"The address stays {placeholder}: install git, which knows it, or write it into pyproject.toml.")
        return
    remote = re.fullmatch(REMOTE, answer)
    if remote is None:
        print(f"The address stays {placeholder}: `{QUESTION}` names no repository on GitHub.")
        return
    address = f"https://github.com/{remote[1]}"
    replace_file(path, before.replace(f'"{placeholder}"', f'"{address}"'))
    print(f"pyproject.toml: the address is now {address}, from `{QUESTION}`")


def up_to_date(text: str) -> str:
    """Return the text with the address and the release of pyproject.toml in every place that has the old ones."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address, version = project["urls"]["Repository"], project["version"]
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+(?<!\.git)", address):
        raise SystemExit(f"{address} must have the form https://github.com/owner/repository, with nothing after it.")
    if not re.fullmatch(r"[\w.]+", version):
        raise SystemExit(f"The version {version} must be made of digits, letters and dots, as in 1.2.0.")
    slug = address.removeprefix("https://github.com/")
    owner, name = slug.split("/")
    old = "/".join(SOURCE.split("/")[3:5])
    ours = rf"(?:{re.escape(old)}|{re.escape(slug)}|OWNER/[\w.-]+)"  # other projects have links of the same forms
    for form, replacement in (
        (
            rf"https://github\.com/{ours}/archive/refs/tags/v[\w.]+\.zip",
            f"{address}/archive/refs/tags/v{version}.zip",
        ),
        (
            rf"https://colab\.research\.google\.com/github/{ours}/blob/v[\w.]+/",
            f"https://colab.research.google.com/github/{slug}/blob/v{version}/",
        ),
        (
            rf"https://(?:{re.escape(old.split('/')[0])}|{re.escape(owner)}|OWNER)\.github\.io/[\w.-]+",
            f"https://{owner}.github.io/{name}",
        ),
        (rf"git clone https://github\.com/{ours}\ncd \S+", f"git clone {address}\ncd {name}"),
        (
            rf"https://github\.com/{ours}(?=/(?:compare|releases|security)\b)",
            address,
        ),
        (rf'repository-code: "https://github\.com/{ours}"', f'repository-code: "{address}"'),
        (r'(?m)^version: "[\w.]+"', f'version: "{version}"'),
    ):
        text = re.sub(form, replacement.replace("\\", r"\\"), text)
    if not address.startswith(PLACEHOLDER):
        text = re.sub(r" \(OWNER is a placeholder[^)]*\)", "", text)  # what README says until then
    return text


if __name__ == "__main__":
    main()
