"""Tests of helpers/plots/vocabulary.py and its text alternatives."""

import io
import warnings
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.plots import ORANGE, display, plot_distances, plot_lengths, plot_ranks, plot_similarities
from helpers.synonyms import nearest_tokens
from tests.plots.colors import difference, lab, rgb
from tests.plots.legibility import picture


def offsets(dots: Any) -> NDArray[np.float64]:
    """Return the coordinates of the dots of a collection."""
    return np.asarray(dots.get_offsets())


def test_plot_distances_shows_all_tokens_but_the_query(bert: TokenEmbeddings) -> None:
    fig, alt = plot_distances(bert, "beauty")
    others = np.delete(np.arange(len(bert)), bert.token_id("beauty"))
    expected = np.column_stack([others, euclidean_distances(bert.vectors, bert["beauty"])[others]])
    np.testing.assert_array_equal(offsets(fig.axes[0].collections[0]), expected)
    assert "nearest are beautiful, 美, gorgeous, [MASK] and ##belle. " in alt
    assert alt.endswith("30,521 tokens, the 100 most similar as diamonds. Distances run from 1.30 to 2.20.")


def test_plot_distances_marks_the_most_similar_and_the_nearest(bert: TokenEmbeddings) -> None:
    """The most similar are seen among the others by color, shape and size, and no ring is drawn over them."""
    fig, _ = plot_distances(bert, "beauty")
    collections: list[Any] = list(fig.axes[0].collections)
    cloud, _, similar, rings = collections
    distances, similarities = (
        metric(bert.vectors, bert["beauty"]) for metric in (euclidean_distances, cosine_similarities)
    )
    beauty = bert.token_id("beauty")
    most = nearest_neighbors(similarities, 100, largest=True, exclude=beauty)
    np.testing.assert_array_equal(offsets(similar), np.column_stack([most, distances[most]]))
    np.testing.assert_array_equal(offsets(rings)[:, 0], nearest_neighbors(distances, 5, exclude=beauty))
    assert similar.get_sizes() >= 4 * cloud.get_sizes()
    assert len(similar.get_paths()[0].vertices) != len(cloud.get_paths()[0].vertices)
    assert similar.get_zorder() > rings.get_zorder()
    assert [text.get_text() for text in fig.axes[0].texts[-3:]] == [
        "100 tokens most similar to beauty by cosine",
        "all others",
        "the 5 nearest",
    ]


def test_no_ring_or_label_hides_a_similar_token(bert: TokenEmbeddings) -> None:
    """The middle of each diamond has its color."""
    for word in ("beauty", "king", "good", "water"):
        fig, _ = plot_distances(bert, word)
        pixels = picture(fig)
        right, up = fig.axes[0].transData.transform(offsets(fig.axes[0].collections[2])).T
        colors = pixels[pixels.shape[0] - 1 - up.astype(int), right.astype(int)]
        assert (np.abs(colors - rgb(ORANGE)).max(axis=-1) < 0.01).all(), word


def test_plot_similarities_shows_all_tokens_but_the_query(bert: TokenEmbeddings) -> None:
    fig, alt = plot_similarities(bert, "beauty")
    others = np.delete(np.arange(len(bert)), bert.token_id("beauty"))
    expected = [metric(bert.vectors, bert["beauty"])[others] for metric in (euclidean_distances, cosine_similarities)]
    collections: list[Any] = list(fig.axes[0].collections)
    dots, named, _ = collections
    np.testing.assert_array_equal(offsets(dots), np.column_stack(expected))
    np.testing.assert_array_equal(dots.get_array(), bert.norms[others])
    # A token has the same color in both.
    assert {*map(tuple, named.to_rgba(named.get_array()))} <= {*map(tuple, dots.to_rgba(dots.get_array()))}
    assert "Most similar are beautiful, gorgeous and beau; the shortest vector, [MASK], has distance 1.40." in alt


def test_stored_colors_of_lengths_change_smoothly(bert: TokenEmbeddings) -> None:
    """Where the palette has few of them, bands are seen in the cloud, and look like groups of tokens.

    Twelve colors differ by 8; those of antialiased dots differed by 6, and the bands were seen.
    """
    png = Image.open(io.BytesIO(display.to_png(plot_similarities(bert, "beauty")[0]))).convert("RGB")
    pixels = np.asarray(png) / 255
    column = round(8.15 * display.FILE_DPI)  # in the color bar
    bar = pixels[round(0.25 * display.FILE_DPI) : -round(0.65 * display.FILE_DPI), column]
    assert difference(*lab(bar[[0, -1]])) > 40
    assert difference(lab(bar[1:]), lab(bar[:-1])).max() < 3.5


