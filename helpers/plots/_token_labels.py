"""Some of many dots by name: a ring around each, and its token beside it."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.font_manager import findfont, get_font
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.plots.display import HALO

SIZE = 9.0  # of the names, in points
# Where a name can stand beside its dot, the first choice first: so many points to the right and up.
SIDES = ((6, 5), (6, -5), (-6, 5), (-6, -5), (6, 11), (-6, 11), (6, -11), (-6, -11), (6, 17), (6, -17))


def name_dots(axes: Axes, embeddings: TokenEmbeddings, ids: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> None:
    """Ring the dots of some tokens and write each token beside its dot, where no other name or ring is in the way."""
    axes.scatter(x, y, s=30, facecolor="none", edgecolor="black", linewidth=0.8, path_effects=HALO)
    per_point = axes.figure.dpi / 72
    frame = axes.get_window_extent()
    dots = axes.transData.transform(list(zip(x.tolist(), y.tolist(), strict=True))) / per_point
    within = Bbox(frame.get_points() / per_point)
    taken = [Bbox.from_extents(right - 4, up - 4, right + 4, up + 4) for right, up in dots.tolist()]
    for token_id, (right, up), across, above in zip(ids.tolist(), dots.tolist(), x.tolist(), y.tolist(), strict=True):
        name = drawable(embeddings, token_id)
        # The width is estimated, because a measured one differs from one version of matplotlib to the next.
        boxes = {side: _box(right + side[0], up + side[1], 0.62 * SIZE * len(name), side[0] < 0) for side in SIDES}
        free = [side for side, box in boxes.items() if _fits(box, within) and not box.count_overlaps(taken)]
        side = free[0] if free else SIDES[0]
        taken.append(boxes[side])
        align = "left" if side[0] > 0 else "right"
        text = axes.annotate(name, (across, above), xytext=side, textcoords="offset points", ha=align, va="center")
        text.set(size=SIZE, path_effects=HALO)


def drawable(embeddings: TokenEmbeddings, token_id: int) -> str:
    """Return the token, or its id where matplotlib's own font lacks a character."""
    token = embeddings.tokens[token_id]
    characters = get_font(findfont("DejaVu Sans")).get_charmap()
    can_be_drawn = all(ord(character) in characters for character in token)
    return token.replace("$", r"\$") if can_be_drawn else f"token {token_id}"  # a bare $ would begin a formula


def _box(right: float, middle: float, width: float, leftward: bool) -> Bbox:
    """Return the box that a name takes which begins, or ends, at a place."""
    left = right - width if leftward else right
    return Bbox.from_extents(left, middle - 0.6 * SIZE, left + width, middle + 0.6 * SIZE)


def _fits(box: Bbox, within: Bbox) -> bool:
    return bool(within.x0 < box.x0 and box.x1 < within.x1 and within.y0 < box.y0 and box.y1 < within.y1)
