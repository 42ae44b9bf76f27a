"""A table of neighbors in which each token is a button."""

import html
from collections.abc import Callable
from functools import partial

import ipywidgets as widgets

from helpers.synonyms import Neighbor, NeighborTable
from helpers.tokens import printable

RIGHT = '<div style="text-align: right">{}</div>'
NUMBERS = (
    '<div style="display: grid; grid-template-columns: 3.2em 4.8em 5.6em; gap: 0 0.3em; text-align: right; '
    'font-variant-numeric: tabular-nums">{}</div>'
)


class NeighborGrid:
    """A table of widgets that is made once and refilled, since making widgets takes most of the time.

    Attributes
    ----------
    box : Widget
        The table.
    shown : NeighborTable
        Its content.
    """

    def __init__(self, max_rows: int, choose: Callable[[str], None]) -> None:
        self.shown = NeighborTable([])
        # All cells of a column share one layout and one style.
        wide, cell = widgets.Layout(width="98%"), widgets.HTML()
        self.buttons = [widgets.Button(layout=wide) for _ in range(max_rows)]
        self.numbers = [widgets.HTML(layout=cell.layout, style=cell.style) for _ in range(max_rows)]
        ranks = [
            widgets.HTML(RIGHT.format(rank), layout=cell.layout, style=cell.style) for rank in range(1, max_rows + 1)
        ]
        heads = [
            widgets.HTML(content, layout=cell.layout, style=cell.style)
            for content in (RIGHT.format("<b>rank</b>"), "<b>token</b>", _numbers("id", "distance", "similarity", "b"))
        ]
        rows = zip(ranks, self.buttons, self.numbers, strict=True)
        self.cells = (*heads, *(cell for row in rows for cell in row))
        self.box = widgets.GridBox(self.cells)
        self.box.layout.grid_template_columns = "3.2em minmax(4em, 14em) auto"
        self.box.layout.grid_gap = "0 0.5em"
        self.box.layout.justify_content = "flex-start"
        for number, button in enumerate(self.buttons):
            button.on_click(partial(self._chosen, choose, number))

    def show(self, table: NeighborTable) -> None:
        """Fill the rows, and hide the rest."""
        self.shown = table
        for row, button, numbers in zip(table, self.buttons, self.numbers, strict=False):
            with button.hold_sync():  # one message for both
                button.description = printable(row.token)  # buttons take text, not HTML
                button.tooltip = _tooltip(row)
            numbers.value = _numbers(str(row.token_id), f"{row.distance:.3f}", f"{row.similarity:.3f}")
        self.box.children = self.cells[: 3 * (len(table) + 1)]
        self.box.layout.display = "grid"

    def hide(self) -> None:
        """Hide the table."""
        self.shown = NeighborTable([])
        self.box.layout.display = "none"

    def _chosen(self, choose: Callable[[str], None], number: int, _: widgets.Button) -> None:
        """Choose the token of the button that was pressed, if it is still shown."""
        if number < len(self.shown):
            choose(self.shown[number].token)


def _numbers(token_id: str, distance: str, similarity: str, tag: str = "span") -> str:
    """Return the three columns of numbers, which share one cell."""
    return NUMBERS.format("".join(f"<{tag}>{html.escape(part)}</{tag}>" for part in (token_id, distance, similarity)))


def _tooltip(row: Neighbor) -> str:
    """Return the tooltip of a button, also for screen readers and for tokens that are cut off."""
    return (
        f"rank {row.rank}, distance {row.distance:.3f}, similarity {row.similarity:.3f}: look up {printable(row.token)}"
    )
