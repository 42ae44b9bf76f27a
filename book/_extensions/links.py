"""Links from the book to files of the project that are not in it: to the repository, at the release of the book."""

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class LinksToRepository(SphinxTransform):
    """Resolve the links that name a file of the project which the book doesn't have."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        """Replace each by a link to the repository."""
        source = self.env.srcdir
        for node in list(self.document.findall(addnodes.pending_xref)):
            path, _, anchor = node.get("reftarget", "").partition("#")
            target = (source / self.env.docname).parent.joinpath(path).resolve()
            if not path or not target.is_relative_to(source) or target.exists():
                continue
            target = target.relative_to(source)
            if source.parents[1].joinpath(target).exists():
                address = f"{self.config.repository}/{target.as_posix()}" + (f"#{anchor}" if anchor else "")
                node.replace_self(nodes.reference("", "", *node.children, refuri=address, internal=False))


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in a build."""
    app.add_config_value("repository", "", "env", str)
    app.add_transform(LinksToRepository)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
