"""The figure of a run: how long each way takes beside the floor, and how ours grows."""

import io
from typing import Any

from matplotlib.figure import Figure

from benchmarks.timing import median, ratio
from benchmarks.ways import FLOORS, OURS, PRODUCT, SCIPY, TORCH, floor_of
from helpers.plots import BLUE, GRAY, ORANGE

# The marker, the color, the name, and how far above the line, so that neither hides the other.
STYLE = {"euclidean": ("o", BLUE, "Euclidean", 0.15), "cosine": ("s", ORANGE, "cosine", -0.15)}
SHORT = {OURS: "search (ours)", TORCH: "torch", SCIPY: "SciPy cdist"}


def draw(results: dict[str, Any]) -> bytes:
    """Return the figure as a PNG."""
    figure = Figure(figsize=(9, 4.1), dpi=144)
    one, many, growth = figure.subplots(1, 3, width_ratios=[3, 3, 4])
    figure.subplots_adjust(left=0.19, right=0.985, bottom=0.2, top=0.92, wspace=0.12)
    growth.set_position([0.7, 0.2, 0.285, 0.72])
    machine = results["machine"]
    measured = (
        f"measured on {machine['date']} with {machine['processor']}, {machine['cores']} cores, {machine['system']}"
    )
    figure.text(0.985, 0.02, measured, ha="right", size=8, color=GRAY)
    of_one = results["one query"]
    names = sorted(
        {way for times in of_one.values() for way in times if way not in FLOORS},
        key=lambda way: -min(median(times[way]) for times in of_one.values() if way in times),
    )
    for axes, part, title in ((one, "one query", "one query"), (many, "many queries", "1,000 queries")):
        seen = []
        for metric, (marker, color, label, above) in STYLE.items():
            times = results[part][metric]
            found = [(ratio(times[way], floor_of(times)), i + above) for i, way in enumerate(names) if way in times]
            axes.plot(*zip(*found, strict=True), marker, color=color, label=label, markersize=6)
            seen += found
        axes.set_xscale("log")
        axes.axvline(1, color=GRAY, linewidth=1.5)
        highest = max(value for value, _ in seen)
        axes.set_xlim(0.8, 1.3 * highest)
        axes.set_xticks([tick for tick in (1, 2, 5, 10, 20, 50) if tick < 1.3 * highest])
        axes.set(ylim=(-0.5, len(names) - 0.5), xlabel="times the bare product", title=title)
        axes.set_yticks(range(len(names)), [SHORT.get(name, name) for name in names])
        axes.grid(axis="y", color="0.9")
        axes.set_axisbelow(True)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.xaxis.set_minor_formatter(lambda *_: "")
    many.tick_params(labelleft=False)
    many.legend(loc="lower right", fontsize=8, framealpha=1)
    ns = [int(n) for n in results["growth"]["n"]]
    floors: list[float] = []
    for way, marker, color in ((PRODUCT, "", GRAY), ("euclidean", "o", BLUE), ("cosine", "s", ORANGE)):
        each = [1e9 * median(times[way]) / int(n) for n, times in results["growth"]["n"].items()]
        floors = each if way == PRODUCT else floors
        growth.plot(ns, each, marker=marker, color=color, linewidth=1.5)
    growth.annotate("bare product", (ns[1], floors[1]), xytext=(8, -14), textcoords="offset points", color=GRAY)
    growth.set(xscale="log", xlabel="vectors of 384 numbers", title="one query, ns a vector", ylim=(0, None))
    growth.set_xticks([10**4, 10**5, 10**6], ["10,000", "100,000", "1 million"])
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
