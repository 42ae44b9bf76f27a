"""Collect what the notebooks name under "Further reading" into one list, for the book."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

ITEM = re.compile(r"^- (.+)$", re.MULTILINE)
AUTHOR = re.compile(r"^(?:[A-Z]\. )+(?:\w+ )?(\w+)")  # "T. Cover and P. Hart": initials, then the name
HEAD = """# References

What the chapters name under "Further reading", with the chapters.

## Papers and books

"""


def write_references(page: Path, notebooks: list[Path]) -> None:
    """Write a page with each reference once: papers and books by author, then the rest in the order of the chapters."""
    chapters: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for path in notebooks:
        for text in items(path):
            address = re.findall(r"\]\(([^)]+)\)", text)[0]  # the same work can have another comment in another chapter
            texts.setdefault(address, text)
            chapters.setdefault(address, []).append(f"[{int(path.stem[:2])}](notebooks/{path.name})")
    lines = {address: f"- {text} ({chapter_list(chapters[address])})\n" for address, text in texts.items()}
    papers = sorted((address for address in texts if AUTHOR.match(texts[address])), key=lambda key: surname(texts[key]))
    rest = "".join(line for address, line in lines.items() if address not in papers)
    page.write_text(f"{HEAD}{''.join(lines[key] for key in papers)}\n## Elsewhere\n\n{rest}", encoding="utf-8")


def items(path: Path) -> Iterator[str]:
    """Yield the references of a notebook, in Markdown."""
    cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
    yield from ITEM.findall(next(cell.source for cell in cells if cell.id == "further-reading"))


def surname(text: str) -> str:
    """Return the first author's name."""
    return AUTHOR.match(text)[1]  # type: ignore[index]


def chapter_list(links: list[str]) -> str:
    """Return the chapters of a reference: "chapter 3", "chapters 3 and 5"."""
    if len(links) == 1:
        return f"chapter {links[0]}"
    return f"chapters {', '.join(links[:-1])} and {links[-1]}"
