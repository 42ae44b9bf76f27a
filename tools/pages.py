"""Write the parts of the pages in docs/ that come from a run: the table of environments and the benchmark."""

import subprocess
from pathlib import Path

from tools.files import replace_file
from tools.set_up import ROOT

DOCS = ROOT / "docs"


def write_section(page: Path, command: str, text: str) -> None:
    """Replace what stands between the two marks of a command in a page of docs/.

    Parameters
    ----------
    page : Path
        The page, which has the line `<!-- written by COMMAND -->` and, below it, `<!-- end of COMMAND -->`.
    command : str
        The command that writes this section, such as "make verify".
    text : str
        The new content, in Markdown.
    """
    begin, end = f"<!-- written by {command} -->\n", f"<!-- end of {command} -->\n"
    old = page.read_text(encoding="utf-8")
    if old.count(begin) != 1 or old.count(end) != 1:
        raise SystemExit(f"{page.name} must have the lines {begin.strip()} and {end.strip()} once each: add them.")
    before, after = old.split(begin)[0], old.split(end)[1]
    replace_file(page, f"{before}{begin}{text}{end}{after}")


def commit() -> str:
    """Return the short hash of the current commit, and whether the working tree differs from it."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return git("rev-parse", "--short", "HEAD") + (
            " with uncommitted changes" if git("status", "--porcelain") else ""
        )
    except (OSError, subprocess.CalledProcessError):  # no git, or a downloaded archive
        return "unknown"
