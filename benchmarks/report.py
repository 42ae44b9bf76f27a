"""What a run of the benchmark has measured, as tables: all of it, and the short ones of docs/performance.md."""

import base64
import json
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.start import LECTURE, PEAK, PRIVATE, SHARED
from benchmarks.start import OURS as OUR_START
from benchmarks.timing import median, ratio, spread
from benchmarks.ways import (
    BY_QUERIES,
    BY_VECTORS,
    FLOORS,
    GENSIM,
    IP,
    L2,
    LINES,
    OURS,
    PASS,
    PRODUCT,
    SCIKIT,
    SCIPY,
    TORCH,
    floor_of,
)
from tools.pages import DOCS, write_section
from tools.set_up import ROOT

PAGE = DOCS / "performance.md"
FIGURE = DOCS / "benchmark.png"
NOTEBOOK = ROOT / "notebooks" / "06_a_billion.ipynb"
LATEST = Path(__file__).parent / "latest.json"

# Each way under the name that the page shows, in the order of the table.
ROWS = {
    OURS: "**`search`**",
    PASS: "one pass over the bytes (floor)",
    PRODUCT: "bare product, `vectors @ query` (floor)",
    BY_VECTORS: "bare product, 2,048 vectors at a time (floor)",
    BY_QUERIES: "bare product, 256 queries at a time (floor)",
    L2: "faiss `IndexFlatL2`",
    IP: "faiss `IndexFlatIP`",
    TORCH: "torch, product and `topk`",
    GENSIM: "gensim `most_similar`",
    SCIKIT: "scikit-learn `NearestNeighbors`, brute",
    SCIPY: "SciPy `cdist` and `argpartition`",
    LINES: "the lecture's lines",
}
PARTS = {"one query": "one query", "many queries": "1,000 queries"}
METRICS = {"euclidean": "Euclidean", "cosine": "cosine"}


def read() -> dict[str, Any]:
    """Return what the latest run has measured."""
    results: dict[str, Any] = json.loads(LATEST.read_text(encoding="utf-8"))
    return results


def table(rows: list[list[str]]) -> str:
    """Return rows as a table in Markdown, the first as its heading, all columns but the first to the right."""
    lines = [rows[0], ["---", *["---:"] * (len(rows[0]) - 1)], *rows[1:]]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def short(results: dict[str, Any]) -> str:
    """Return what the page shows: two tables, the figure, and what they were measured on."""
    heading = ["", *(f"{part}, {metric}" for part in PARTS.values() for metric in METRICS.values())]
    rows = [heading]
    for way, name in ROWS.items():
        cells = [_cell(results[part][metric], way) for part in PARTS for metric in METRICS]
        if any(cells):
            rows.append([name, *cells])
    start = [["from starting Python to the first neighbor", "seconds", "peak memory", "private", "shared"]]
    for way, measured in results["start"].items():
        known = [measured[kind] for kind in (PEAK, PRIVATE, SHARED)]
        sizes = [f"{median(sizes) / 1e6:,.0f} MB" if sizes else "" for sizes in known]
        start.append([f"**{way}**" if way == OUR_START else way, f"{median(measured['seconds']):.2f}", *sizes])
    speedup = ratio(results["start"][LECTURE]["seconds"], results["start"][OUR_START]["seconds"])
    return (
        f"{table(rows)}\n{table(start)}\n"
        f"Ours is {speedup:.0f} times as fast as the lecture's way.\n\n"
        f"![{alt(results)}]({FIGURE.name})\n\n"
        "*How long each way takes beside the bare product, which is the line at 1; and, on the right, how the time of "
        "`search` grows with the number of vectors.*\n\n"
        f"Measured on {on(results)}\n"
    )


def on(results: dict[str, Any]) -> str:
    """Say when and on what it was measured."""
    machine = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{machine['date']} at commit {machine['commit']}, with {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory']}, "
        f"{machine['system']}; Python {machine['python']}, {versions}; NumPy's linear algebra is "
        f"{machine['linear algebra']}."
    )


def alt(results: dict[str, Any]) -> str:
    """Return the text alternative of the figure, the conclusion first."""
    measured = results["one query"]["cosine"]
    ratios = {way.split(",")[0]: ratio(times, measured[OURS]) for way, times in measured.items() if way not in FLOORS}
    ratios.pop(OURS)
    slower = sum(factor >= 2 for factor in ratios.values())
    factors = ", ".join(f"{way} {factor:.1f}" for way, factor in ratios.items())
    first, last = (list(results["growth"]["n"].items())[i] for i in (0, -1))
    return (
        "One query takes search little longer than a bare product: by cosine "
        f"{ratio(measured[OURS], measured[PRODUCT]):.1f} times as long. Of {len(ratios)} other ways, {slower} take at "
        f"least twice as long as search: {factors} times. The time of search grows with the vectors: "
        f"{int(first[0]):,} take {1e3 * median(first[1]['cosine']):.1f} ms, "
        f"{int(last[0]):,} take {1e3 * median(last[1]['cosine']):,.0f} ms."
    )


def full(results: dict[str, Any]) -> str:
    """Return everything that was measured, with its spread."""
    text = f"# Search, measured\n\nOn {on(results)}\n"
    for part, title in PARTS.items():
        for metric, name in METRICS.items():
            times = results[part][metric]
            rows = [["", "median, ms", "half lie between", "times the floor", "times ours"]]
            for way in ROWS:
                if way in times:
                    low, high = spread(times[way])
                    between = f"{1e3 * low:.2f} and {1e3 * high:.2f}"
                    factors = [f"{ratio(times[way], other):.2f}" for other in (floor_of(times), times[OURS])]
                    rows.append([way, f"{1e3 * median(times[way]):.2f}", between, *factors])
            text += f"\n## {title}, {name}\n\n{table(rows)}"
    text += "\n## How it grows\n"
    for what, values in results["growth"].items():
        rows = [[what, "bare product, ms", *(f"{name}, ms | times the product" for name in METRICS.values())]]
        rows = [" | ".join(rows[0]).split(" | ")]
        for value, times in values.items():
            cells = [f"{1e3 * median(times[PRODUCT]):,.2f}"]
            for metric in METRICS:
                cells += [f"{1e3 * median(times[metric]):,.2f}", f"{ratio(times[metric], times[PRODUCT]):.2f}"]
            rows.append([f"{int(value):,}", *cells])
        text += f"\n{table(rows)}"
    return text


def write(results: dict[str, Any]) -> None:
    """Write a run into benchmarks/latest.json and docs/performance.md, and its figure into notebook 6 as well."""
    from benchmarks.figure import draw

    LATEST.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    FIGURE.write_bytes(draw(results))
    write_section(PAGE, "make benchmark", short(results))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    cell = next(cell for cell in notebook.cells if cell.id == "benchmark")
    cell.attachments = {FIGURE.name: {"image/png": base64.b64encode(FIGURE.read_bytes()).decode()}}
    nbformat.write(notebook, NOTEBOOK)  # type: ignore[no-untyped-call]


def _cell(times: dict[str, list[float]], way: str) -> str:
    """Return a time, and how many times as long as ours it is."""
    if way not in times:
        return ""
    milliseconds = f"{1e3 * median(times[way]):.3g} ms"
    return milliseconds if way == OURS else f"{milliseconds} ({ratio(times[way], times[OURS]):.2f})"
