"""A whole vocabulary in one figure, with a dot for each token: the figures of notebooks 2 to 4."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.plots.alt_text import describe_distances, describe_lengths, describe_ranks, describe_similarities
from helpers.plots.display import BLUE, GRAY, GREEN, HALO, ORANGE, add_axes, in_plain_style, new_figure
from helpers.plots.label_placement import drawable, label_dots
from helpers.synonyms import compare_with_all
from helpers.tokens import KINDS, token_kind

KIND_COLORS = dict(zip(KINDS, ("black", GRAY, ORANGE, BLUE, GREEN), strict=True))
# From dark violet to orange, in twelve steps, each lighter than the one before. Lighter ones can't be seen on white.
DARK_TO_ORANGE = ListedColormap(colormaps["inferno"](np.linspace(0.12, 0.66, 12)))
NAMES = {"word": "words", "piece": "pieces", "character": "characters", "unused": "unused"}
Array = NDArray[Any]


@in_plain_style
def plot_lengths(embeddings: TokenEmbeddings) -> tuple[Figure, str]:
    """Draw the length of each token's vector against its id, colored by kind of token.

    Words and pieces, the most common kinds, have a panel each; the other kinds share the first.

    Parameters
    ----------
    embeddings : TokenEmbeddings
        The vocabulary.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Examples
    --------
    >>> from helpers.embeddings import load_embeddings
    >>> fig, alt = plot_lengths(load_embeddings("all-MiniLM-L6-v2"))
    >>> alt
    "The median length of words falls with the id, from 1.30 to 0.98. ..."
    """
    lengths = embeddings.norms
    kinds = np.array([token_kind(token) for token in embeddings.tokens])
    fig = new_figure(9, 3.8)
    panels = [add_axes(fig, left, 0.6, 9 - left - 2.6, 0.4) for left in (0.6, 3.45, 6.3)]
    for kind in KINDS:
        ids = np.flatnonzero(kinds == kind)
        panel = panels[1] if kind == "word" else panels[2] if kind == "piece" else panels[0]
        panel.scatter(ids, lengths[ids], s=16 if kind == "special" else 2, color=KIND_COLORS[kind], linewidth=0)
        if len(ids) and kind in NAMES:
            above = (float(ids.min() + ids.max()) / 2, float(lengths.max() * 1.08))
            panel.text(*above, NAMES[kind], color=KIND_COLORS[kind], weight="bold", ha="center")
    for token_id in np.flatnonzero(kinds == "special").tolist():
        place = (token_id + 30, float(lengths[token_id]))
        panels[0].text(*place, embeddings.tokens[token_id], va="center", path_effects=HALO)
    for panel in panels:
        panel.set(xlabel="token id", ylim=(0, lengths.max() * 1.05))
        panel.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        panel.locator_params(axis="x", nbins=5)
    panels[0].set(ylabel="length of the vector")
    panels[1].set(yticklabels=[])
    panels[2].set(yticklabels=[])
    return fig, describe_lengths(embeddings.tokens, kinds, lengths)


@in_plain_style
def plot_distances(embeddings: TokenEmbeddings, word: str) -> tuple[Figure, str]:
    """Draw every token's Euclidean distance to a word against its id, colored by cosine similarity to the word.

    Parameters
    ----------
    embeddings : TokenEmbeddings
        The vocabulary.
    word : str
        The query. It must be one token.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Examples
    --------
    >>> from helpers.embeddings import load_embeddings
    >>> fig, alt = plot_distances(load_embeddings("all-MiniLM-L6-v2"), "beauty")
    >>> alt
    'Of the 100 tokens nearest to beauty by distance, 10 are among the 100 most similar by cosine; ...'
    """
    ids, distances, similarities, name = _other_tokens(embeddings, word)
    fig, axes = _colored_dots(ids, distances, similarities, f"cosine similarity to {name}")
    axes.set(xlabel="token id", ylabel=f"Euclidean distance to {name}")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    nearest = nearest_neighbors(distances, min(5, len(ids)))
    label_dots(axes, embeddings, ids[nearest], ids[nearest], distances[nearest])
    tokens = [embeddings.tokens[i] for i in ids]
    return fig, describe_distances(word, tokens, distances, similarities)


@in_plain_style
def plot_similarities(embeddings: TokenEmbeddings, word: str) -> tuple[Figure, str]:
    """Draw every token's cosine similarity to a word against its Euclidean distance, colored by its vector's length.

    Parameters and return values are as in `plot_distances`.

    Examples
    --------
    >>> from helpers.embeddings import load_embeddings
    >>> fig, alt = plot_similarities(load_embeddings("all-MiniLM-L6-v2"), "beauty")
    >>> alt
    "The distance to beauty follows the length of a token's vector more than its similarity. ..."
    """
    ids, distances, similarities, name = _other_tokens(embeddings, word)
    lengths = embeddings.norms[ids]
    fig, axes = _colored_dots(distances, similarities, lengths, "length of the token's vector")
    axes.set(xlabel=f"Euclidean distance to {name}", ylabel=f"cosine similarity to {name}")
    most = nearest_neighbors(similarities, min(3, len(ids)), largest=True)
    shortest = nearest_neighbors(lengths, 1)
    named = np.concatenate([most, shortest])
    label_dots(axes, embeddings, ids[named], distances[named], similarities[named])
    tokens = [embeddings.tokens[i] for i in ids]
    return fig, describe_similarities(word, tokens, distances, similarities, lengths)


@in_plain_style
def plot_ranks(embeddings: TokenEmbeddings, word: str, k: int = 15) -> tuple[Figure, str]:
    """Draw the k tokens most similar to a word by cosine, and the rank that each has by Euclidean distance.

    Parameters and return values are as in `plot_distances`; `k` is the number of tokens.

    Examples
    --------
    >>> from helpers.embeddings import load_embeddings
    >>> fig, alt = plot_ranks(load_embeddings("all-MiniLM-L6-v2"), "beauty")
    >>> alt
    'Of the 15 tokens most similar to beauty by cosine, 6 are among the 15 nearest by Euclidean distance. ...'
    """
    ids, distances, similarities, _ = _other_tokens(embeddings, word)
    most = nearest_neighbors(similarities, k, largest=True)
    ranks = [int((distances < distances[i]).sum()) + 1 for i in most]
    fig = new_figure(7.3, 0.9 + 0.26 * k)
    axes = add_axes(fig, 1.7, 0.6, 0.5, 0.1)
    axes.hlines(range(k), 1, ranks, color=GRAY, linewidth=1)
    axes.scatter(ranks, range(k), s=30, color=BLUE, zorder=2)
    for row, rank in enumerate(ranks):
        axes.text(rank * 1.25, row, f"{rank:,}", va="center", size=9)
    axes.set(
        xscale="log",
        xlabel="rank by Euclidean distance",
        ylabel="rank by cosine similarity",
        xlim=(0.8, 2 * len(ids)),
        ylim=(k - 0.5, -0.5),
    )
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_yticks(range(k), [f"{rank}. {drawable(embeddings, i)}" for rank, i in enumerate(ids[most], start=1)])
    return fig, describe_ranks(word, [embeddings.tokens[i] for i in ids[most]], ranks)


def _other_tokens(embeddings: TokenEmbeddings, word: str) -> tuple[Array, Array, Array, str]:
    """Return the ids of all other tokens, their distances and similarities to the word, and the word's label."""
    query_id, distances, similarities = compare_with_all(embeddings, word)
    ids = np.delete(np.arange(len(embeddings)), query_id)
    return ids, distances[ids], similarities[ids], drawable(embeddings, query_id)


def _colored_dots(x: Array, y: Array, color: Array, color_label: str) -> tuple[Figure, Axes]:
    """Draw small dots, and at the right a color bar."""
    fig = new_figure(9, 4)
    axes = add_axes(fig, 0.7, 0.6, 1.1, 0.2)
    dots = axes.scatter(x, y, c=color, s=3, linewidth=0, cmap=DARK_TO_ORANGE)
    bar = fig.colorbar(dots, cax=add_axes(fig, 8.1, 0.6, 0.77, 0.2))
    bar.set_label(color_label)
    bar.outline.set_visible(False)
    return fig, axes
