"""The report of an edition: what carries over from the default model to another one."""

import contextlib
import functools
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading.registry import DEFAULT
from helpers.search import search
from helpers.synonyms import nearest_tokens
from helpers.tokens import printable, token_kind
from tests.claims import CLAIMS
from tests.claims.claim import Claim, look
from tests.claims.found import are_words
from tests.exercises.learner import KINDS, exercises, reply_to, solution
from tests.honesty.numbers import NOT_PROSE, numbers_not_shown, text_of
from tests.notebooks import MEASURES, PATHS, Notebook, run_cell, stored
from tests.notebooks import cell as cell_of

Stops = dict[str, dict[str, str]]  # why each cell that stops does, by notebook and cell
K = 15
METRICS = {"euclidean": "Euclidean distance", "cosine": "cosine similarity"}
NAME = re.compile(r"(?<!\*)\*([^*\s]+)\*(?!\*)|(\[[A-Z]+\]|##\w+)")  # of a token, as the text writes it
RESULT = re.compile(r"^(?:True|False)$", re.MULTILINE)
OF_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def write_report(folder: Path, bert: TokenEmbeddings, stops: Stops) -> None:
    """Write REPORT.md into the folder of an edition.

    Parameters
    ----------
    folder : Path
        The folder, with the notebooks of the edition as they were run.
    bert : TokenEmbeddings
        Its model.
    stops : dict of dict of str
        Why each cell that stops does, by notebook and cell.
    """
    mpl.use("agg")
    claims = [(claim, *outcome(claim, bert, folder)) for claim in CLAIMS]
    solved = list(exercise_outcomes(folder, stops))
    lacking = list(text_without_output(folder, stops))
    stopped = list(stop_rows(stops))
    name = escaped(bert.name)
    parts = [
        f"# The series with {name}: what carries over",
        f"```\n{without_paths(bert.describe(), bert)}\n```",
        f"The text of the notebooks was written for {DEFAULT.name}. With {name}:",
        f"- Cells that stop: {len(stopped)}.\n"
        f"- Claims that hold: {sum(holds for _, holds, _ in claims)} of {len(claims)}.\n"
        f"- Exercises whose own solution is right: {sum(right for _, right, _ in solved)} of {len(solved)}.\n"
        f"- Places where the text has a name, a number or a result that no output here has: {len(lacking)}.",
        "Before class, read what is bold below, and change or skip it. Edit a copy of this folder: the next "
        "`make edition` for this model writes the folder anew.",
        "## Cells that stop",
        table(["where", "cell", "why"], stopped) + "\n\nA text stands in the place of each, and says why."
        if stopped
        else "None.",
        "## Claims",
        "The sentences that the tests compute. (Others can be compared with the output beside them.)",
        table(["where", "the text says", "here"], claim_rows(claims)),
        "## Names, numbers and results",
        f"With {DEFAULT.name}, names are in an output of the same notebook, and numbers in the cells beside the "
        "text; these are not so here."
        if lacking
        else "None.",
        table(["where", "the text says", "not in an output here"], lacking) if lacking else "",
        "## Exercises",
        "Each was tried with the solution that is folded under it.",
        table(["where", "its solution is", "the check says"], exercise_rows(solved)),
        "## Side by side",
        nearest_to_beauty(load_embeddings(DEFAULT.name), bert),
        hubs_and_kinds(load_embeddings(DEFAULT.name), bert),
    ]
    (folder / "REPORT.md").write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")


def outcome(claim: Claim, bert: TokenEmbeddings, folder: Path) -> tuple[bool, str]:
    """Return whether a claim of an edition holds in its model, and what is so there, in Markdown."""
    path, cell_id, sentence, *_ = claim
    if sentence not in cell_of(folder / path.name, cell_id).source:
        return True, "the edition has this model's instead"
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("error", RuntimeWarning)  # the mean of no numbers, say
            holds, found = look(claim, bert)
    except Exception as error:
        return False, f"**can't be said**: {reason(error)}"
    shown = written(found)
    if holds:
        return True, f"holds: {shown}" if shown else "holds"
    return False, f"**doesn't hold**: here it is {shown}" if shown else "**doesn't hold**"


