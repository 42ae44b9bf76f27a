"""Links to the glossary: each term, where a chapter first uses it."""

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

# Where a word is not linked: a heading, a link, and code.
NOT_IN = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, addnodes.pending_xref)
TERM = re.compile(r"^(\w.*)\n    ", re.MULTILINE)


def link_terms(app: Sphinx, document: nodes.document) -> None:
    """Link the first use of each term in a chapter, in the singular or the plural."""
    if not app.env.docname.startswith("notebooks/"):
        return
    glossary = (app.srcdir / "glossary.md").read_text(encoding="utf-8")
    # A longer term comes first, so that "token id" isn't taken for a token.
    waiting = sorted(TERM.findall(glossary), key=len, reverse=True)
    for text in list(document.findall(nodes.Text)):
        if not any(isinstance(parent, NOT_IN) for parent in parents(text)):
            replace(text, waiting)


def replace(text: nodes.Text, waiting: list[str]) -> None:
    """Replace the terms in a text by links, and take them off the list of those that wait."""
    found = re.search(rf"\b({'|'.join(map(re.escape, waiting))})(s|es)?\b", text, re.IGNORECASE) if waiting else None
    if not found:
        return
    term = next(term for term in waiting if term.lower() == found[1].lower())
    waiting.remove(term)
    link = addnodes.pending_xref("", nodes.inline("", found[0]), refdomain="std", reftype="term", reftarget=term)
    rest = nodes.Text(text[found.end() :])
    text.parent.replace(text, [nodes.Text(text[: found.start()]), link, rest])
    replace(rest, waiting)


def parents(node: nodes.Node) -> Any:
    """Yield the nodes that a node stands in, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in a build."""
    app.connect("doctree-read", link_terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
