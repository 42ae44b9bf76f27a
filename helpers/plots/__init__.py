"""Every figure that is not drawn in a notebook's own code, and `show`, which displays each.

A function called `plot_...` returns a figure and its text alternative, made from the same data; `show` takes both.
Figures drawn in a notebook's own code can use the same colors: `BLUE`, `ORANGE`, `GREEN`, `PURPLE`, and `GRAY`.
"""

from helpers.plots.display import BLUE, GRAY, GREEN, ORANGE, PURPLE, show
from helpers.plots.indexes import plot_cells, plot_codes, plot_recall, plot_walk
from helpers.plots.relations import plot_relations
from helpers.plots.toy import plot_boundaries, plot_letters
from helpers.plots.vocabulary import plot_distances, plot_lengths, plot_ranks, plot_similarities

__all__ = [
    "BLUE",
    "GRAY",
    "GREEN",
    "ORANGE",
    "PURPLE",
    "plot_boundaries",
    "plot_cells",
    "plot_codes",
    "plot_distances",
    "plot_lengths",
    "plot_letters",
    "plot_ranks",
    "plot_recall",
    "plot_relations",
    "plot_similarities",
    "plot_walk",
    "show",
]