def written(found: Any) -> str:
    """Return what the function of a claim has found, in Markdown; nothing for True and False."""
    match found:
        case bool() | np.bool_():
            return ""
        case float() | np.floating():
            return f"{found:.3f}"
        case dict():
            return ", ".join(f"{written(key)} {written(value)}" for key, value in found.items())
        case tuple():
            return " ".join(map(written, found))
        case list() | np.ndarray():
            return ", ".join(map(written, found)) or "none"
        case _:
            return escaped(str(found))


def claim_rows(claims: list[tuple[Claim, bool, str]]) -> Iterator[list[str]]:
    """Yield a row for each claim, those that don't hold first."""
    for (path, cell_id, sentence, *_), _, here in sorted(claims, key=lambda claim: claim[1]):
        yield [place(path, cell_id), sentence.replace("|", r"\|"), here]


def stop_rows(stops: Stops) -> Iterator[list[str]]:
    """Yield a row for each cell that stops."""
    for path in PATHS:
        for cell_id, why in stops[path.name].items():
            yield [place(path, cell_id), f"`{cell_id}`", f"**{escaped(why)}**"]


def exercise_outcomes(folder: Path, stops: Stops) -> Iterator[tuple[str, bool, str]]:
    """Yield for each exercise where it is, whether its own solution is right in the edition, and the reply."""
    for path in PATHS:
        for exercise in exercises(folder / path.name):
            where = place(path, f"exercise-{exercise.name}")
            if left_out := {f"answer-{exercise.name}", f"check-{exercise.name}"} & stops[path.name].keys():
                yield where, False, f"nothing: the cell `{min(left_out)}` stops"
                continue
            try:
                reply = reply_to(exercise, solution(exercise))
                yield where, reply.right is True, escaped(reply.says)
            except Exception as error:
                yield where, False, f"nothing: the solution stops. {reason(error)}"
            plt.close("all")


def exercise_rows(solved: Iterable[tuple[str, bool, str]]) -> Iterator[list[str]]:
    """Yield a row for each exercise, those whose solution isn't right first."""
    for where, right, says in sorted(solved, key=lambda outcome: outcome[1]):
        yield [where, "right" if right else "**not right**", says]


def text_without_output(folder: Path, stops: Stops) -> Iterator[list[str]]:
    """Yield a row for each cell with names or numbers that outputs of the series have and those of the edition lack.

    And one for each cell that prints True, as checks in the notebooks do, and prints False here.
    """
    for path in PATHS:
        series, edition = stored(path), stored(folder / path.name)
        edition.content.cells = [cell for cell in edition.cells if cell.id not in stops[path.name]]
        numbers = list(numbers_not_shown(edition))
        in_series, here = all_output(series), all_output(edition)
        before = {cell.id: output_text(cell) for cell in series.code_cells}
        for cell in edition.cells:
            if cell.cell_type == "code":
                if RESULT.findall(before[cell.id]) != RESULT.findall(output_text(cell)):
                    yield [place(path, cell.id), f"(output of the cell `{cell.id}`)", "**True**: here it is False"]
                continue
            text = NOT_PROSE.sub(" ", cell.source)
            names = [name for name in map("".join, NAME.findall(text)) if has(in_series, name) and not has(here, name)]
            lacking = dict.fromkeys([number for cell_id, number in numbers if cell_id == cell.id] + names)
            if lacking:
                shown = f"**{', '.join(map(escaped, lacking))}**"
                yield [place(path, cell.id), sentences_with(lacking, cell.source), shown]


def sentences_with(names: Iterable[str], source: str) -> str:
    """Return the sentences of a text that have one of the names, for a cell of a table."""
    source = re.sub(r"```.*?```", "", source, flags=re.DOTALL)
    sentences = re.split(r"(?<=[.?!])\s+|\n{2,}", source)
    found = [text for text in sentences if any(has(NOT_PROSE.sub(" ", text), name) for name in names)]
    return " ".join(" ".join(found).split()).replace("|", r"\|")


def all_output(notebook: Notebook) -> str:
    """Return the outputs of a notebook as one text."""
    return " ".join(map(output_text, notebook.code_cells))


def output_text(cell: Any) -> str:
    """Return the outputs of a code cell as one text."""
    return " ".join(map(text_of, cell.outputs))


def has(text: str, name: str) -> bool:
    """Return whether a text has a name, and not only as a part of a longer one."""
    return re.search(rf"(?<![\w#]){re.escape(name)}(?!\w)", text) is not None


