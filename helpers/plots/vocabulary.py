"""A whole vocabulary in one figure: a dot for each token."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.plots.showing import BLUE, GRAY, GREEN, ORANGE, add_axes, in_plain_style, new_figure
from helpers.synonyms import measure
from helpers.tokens import KINDS, token_kind

KIND_COLORS = dict(zip(KINDS, ("black", GRAY, ORANGE, BLUE, GREEN), strict=True))
# From dark blue to orange, in steps that can be told apart. (Color maps that end in yellow can't be seen on white.)
DARK_TO_ORANGE = ListedColormap(colormaps["plasma"](np.linspace(0, 0.8, 12)))
Array = NDArray[Any]


@in_plain_style
def plot_lengths(embeddings: TokenEmbeddings) -> tuple[Figure, str]:
    """Draw the length of each token's vector against its id, colored by kind: a map of the vocabulary.

    Words and pieces, of which there are most, have a panel each; the other kinds share the first.
    """
    lengths = _lengths(embeddings)
    kinds = np.array([token_kind(token) for token in embeddings.tokens])
    fig = new_figure(9, 3.8)
    panels = [add_axes(fig, left, 0.6, 9 - left - 2.6, 0.4) for left in (0.6, 3.45, 6.3)]
    said = []
    for kind in KINDS:
        ids = np.flatnonzero(kinds == kind)
        panel = panels[1] if kind == "word" else panels[2] if kind == "piece" else panels[0]
        panel.scatter(ids, lengths[ids], s=16 if kind == "special" else 2, color=KIND_COLORS[kind], linewidth=0)
        if len(ids) and kind != "special":
            name = "unused" if kind == "unused" else f"{kind}s"
            above = (float(ids.min() + ids.max()) / 2, float(lengths.max() * 1.08))
            panel.text(*above, name, color=KIND_COLORS[kind], weight="bold", ha="center")
            parts = ", ".join(f"{np.median(lengths[part]):.2f}" for part in np.array_split(ids, min(10, len(ids))))
            said.append(f"{kind}, {len(ids):,} tokens: {parts}")
    for token_id in np.flatnonzero(kinds == "special").tolist():
        panels[0].text(token_id + 30, float(lengths[token_id]), embeddings.tokens[token_id], va="center")
        said.append(f"{embeddings.tokens[token_id]} {lengths[token_id]:.2f}")
    for panel in panels:
        panel.set(xlabel="token id", ylim=(0, lengths.max() * 1.05))
        panel.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        panel.locator_params(axis="x", nbins=5)
    panels[0].set(ylabel="length of the vector")
    panels[1].set(yticklabels=[])
    panels[2].set(yticklabels=[])
    return fig, (
        f"The length of each token's vector against its id, for {len(lengths):,} tokens. "
        f"Median length by tenths of each kind, in order of id. {'; '.join(said)}."
    )


@in_plain_style
def plot_distances(embeddings: TokenEmbeddings, word: str) -> tuple[Figure, str]:
    """Draw every token's Euclidean distance to a word against its id, colored by cosine similarity to the word."""
    ids, distances, similarities, name = _all_but(embeddings, word)
    fig, axes = _colored_dots(ids, distances, similarities, f"cosine similarity to {name}")
    axes.set(xlabel="token id", ylabel=f"Euclidean distance to {name}")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    nearest = nearest_neighbors(distances, min(5, len(ids)))
    _name(axes, embeddings, ids[nearest], ids[nearest], distances[nearest])
    return fig, (
        f"Euclidean distance to {word} against token id, {len(ids):,} tokens colored by cosine similarity. "
        f"Distances run {_range(distances)}. Median by kind: {_medians(embeddings, ids, distances)}. "
        f"Nearest: {_listed(embeddings, ids[nearest], distances[nearest])}."
    )


@in_plain_style
def plot_similarities(embeddings: TokenEmbeddings, word: str) -> tuple[Figure, str]:
    """Draw every token's cosine similarity to a word against its Euclidean distance, colored by its vector's length."""
    ids, distances, similarities, name = _all_but(embeddings, word)
    lengths = _lengths(embeddings)[ids]
    fig, axes = _colored_dots(distances, similarities, lengths, "length of the token's vector")
    axes.set(xlabel=f"Euclidean distance to {name}", ylabel=f"cosine similarity to {name}")
    most = nearest_neighbors(similarities, min(3, len(ids)), largest=True)
    shortest = nearest_neighbors(lengths, 1)
    named = np.concatenate([most, shortest])
    _name(axes, embeddings, ids[named], distances[named], similarities[named], in_turn=True)
    return fig, (
        f"Cosine similarity to {word} against Euclidean distance, {len(ids):,} tokens colored by length. "
        f"Similarities run {_range(similarities)}. Most similar: {_listed(embeddings, ids[most], similarities[most])}. "
        f"The shortest vector, {embeddings.tokens[ids[shortest[0]]]}, has distance {distances[shortest[0]]:.2f}. "
        f"Correlation of distance with length {_correlation(distances, lengths):.2f}, "
        f"with similarity {_correlation(distances, similarities):.2f}."
    )


