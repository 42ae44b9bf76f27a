"""A whole vocabulary in one figure, with a dot for each token: the figures of notebooks 2 to 4."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.plots.alt_text import count, describe_distances, describe_lengths, describe_ranks, describe_similarities
from helpers.plots.display import BLUE, GRAY, GREEN, HALO, ORANGE, add_axes, in_plain_style, new_figure
from helpers.plots.label_placement import drawable, label_dots
from helpers.synonyms import compare_with_all
from helpers.tokens import KINDS, token_kind

KIND_COLORS = dict(zip(KINDS, ("black", GRAY, ORANGE, BLUE, GREEN), strict=True))
PALE_GRAY = "#8A8A8A"  # 3.5 to 1 on white: enough for dots, and paler than what must stand out among them
# From dark violet to green, in so many steps that none is seen. The lighter ones of viridis can't be seen on white.
VIOLET_TO_GREEN = ListedColormap(colormaps["viridis"](range(150)))
# The heading of each kind of token, its panel, and how far to the right in it.
HEADINGS = {
    "special": ("special", 0, 0.11),
    "unused": ("unused", 0, 0.4),
    "character": ("characters", 0, 0.78),
    "word": ("words", 1, 0.5),
    "piece": ("pieces", 2, 0.5),
}
Array = NDArray[Any]


@in_plain_style
def plot_lengths(embeddings: TokenEmbeddings) -> tuple[Figure, str]:
    """Draw the length of each token's vector against its id, colored by kind of token.

    Words and pieces, the most common kinds, have a panel each; the other kinds share the first. Special tokens are
    named, and an unused one whose length is unlike that of all other unused ones.

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
        heading, column, middle = HEADINGS[kind]
        axes, color = panels[column], KIND_COLORS[kind]
        axes.scatter(ids, lengths[ids], s=16 if kind == "special" else 2, color=color, linewidth=0)
        if len(ids):
            axes.text(middle, 1.03, heading, transform=axes.transAxes, color=color, weight="bold", ha="center")
    named = np.flatnonzero(kinds == "special").tolist()
    outlier = _outlier(lengths, np.flatnonzero(kinds == "unused"))
    if outlier is not None:
        panels[0].scatter([outlier], lengths[[outlier]], s=16, color=KIND_COLORS["unused"], linewidth=0)
        named.append(outlier)
    for token_id in named:
        place, color = (token_id + 30, float(lengths[token_id])), KIND_COLORS[kinds[token_id]]
        panels[0].text(*place, embeddings.tokens[token_id], color=color, va="center", size=9, path_effects=HALO)
    for panel in panels:
        panel.set(xlabel="token id", ylim=(0, lengths.max() * 1.05))
        panel.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        panel.locator_params(axis="x", nbins=5)
    panels[0].set(ylabel="length of the vector")
    panels[1].set(yticklabels=[])
    panels[2].set(yticklabels=[])
    return fig, describe_lengths(embeddings.tokens, kinds, lengths, outlier)


@in_plain_style
def plot_distances(embeddings: TokenEmbeddings, word: str) -> tuple[Figure, str]:
    """Draw every token's Euclidean distance to a word against its id, and mark those most similar to it by cosine.

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
    k = max(1, min(100, len(ids) // 2))
    similar = nearest_neighbors(similarities, k, largest=True)
    nearest = nearest_neighbors(distances, min(5, len(ids)))
    fig = new_figure(9, 4)
    axes = add_axes(fig, 0.7, 0.6, 0.2, 0.4)
    axes.scatter(ids, distances, s=3, color=PALE_GRAY, linewidth=0)
    axes.scatter(ids[nearest], distances[nearest], s=10, color=PALE_GRAY, linewidth=0, zorder=2)
    axes.scatter(ids[similar], distances[similar], s=14, marker="D", color=ORANGE, linewidth=0, zorder=2)
    label_dots(axes, embeddings, ids[nearest], ids[nearest], distances[nearest])
    tokens_similar = f"{count(k, 'token', 'tokens')} most similar to {name} by cosine"
    _draw_key(axes, 0, tokens_similar, ORANGE, marker="D", markersize=3.7, color=ORANGE)
    _draw_key(axes, 0.63, "all others", GRAY, marker="o", markersize=1.7, color=PALE_GRAY)
    ring: dict[str, Any] = {"marker": "o", "markersize": 7.7, "markerfacecolor": "none", "markeredgewidth": 0.8}
    _draw_key(axes, 0.82, f"the {len(nearest)} nearest", "black", color="black", **ring)
    axes.set(xlabel="token id", ylabel=f"Euclidean distance to {name}")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    tokens = [embeddings.tokens[i] for i in ids]
    return fig, describe_distances(word, tokens, distances, similarities, k)


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
    most = nearest_neighbors(similarities, min(3, len(ids)), largest=True)
    shortest = nearest_neighbors(lengths, 1)
    named = np.concatenate([most, shortest])
    fig = new_figure(9, 4)
    axes = add_axes(fig, 0.7, 0.6, 1.1, 0.2)
    colors: dict[str, Any] = {"cmap": VIOLET_TO_GREEN, "norm": Normalize(lengths.min(), lengths.max()), "linewidth": 0}
    # Without antialiasing: its many colors would leave so few of the palette that bands were seen.
    dots = axes.scatter(distances, similarities, c=lengths, s=2, antialiased=False, **colors)
    axes.scatter(distances[named], similarities[named], c=lengths[named], s=14, zorder=2, **colors)
    label_dots(axes, embeddings, ids[named], distances[named], similarities[named])
    axes.set(xlabel=f"Euclidean distance to {name}", ylabel=f"cosine similarity to {name}")
    bar = fig.colorbar(dots, cax=add_axes(fig, 8.1, 0.6, 0.77, 0.2))
    bar.set_label("length of the token's vector")
    bar.outline.set_visible(False)
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


def _outlier(lengths: Array, ids: Array) -> int | None:
    """Return the id of the one token whose length is unlike that of all others with these ids, if there is one."""
    if len(ids) < 3:
        return None
    deviations = np.abs(lengths[ids] - np.median(lengths[ids]))
    *_, second, largest = np.sort(deviations)
    return int(ids[deviations.argmax()]) if largest > 2 * second else None


def _draw_key(axes: Axes, left: float, text: str, text_color: str, **marker: Any) -> None:
    """Draw a marker and what it means above the axes. A legend's place would depend on measured widths of texts."""
    axes.plot([left], [1.05], transform=axes.transAxes, clip_on=False, linestyle="none", **marker)
    axes.text(left + 0.015, 1.05, text, transform=axes.transAxes, va="center", color=text_color)