def nearest_to_beauty(default: TokenEmbeddings, bert: TokenEmbeddings) -> str:
    """Return a table of the tokens nearest to beauty, by both metrics and in both models."""
    title = f"### The {K} tokens nearest to *beauty*\n\n"
    try:
        columns = {
            f"{escaped(model.name)}, {METRICS[metric]}": [
                f"{escaped(printable(row.token))} {row.distance if metric == 'euclidean' else row.similarity:.3f}"
                for row in nearest_tokens(model, "beauty", K, metric)
            ]
            for metric in METRICS
            for model in (default, bert)
        }
    except ValueError as error:
        return f"{title}**There is no such table.** {reason(error)}"
    rows = [[str(rank), *row] for rank, row in enumerate(zip(*columns.values(), strict=True), start=1)]
    return title + table(["rank", *columns], rows)


def hubs_and_kinds(default: TokenEmbeddings, bert: TokenEmbeddings) -> str:
    """Return a table of what the neighbors of the words of notebook 3 are, in both models."""
    title = "### Hubs, and kinds of neighbor\n\n"
    title += f"The {K} neighbors of each word that notebook 3 picks: 300 at random, or all where there are fewer.\n\n"
    try:
        columns = [neighbor_statistics(model) for model in (default, bert)]
    except ValueError as error:
        return f"{title}**There is no such table.** {reason(error)}"
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return title + table(["", default.name, escaped(bert.name)], rows)


def neighbor_statistics(bert: TokenEmbeddings) -> dict[str, str]:
    """Return what `hubs_and_kinds` shows of one model, by the name of its row."""
    words = words_of_notebook_3(bert)
    is_whole = are_words(bert)
    found = {"words": str(len(words))}
    for metric, name in METRICS.items():
        ids, _ = search(bert.vectors, bert.vectors[words], K + 1, metric, norms=bert.norms)
        neighbors = ids[:, 1:]  # without the word itself, as in notebook 3
        counts = np.bincount(neighbors.ravel(), minlength=len(bert))
        hub = escaped(printable(bert.tokens[counts.argmax()]))
        mask = counts[bert.tokens.index("[MASK]")] if "[MASK]" in bert.tokens else "this model has no [MASK]"
        found[f"words with [MASK] among their neighbors, by {name}"] = str(mask)
        found[f"largest hub, and the words that have it among their neighbors, by {name}"] = f"{hub}: {counts.max()}"
        found[f"neighbors that are no whole words, by {name}"] = f"{1 - is_whole[neighbors].mean():.0%}"
    return found


def words_of_notebook_3(bert: TokenEmbeddings) -> Any:
    """Return the ids of the words that notebook 3 picks, or of all words where there are fewer."""
    whole = np.flatnonzero(are_words(bert))
    if len(whole) < 300:
        return whole
    with contextlib.redirect_stdout(io.StringIO()):
        return run_cell(MEASURES, "picked", bert=bert, token_kind=token_kind)["picked"]


def place(path: Path, cell_id: str) -> str:
    """Return a link to the heading that a cell of the series stands under."""
    heading = headings(path)[cell_id]
    anchor = "#" + quote(heading.replace(" ", "-"), safe=":,'?") if heading else ""
    return f"[{int(path.name[:2])}, {heading or 'top'}]({path.name}{anchor})"


@functools.cache
def headings(path: Path) -> dict[str, str]:
    """Return the heading that each cell stands under, by the id of the cell."""
    found, section, exercise = {}, "", ""
    for cell in stored(path).cells:
        if match := re.match(r"(##+) (.*)", cell.source):
            section, exercise = (match[2], "") if match[1] == "##" else (section, match[2])
        of_exercise = cell.id.startswith(tuple(f"{kind}-" for kind in KINDS))
        found[cell.id] = exercise if of_exercise else section
    return found


def table(heading: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("\n", "<br>") for line in lines)


def reason(error: Exception) -> str:
    """Return what an error says, in Markdown: that of an index, a key or a warning only together with its name."""
    return escaped(str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}")


def escaped(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    return OF_MARKDOWN.sub(r"\\\1", text)


def without_paths(text: str, bert: TokenEmbeddings) -> str:
    """Return a text without the folder of a model."""
    return text.replace(f": {bert.folder}", "").replace(str(bert.folder), bert.name)
