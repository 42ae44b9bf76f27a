"""What must hold of a notebook on the screen, whenever all of its cells have run."""

import hashlib
import re
from typing import Any

from tests.browser.lab import LabNotebook

STREAM = "application/vnd.jupyter."  # and then stdout or stderr
BROKEN = re.compile("Error displaying widget|Error creating widget|Loading widget|Error rendering output")


def assert_as_stored(lab: LabNotebook) -> None:
    """Every output on the screen is the stored one, to the letter and to the pixel; nothing failed."""
    shown = lab.outputs()
    for cell in lab.stored.code_cells:
        kinds = [kind for kind, _ in shown[cell.id]]
        failed = [output for output in shown[cell.id] if output[0].endswith(("stderr", "error"))]
        assert not failed, f"{cell.id} failed"
        assert not [text for _, text in shown[cell.id] if BROKEN.search(text)], cell.id
        if "widget" not in kinds:  # a live widget stands in the place of the stored text, and has tests of its own
            expected = [as_shown(output) for output in cell.outputs]
            assert [short(*output) for output in shown[cell.id]] == [short(*output) for output in expected], cell.id


def short(kind: str, content: str) -> tuple[str, str]:
    """Return a text as it is, and the checksum of a picture: pytest would take minutes to show how two differ."""
    if kind == "image/png":
        content = hashlib.sha256(content.encode()).hexdigest()
    return kind, content


def as_shown(output: Any) -> tuple[str, str]:
    """Return how JupyterLab shows a stored output: its kind, and its text or its picture's address."""
    if output.output_type == "stream":
        return STREAM + output.name, output.text
    if picture := output.data.get("image/png"):
        return "image/png", "data:image/png;base64," + "".join(picture.split())
    return "text/plain", output.data["text/plain"]
