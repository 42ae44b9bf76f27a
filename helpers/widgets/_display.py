"""Displaying a widget with a static output beside it, its HTML, and its callbacks."""

import base64
import html
from collections.abc import Callable
from typing import Any, NamedTuple

import ipywidgets as widgets

from helpers.plots.display import display_data

# Descriptions get the width that they need, and rows of controls wrap on a narrow page.
FULL = {"description_width": "initial"}
WRAP = "row wrap"


class StaticOutput(NamedTuple):
    """The output that stands for a widget where no kernel runs: data by MIME type, and their metadata."""

    data: dict[str, str]
    metadata: dict[str, Any]


def static_picture(png: bytes, alt: str, size: tuple[int, int]) -> StaticOutput:
    """Return a picture with its text alternative and its size on the page, as `helpers.plots.show` displays one."""
    about = {"alt": alt, "width": size[0], "height": size[1]}
    return StaticOutput({"image/png": base64.b64encode(png).decode("ascii"), "text/plain": alt}, {"image/png": about})


def display_live(widget: widgets.DOMWidget, static: StaticOutput) -> None:
    """Display a widget together with its static output.

    JupyterLab and Colab show the widget; GitHub, printed pages and stored notebooks show the static output. (A widget
    alone leaves a line of code there.) ipywidgets 7 and 8 both write version 2.0.
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    data = {"application/vnd.jupyter.widget-view+json": view, **static.data}
    display_data(data, static.metadata)


def picture(png: bytes, alt: str, size: tuple[int, int]) -> str:
    """Return HTML for a picture with a text alternative, which ipywidgets.Image doesn't have."""
    encoded = base64.b64encode(png).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{encoded}" alt="{html.escape(alt)}" '
        f'width="{size[0]}" height="{size[1]}" style="max-width: 100%; height: auto">'
    )


def paragraph(content: str) -> str:
    """Return a paragraph of HTML that screen readers announce when it changes, and in which $ is no formula.

    A dollar sign is a token like any other. MathJax 2 and MathJax 3 each look for a class of their own.
    """
    return f'<div role="status" class="tex2jax_ignore mathjax_ignore">{content}</div>'


def sentence(text: str) -> str:
    """Return plain text, escaped, as HTML like that of `paragraph`."""
    return paragraph(html.escape(text))


def callback(update: Callable[[], None], show_error: Callable[[str], None]) -> Callable[[Any], None]:
    """Return a callback that updates, and shows the message of an error.

    An error that leaves a callback would be lost, or appear as a traceback far from the control.
    """

    def on_change(_: Any) -> None:
        try:
            update()
        except Exception as error:  # whatever it is, the learner reads a sentence
            show_error(str(error) or f"That did not work: {type(error).__name__}.")

    return on_change