def test_lengths_shows_every_token(bert: TokenEmbeddings) -> None:
    fig, alt = plot_lengths(bert)
    drawn = np.concatenate([offsets(dots) for axes in fig.axes for dots in axes.collections])
    drawn = np.unique(drawn, axis=0)  # one token has two dots, a small one and a large one
    np.testing.assert_array_equal(drawn[:, 0], np.arange(len(bert)))
    np.testing.assert_allclose(drawn[:, 1], np.linalg.norm(bert.vectors.astype(np.float64), axis=1))
    assert {text.get_text() for text in fig.axes[0].texts} == {
        *("special", "unused", "characters"),
        *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused80]"),
    }
    assert alt.endswith("only [unused80] stands apart. Lengths run from 0.24, for [MASK], to 1.69.")


def test_unused_tokens_without_an_outlier_stay_unnamed() -> None:
    vectors = np.array([[1, 0], [2, 0], [3, 0], [4, 0], [9, 9]], dtype=np.float32)
    fig, alt = plot_lengths(TokenEmbeddings([*(f"[unused{i}]" for i in range(4)), "word"], vectors))
    assert [text.get_text() for text in fig.axes[0].texts] == ["unused"]
    assert "apart" not in alt


def test_ranks_are_those_of_nearest_tokens(bert: TokenEmbeddings) -> None:
    fig, alt = plot_ranks(bert, "beauty", k=5)
    by_distance = [row.token for row in nearest_tokens(bert, "beauty", k=2_000, metric="euclidean")]
    ranks = [by_distance.index(row.token) + 1 for row in nearest_tokens(bert, "beauty", k=5)]
    assert [text.get_text() for text in fig.axes[0].texts] == [f"{rank:,}" for rank in ranks]
    assert alt.endswith("Their ranks by distance run from 1, for beautiful, to 1,359, for attractive.")


@pytest.mark.parametrize("word", ["beauty", "美", "[MASK]"])
def test_figures_use_only_characters_of_the_font(bert: TokenEmbeddings, word: str) -> None:
    """Matplotlib warns of others, and the warning would be stored in the notebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for fig, _ in (plot_distances(bert, word), plot_similarities(bert, word), plot_ranks(bert, word)):
            fig.savefig(io.BytesIO(), format="png")


def test_tiny_vocabulary_with_zero_vector_and_dollar_signs(recwarn: pytest.WarningsRecorder) -> None:
    """Fewer tokens than are labeled, one without a direction, and one that would start a formula."""
    vectors = np.array([[1, 0], [0, 0], [1, 1], [2, 1], [0, 1]], dtype=np.float32)
    tiny = TokenEmbeddings(["seed", "[PAD]", "$$", "word", "##s"], vectors)
    figures = [plot_distances(tiny, "seed"), plot_similarities(tiny, "seed"), plot_lengths(tiny)]
    for fig, alt in figures:
        fig.savefig(io.BytesIO(), format="png")
        assert "nan" not in alt
    assert not recwarn.list


@pytest.mark.parametrize(
    ("draw", "finding"),
    [
        (plot_lengths, "The median length of words falls with the id, from 1.30 to 0.98. "),
        (
            plot_distances,
            "Of the 100 tokens nearest to beauty by distance, 10 are among the 100 most similar by cosine; ",
        ),
        (plot_similarities, "The distance to beauty follows the length of a token's vector more than its similarity. "),
        (plot_ranks, "Of the 15 tokens most similar to beauty by cosine, 6 are among the 15 nearest by Euclidean "),
    ],
)
def test_alt_begins_with_the_finding(bert: TokenEmbeddings, draw: Any, finding: str) -> None:
    assert draw(*([bert] if draw is plot_lengths else [bert, "beauty"]))[1].startswith(finding)


def other_model(*, length: float | None = None, rising: bool = False) -> TokenEmbeddings:
    """Return 300 words in random directions, of equal, rising or random lengths."""
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(300, 3))
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    lengths = np.arange(1, 301) / 100 if rising else rng.uniform(0.9, 1.1, size=300) if length is None else length
    vectors = vectors * np.broadcast_to(lengths, 300)[:, None]
    return TokenEmbeddings([f"word{i}" for i in range(300)], vectors.astype(np.float32))


def test_alt_of_another_model_says_what_holds_there() -> None:
    units = other_model(length=1)
    assert "100 are among the 100 most similar by cosine" in plot_distances(units, "word0")[1]
    assert plot_similarities(units, "word0")[1].startswith("All vectors have the same length, so the distance to word0")
    assert "cosine, 15 are among the 15 nearest" in plot_ranks(units, "word0")[1]
    assert "stays with the id, from 1.00 to 1.00" in plot_lengths(units)[1]
    mixed = plot_similarities(other_model(), "word0")[1]
    assert mixed.startswith("The distance to word0 follows the similarity of a token more than the length")
    assert "rises with the id, from 0.1" in plot_lengths(other_model(rising=True))[1]


def test_labels_do_not_overlap(bert: TokenEmbeddings) -> None:
    for word in ("beauty", "king", "good", "water"):
        for fig in (plot_distances(bert, word)[0], plot_similarities(bert, word)[0]):
            picture(fig)
            boxes = [text.get_window_extent() for text in fig.axes[0].texts]
            assert not any(one.overlaps(other) for one, other in combinations(boxes, 2)), word
