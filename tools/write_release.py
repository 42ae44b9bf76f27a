"""Write the address and the release in pyproject.toml wherever else they stand.

`make release` runs this after one of them was changed. The address is that of the repository on GitHub; the release
is the version, and its tag is the version with a v before it.
"""

import re
import tomllib
from pathlib import Path

from tools.files import replace_file

ROOT = Path(__file__).resolve().parent.parent

# The files that name the address or the release, besides pyproject.toml.
FILES = ("README.md", "CITATION.cff", "helpers/__init__.py", "notebooks/*.ipynb")
# These name the address alone.
ADDRESSES = ("CONTRIBUTING.md", "CHANGELOG.md", ".github/ISSUE_TEMPLATE/config.yml")


def main() -> None:
    """Bring every file up to date, and name those that changed."""
    for pattern in FILES + ADDRESSES:
        for path in sorted(ROOT.glob(pattern)):
            before = path.read_text(encoding="utf-8")
            after = up_to_date(before)
            if after != before:
                replace_file(path, after)
                print(f"{path.relative_to(ROOT)}: updated")


def up_to_date(text: str) -> str:
    """Return the text with the address and the release of pyproject.toml in every place that has the form of one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address, version = project["urls"]["Repository"], project["version"]
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+(?<!\.git)", address):
        raise SystemExit(f"{address} must have the form https://github.com/owner/repository, with nothing after it.")
    if not re.fullmatch(r"[\w.]+", version):
        raise SystemExit(f"The version {version} must be made of digits, letters and dots, as in 1.2.0.")
    slug = address.removeprefix("https://github.com/")
    name = slug.split("/")[1]
    somebody = r"[\w.-]+/[\w.-]+"
    for form, replacement in (
        (
            rf"https://github\.com/{somebody}/archive/refs/tags/v[\w.]+\.zip",
            f"{address}/archive/refs/tags/v{version}.zip",
        ),
        (
            rf"https://colab\.research\.google\.com/github/{somebody}/blob/v[\w.]+/",
            f"https://colab.research.google.com/github/{slug}/blob/v{version}/",
        ),
        (rf"git clone https://github\.com/{somebody}\ncd \S+", f"git clone {address}\ncd {name}"),
        (
            rf"https://github\.com/{somebody}(?=/(?:compare|releases|security)\b)",
            address,
        ),
        (rf'repository-code: "https://github\.com/{somebody}"', f'repository-code: "{address}"'),
        (r'(?m)^version: "[\w.]+"', f'version: "{version}"'),
    ):
        text = re.sub(form, replacement.replace("\\", r"\\"), text)
    return text


if __name__ == "__main__":
    main()
