"""Compares a notebook on the screen with its stored outputs."""

import hashlib
import re
from typing import Any

from tests.browser.lab import LabNotebook

BROKEN = re.compile("Error displaying widget|Error creating widget|Loading widget|Error rendering output")


def assert_as_stored(lab: LabNotebook) -> None:
    """Assert that no cell failed and that the screen shows each stored output, to the letter and to the pixel."""
    shown = lab.outputs()
    for cell in lab.stored.code_cells:
        outputs = shown[cell.id]
        assert not [output for output in outputs if output[0].endswith(("stderr", "error"))], f"{cell.id} failed"
        assert not [text for _, text in outputs if BROKEN.search(text)], cell.id
        if "widget" not in [kind for kind, _ in outputs]:  # live widgets have tests of their own
            expected = [as_shown(output) for output in cell.outputs]
            assert [shortened(*output) for output in outputs] == [shortened(*output) for output in expected], cell.id


def shortened(kind: str, content: str) -> tuple[str, str]:
    """Replace a picture by its checksum, because pytest would take minutes to show how two differ."""
    return kind, hashlib.sha256(content.encode()).hexdigest() if kind == "image/png" else content


def as_shown(output: Any) -> tuple[str, str]:
    """Return the kind of a stored output in JupyterLab, and its text or the address of its picture."""
    if output.output_type == "stream":
        return f"application/vnd.jupyter.{output.name}", output.text
    if picture := output.data.get("image/png"):
        return "image/png", "data:image/png;base64," + "".join(picture.split())
    return "text/plain", output.data["text/plain"]
