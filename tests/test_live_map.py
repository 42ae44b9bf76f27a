"""What the page "A map of the vocabulary" says of its plane is so, and its colors can be told apart."""

import re

import numpy as np
import pytest

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.evaluation import recall_at_k
from helpers.neighbors import nearest_neighbors
from helpers.plots.vocabulary import KIND_COLORS
from helpers.search.metrics import METRICS
from helpers.tokens import KINDS, token_kind
from tests.notebooks import ROOT
from tests.plots.colors import contrast, rgb
from tests.plots.test_color_vision import too_similar
from tools.live.vocabulary_map import LARGEST, Floats, Ids, K, neighbors, project, to_integers

Plane = tuple[Floats, float]
TEXT = (ROOT / "book" / "live" / "map.md").read_text(encoding="utf-8")
STYLE = (ROOT / "book" / "_static" / "live" / "map.css").read_text(encoding="utf-8")
BACKGROUNDS = {"light": "#ffffff", "dark": "#14181e"}  # of the theme


@pytest.fixture(scope="module")
def plane(bert: TokenEmbeddings) -> Plane:
    return project(bert.vectors)


@pytest.fixture(scope="module")
def some(bert: TokenEmbeddings) -> Ids:
    return np.random.default_rng(0).choice(len(bert), 1000, replace=False)


def number(pattern: str) -> float:
    """Return the one number of the page that is written so."""
    (found,) = re.findall(pattern, TEXT)
    return float(found.replace(",", ""))


def percentage(row: str) -> float:
    """Return the share that the page gives in a row of its table."""
    return number(rf"\| {row}[^|]*\| ([\d.]+)% \|") / 100


def test_plane_keeps_the_share_of_variance_that_the_page_says(bert: TokenEmbeddings, plane: Plane) -> None:
    points, share = plane
    vectors = bert.vectors.astype(np.float64)
    assert share == pytest.approx(points.var(axis=0).sum() / vectors.var(axis=0).sum())
    assert f"the most variance of the vectors: {share:.1%}." in TEXT


def test_sign_of_each_component_does_not_depend_on_chance() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 4)) * [9, 5, 2, 1]
    points, _ = project(vectors)
    mirrored, _ = project(-vectors)
    assert points == pytest.approx(-mirrored)


@pytest.mark.parametrize("metric", METRICS)
def test_share_of_neighbors_on_the_map_is_what_the_page_says(
    bert: TokenEmbeddings, plane: Plane, some: Ids, metric: str
) -> None:
    """The page says it of all tokens; a thousand give it within three standard errors."""
    stated = percentage(metric.capitalize() if metric == "euclidean" else metric)
    near, _ = neighbors(bert.vectors, some, metric, bert.norms)
    on_map, _ = neighbors(plane[0], some, "euclidean")
    assert recall_at_k(on_map, near).mean() == pytest.approx(stated, abs=3 * np.sqrt(stated / near.size))


def test_share_by_chance_is_what_the_page_says(bert: TokenEmbeddings) -> None:
    assert percentage("chance") == round(K / (len(bert) - 1), 4)


def test_lines_are_as_long_as_the_page_says(bert: TokenEmbeddings, plane: Plane, some: Ids) -> None:
    """The page says it of all tokens; of a thousand it is nearly the same."""
    points = to_integers(plane[0]) / LARGEST
    for metric, stated in (("cosine", r"longer than (\d+)%\sof"), ("euclidean", r"are longer than (\d+)%\. ")):
        ids, _ = neighbors(bert.vectors, some[:500], metric, bert.norms)
        lines = points[ids] - points[some[:500], np.newaxis]
        assert 100 * np.median(np.hypot(*lines.T)) == pytest.approx(number(stated), abs=2)
    lines = points[some] - points[some[::-1]]
    assert 100 * np.median(np.hypot(*lines.T)) == pytest.approx(number(r"it is (\d+)%\."), abs=2)


def test_dots_are_nearer_than_the_nearest_neighbor(bert: TokenEmbeddings, plane: Plane, some: Ids) -> None:
    ids, _ = neighbors(bert.vectors, some[:400], "cosine", bert.norms)
    nearer = []
    for token_id, nearest in zip(some[:400], ids[:, 0], strict=True):
        distances = euclidean_distances(plane[0], plane[0][token_id])
        nearer.append((distances < distances[nearest]).sum() - 1)
    assert np.median(nearer) == pytest.approx(2180, rel=0.2)  # 2180 of all tokens
    assert number(r"more than ([\d,]+) dots") == 2000


def test_unused_tokens_and_cls_are_where_the_page_says(bert: TokenEmbeddings, plane: Plane) -> None:
    points = to_integers(plane[0]) / LARGEST
    unused = np.array([i for i, token in enumerate(bert.tokens) if token_kind(token) == "unused"])
    middle = np.median(points[unused], axis=0)
    assert (middle > 0.65).all()
    far = euclidean_distances(points[unused], middle) > 0.06
    assert [bert.tokens[i] for i in unused[far]] == ["[unused80]"]
    assert points.argmax(axis=0).tolist() == [bert.token_id("[CLS]")] * 2


def test_neighbors_are_those_of_the_definition_without_the_token_itself(bert: TokenEmbeddings) -> None:
    ids, scores = neighbors(bert.vectors, [5053], "euclidean", bert.norms)
    distances = euclidean_distances(bert.vectors, bert["beauty"])
    assert ids[0].tolist() == nearest_neighbors(distances, K, exclude=5053).tolist()
    assert scores[0].tolist() == distances[ids[0]].tolist()


def test_token_is_left_out_also_where_others_are_equal_to_it() -> None:
    ids, _ = neighbors(np.ones((K + 3, 2)), [0, K + 2], "euclidean")
    assert ids.tolist() == [list(range(1, K + 1)), list(range(K))]


def colors(mode: str) -> dict[str, str]:
    """Return the colors of the kinds in a mode of the page."""
    light, dark = re.findall(r"#map-root \{\n(.*?)\}", STYLE, re.DOTALL)[:2]
    return dict(re.findall(r"--map-(\w+): (#\w+);", light if mode == "light" else dark))


@pytest.mark.parametrize("mode", BACKGROUNDS)
def test_dots_have_enough_contrast_and_kinds_can_be_told_apart(mode: str) -> None:
    assert contrast(rgb(*colors(mode).values()), rgb(BACKGROUNDS[mode])).min() >= 4.5
    assert not too_similar(*(colors(mode)[kind] for kind in KINDS))


def test_colors_in_light_mode_are_those_of_the_figures() -> None:
    of_figures = {kind: color.lower().replace("black", "#000000") for kind, color in KIND_COLORS.items()}
    assert {kind: colors("light")[kind] for kind in KINDS} == of_figures