@in_plain_style
def plot_ranks(embeddings: TokenEmbeddings, word: str, k: int = 15) -> tuple[Figure, str]:
    """Draw the k tokens most similar to a word by cosine, and the rank that each has by Euclidean distance."""
    ids, distances, similarities, _ = _all_but(embeddings, word)
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
    axes.set_yticks(range(k), [f"{rank}. {_drawable(embeddings, i)}" for rank, i in enumerate(ids[most], start=1)])
    said = ", ".join(f"{embeddings.tokens[i]} {rank:,}" for i, rank in zip(ids[most], ranks, strict=True))
    return fig, f"The {k} tokens most similar to {word} by cosine, each with its rank by Euclidean distance: {said}."


def _lengths(embeddings: TokenEmbeddings) -> Array:
    """Return the length of each vector, which is its distance from zero."""
    return euclidean_distances(embeddings.vectors, np.zeros(embeddings.vectors.shape[1]))


def _all_but(embeddings: TokenEmbeddings, word: str) -> tuple[Array, Array, Array, str]:
    """Return the ids of all tokens but the word, their distances and similarities to it, and how to write the word."""
    seed, distances, similarities = measure(embeddings, word)
    ids = np.delete(np.arange(len(embeddings)), seed)
    return ids, distances[ids], similarities[ids], _drawable(embeddings, seed)


def _colored_dots(x: Array, y: Array, color: Array, meaning: str) -> tuple[Figure, Axes]:
    """Draw small dots and, at a fixed place to the right, the bar that says what their color means."""
    fig = new_figure(9, 4)
    axes = add_axes(fig, 0.7, 0.6, 1.1, 0.2)
    dots = axes.scatter(x, y, c=color, s=3, linewidth=0, cmap=DARK_TO_ORANGE)
    bar = fig.colorbar(dots, cax=add_axes(fig, 8.1, 0.6, 0.77, 0.2))
    bar.set_label(meaning)
    bar.outline.set_visible(False)
    return fig, axes


def _name(axes: Axes, embeddings: TokenEmbeddings, ids: Array, x: Array, y: Array, *, in_turn: bool = False) -> None:
    """Ring the dots of some tokens and write the tokens to the right, or in turn to the right and to the left."""
    axes.scatter(x, y, s=30, facecolor="none", edgecolor="black", linewidth=0.8)
    for i, (token_id, across, up) in enumerate(zip(ids.tolist(), x.tolist(), y.tolist(), strict=True)):
        offset, align = ((-6, -5), "right") if in_turn and i % 2 else ((6, 5), "left")
        name = _drawable(embeddings, token_id)
        axes.annotate(name, (across, up), xytext=offset, textcoords="offset points", ha=align, va="center", size=9)


def _drawable(embeddings: TokenEmbeddings, token_id: int) -> str:
    """Return the token, or its id where matplotlib's own font lacks a character."""
    token = embeddings.tokens[token_id]
    characters = get_font(findfont("DejaVu Sans")).get_charmap()
    drawable = all(ord(character) in characters for character in token)
    return token.replace("$", r"\$") if drawable else f"token {token_id}"  # a bare $ would begin a formula


def _range(values: Array) -> str:
    low, middle, high = np.nanpercentile(values, [0, 50, 100])  # a vector of zeros has no similarity: nan
    return f"from {low:.2f} to {high:.2f} with median {middle:.2f}"


def _correlation(x: Array, y: Array) -> float:
    both = np.isfinite(x) & np.isfinite(y)
    return float(np.corrcoef(x[both], y[both])[0, 1])


def _medians(embeddings: TokenEmbeddings, ids: Array, values: Array) -> str:
    kinds = np.array([token_kind(embeddings.tokens[i]) for i in ids])
    return ", ".join(f"{kind} {np.median(values[kinds == kind]):.2f}" for kind in KINDS if (kinds == kind).any())


def _listed(embeddings: TokenEmbeddings, ids: Array, values: Array) -> str:
    return ", ".join(f"{embeddings.tokens[i]} {value:.2f}" for i, value in zip(ids, values, strict=True))
