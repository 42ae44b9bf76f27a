"""Figures of the notebooks in the book: their text alternatives, and pictures that are attached to a text."""

from base64 import b64decode
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

render_image = NbElementRenderer.render_image


def render_image_with_alternative(self: NbElementRenderer, data: MimeData) -> list[nodes.Element]:
    """Return the nodes of a picture; its text alternative is in the output's metadata, where myst-nb leaves it."""
    rendered = render_image(self, data)
    for node in rendered:
        for image in node.findall(nodes.image):
            image["alt"] = data.output_metadata[data.mime_type]["alt"]
    return rendered


class AttachedPictures(SphinxTransform):
    """Write the pictures that are attached to a text as files beside the notebook."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Write each that is shown, and let the image name its file."""
        for image in self.document.findall(nodes.image):
            if image["uri"].startswith("attachment:"):
                name = image["uri"].removeprefix("attachment:")
                source = Path(self.env.doc2path(self.env.docname))
                cells = nbformat.read(source, as_version=4).cells
                attached = next(cell.attachments[name] for cell in cells if name in cell.get("attachments", {}))
                image["uri"] = f"{source.stem}-{name}"
                source.with_name(image["uri"]).write_bytes(b64decode(attached["image/png"]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in a build."""
    NbElementRenderer.render_image = render_image_with_alternative
    app.add_transform(AttachedPictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
