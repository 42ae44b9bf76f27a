"""What both explorers share: how they are displayed, how they speak, and how they survive an error."""

import base64
import html
from collections.abc import Callable
from typing import Any, NamedTuple

import ipywidgets as widgets
from IPython.display import display

# A description gets the width that it needs, and several controls in a row go on below where the page is narrow.
FULL = {"description_width": "initial"}
WRAP = "row wrap"


class Still(NamedTuple):
    """What stands for a widget where no kernel runs: data by type and their metadata, as `display` takes them."""

    data: dict[str, str]
    about: dict[str, Any]


def still_picture(png: bytes, alt: str, size: tuple[int, int]) -> Still:
    """Return a picture with its text alternative and its size on the page, as `helpers.plots.show` displays one."""
    about = {"alt": alt, "width": size[0], "height": size[1]}
    return Still({"image/png": base64.b64encode(png).decode("ascii"), "text/plain": alt}, {"image/png": about})


def display_live(widget: widgets.DOMWidget, still: Still) -> None:
    """Display a widget once, together with what stands for it.

    JupyterLab and Colab show the widget. GitHub, a printed page and whoever reads the stored notebook see the other.
    (By itself a widget leaves a line of code there.) ipywidgets 7 and 8 both write version 2.0 there.
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    data = {"application/vnd.jupyter.widget-view+json": view, **still.data}
    display(data, metadata=still.about, raw=True)  # type: ignore[no-untyped-call]


def picture(png: bytes, alt: str, size: tuple[int, int]) -> str:
    """Return HTML for a picture with a text alternative, which a widget for images doesn't have."""
    encoded = base64.b64encode(png).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{encoded}" alt="{html.escape(alt)}" '
        f'width="{size[0]}" height="{size[1]}" style="max-width: 100%; height: auto">'
    )


def paragraph(content: str) -> str:
    """Return a paragraph of HTML that screen readers announce when it changes, and that holds no formulas.

    Between two dollar signs Jupyter would otherwise see a formula, and a dollar is a token like any other. MathJax 2
    and MathJax 3 each look for a class of their own.
    """
    return f'<div role="status" class="tex2jax_ignore mathjax_ignore">{content}</div>'


def sentence(text: str) -> str:
    """Return a plain text as such a paragraph."""
    return paragraph(html.escape(text))


def in_words(say: Callable[[str], None], update: Callable[[], None]) -> Callable[[Any], None]:
    """Return what to do when a control has changed: update, or say what is wrong.

    An error that leaves a callback would be lost, or stand as a traceback far from the control.
    """

    def follow(_: Any) -> None:
        try:
            update()
        except Exception as error:  # whatever it is, the learner reads a sentence
            say(str(error) or f"That did not work: {type(error).__name__}.")

    return follow
