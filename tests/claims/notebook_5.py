"""Claims of notebook 5."""

import contextlib
import functools
import io
import re
from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from helpers.embeddings import TokenEmbeddings
from helpers.evaluation import (
    bootstrap_interval,
    hit_at_k,
    mutual_neighbors,
    neighbor_counts,
    precision_at_k,
    without_self,
)
from helpers.search import search
from helpers.synonyms import nearest_tokens
from tests.claims.claim import Claim
from tests.claims.found import comes_after, nearest, says
from tests.notebooks import BERT, MEASURES, SCORES, SYNONYMS, TOY, cell, code_cells

NOT_RUN = re.compile(r"set-up|load|answer-.*|check-.*")  # the model is given, and nothing is answered


def run(bert: TokenEmbeddings) -> SimpleNamespace:
    """Run the notebook once with a model, without what it prints and draws, and return its variables."""
    found = run_or_error(bert)
    if isinstance(found, Exception):
        raise found
    return found


@functools.cache  # of a model that lacks words, too: an exception that is raised wouldn't be kept
def run_or_error(bert: TokenEmbeddings) -> SimpleNamespace | Exception:
    variables: dict[str, Any] = {"bert": bert}
    for code in code_cells(SCORES):
        if not NOT_RUN.fullmatch(code.id):
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(code.source, variables)
            except Exception as error:
                return error
            variables["show"] = lambda *_: plt.close("all")
    return SimpleNamespace(**variables)


def unknown_to_judges(bert: TokenEmbeddings) -> float:
    """Return which share of the accepted pairs WordNet lacks."""
    return float(1 - run(bert).known / len(run(bert).accepted))


def right(bert: TokenEmbeddings, ids: Any) -> Any:
    """Return for each neighbor of the 2,000 words whether it is a synonym."""
    return run(bert).is_right(run(bert).words, ids, run(bert).synonyms)


def more_by_cosine(bert: TokenEmbeddings) -> list[str]:
    """Return by how much hit at 1 and precision at 10 are higher by cosine than by distance."""
    cosine, distance = right(bert, run(bert).by_cosine), right(bert, run(bert).by_distance)
    return [
        f"{score(cosine, k).mean() - score(distance, k).mean():.2f}"
        for score, k in ((hit_at_k, 1), (precision_at_k, 10))
    ]


def hits_of(bert: TokenEmbeddings, ids: Any) -> Any:
    """Return which of the 2,000 words have a synonym in their lists."""
    return hit_at_k(right(bert, ids), 10)


def hit_rates(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the hit rate at 10 of each bar of the figure."""
    return {name: hits_of(bert, ids).mean() for name, ids in run(bert).lists.items()}


def shares(bert: TokenEmbeddings, kind: str) -> dict[str, float]:
    """Return which share of each bar of the figure is of a kind."""
    return {name: of[kind] for name, of in run(bert).shares.items()}


def half_width(bert: TokenEmbeddings) -> float:
    """Return half the width of the interval of the hit rate."""
    return float(np.diff(bootstrap_interval(run(bert).hits))[0] / 2)


def judged(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the hit rates on the words of the judged list, by either list of right answers."""
    own = run(bert).own
    answers = {"judged": run(bert).judged, "WordNet": {word: run(bert).wordnet[word].synonyms for word in own}}
    return {
        f"{name}, {metric}": hit_at_k(run(bert).is_right(own, ids, accepted), 10).mean()
        for name, accepted in answers.items()
        for metric, ids in run(bert).ids_of.items()
    }


def flattery(bert: TokenEmbeddings) -> dict[int, float]:
    """Return for each number of words how much tuning and reporting on the same adds to the hit rate."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(cell(SCORES, "flattery").source, dict(vars(run(bert))))
    return {
        int(size): float(added) for size, added in re.findall(r"(\d+) words: too high by (\S+)", printed.getvalue())
    }


def hubs(bert: TokenEmbeddings, metric: str) -> dict[str, float]:
    """Return how often tokens are neighbors if all of the vocabulary search among each other."""
    ids, _ = search(bert.vectors, bert.vectors, k=11, metric=metric)
    ids = without_self(ids, np.arange(len(bert)))
    counts = neighbor_counts(ids, len(bert))
    first, second = np.argsort(-counts, kind="stable")[:2]
    return {
        f"of {bert.tokens[first]}": int(counts[first]),
        "of the next": int(counts[second]),
        "in none": round(float((counts == 0).mean()), 2),
        "mutual": round(float(mutual_neighbors(ids).mean()), 2),
    }


def hubs_by_distance(bert: TokenEmbeddings) -> dict[str, float]:
    return hubs(bert, "euclidean")


def hubs_by_cosine(bert: TokenEmbeddings) -> dict[str, float]:
    return hubs(bert, "cosine")


def code_has(cell_id: str, code: str) -> bool:
    """Return whether a cell of the notebook has this code."""
    return says(SCORES, cell_id, code)


def gains(bert: TokenEmbeddings) -> dict[str, tuple[float, float]]:
    """Return the interval of what each change gains over cosine alone."""
    return {name: bootstrap_interval(hits_of(bert, ids) - run(bert).hits) for name, ids in run(bert).cured.items()}


def less_than_31(bert: TokenEmbeddings) -> dict[int, tuple[float, float]]:
    """Return for each k the interval of its accuracy less that of k = 31."""
    correct = run(bert).correct
    return {k: bootstrap_interval(correct[k] * 1.0 - correct[31]) for k in (1, 5, 15, 61, 101)}


def shares_by_tenth(bert: TokenEmbeddings) -> dict[int, float]:
    """Return for each tenth of similarity which share of the neighbors is linked to the word."""
    tenths, linked = run(bert).tenths, run(bert).linked
    return {tenth: float(linked[tenths == tenth].mean()) for tenth in range(3, 7)}


CLAIMS: list[Claim] = [
    (SCORES, "objectives", "Notebooks 1 to 4", lambda _: comes_after(SCORES, TOY, BERT, MEASURES, SYNONYMS)),
    (
        SCORES,
        "judged-seen",
        "WordNet lacks more than a third of what both passes accepted",
        unknown_to_judges,
        lambda share: 1 / 3 < share < 1 / 2,
    ),
    (
        SCORES,
        "many-seen",
        "By cosine about half of the words have a synonym among their ten nearest tokens, by Euclidean distance about "
        "a quarter",
        hit_rates,
        lambda rate: 0.45 < rate["cosine"] < 0.58 and 0.2 < rate["distance"] < 0.32,
    ),
    (
        SCORES,
        "many-seen",
        "hit at 1 and precision at 10 by only 0.04",
        more_by_cosine,
        ["0.04", "0.04"],
    ),
    (SCORES, "luck-about", "the middle 95%", lambda _: code_has("luck", "[0.025, 0.975]")),
    (
        SCORES,
        "luck-about",
        "is called a *95% interval*. (95% is a convention.)",
        lambda _: code_has("luck", "[0.025, 0.975]"),
    ),
    (
        SCORES,
        "luck-seen",
        "we may be off by some two in a hundred",
        half_width,
        lambda width: 0.015 < width < 0.025,
    ),
    (
        SCORES,
        "exercise-width",
        "Suppose we had drawn 500 words in place of 2,000",
        lambda bert: len(run(bert).hits),
        2000,
    ),
    (SCORES, "exercise-width", "the first 500 hits", lambda bert: len(run(bert).hits) / 4, 500),
    (
        SCORES,
        "help-width",
        "A quarter of the words makes it twice as wide",
        lambda bert: float(np.diff(bootstrap_interval(run(bert).hits[:500]))[0] / 2 / half_width(bert)),
        lambda times: 1.7 < times < 2.3,
    ),
    (
        SCORES,
        "paired-about",
        "If 0 isn't in it",
        lambda _: code_has("paired", "difference = hits - hit_at_k("),
    ),
    (
        SCORES,
        "paired-seen",
        "The interval is far from 0: for this model and this list, cosine finds a synonym for more words",
        lambda bert: bootstrap_interval(run(bert).difference),
        lambda interval: interval[0] > 5 * (interval[1] - interval[0]),
    ),
    (
        SCORES,
        "paired-seen",
        "Not for each word, though",
        lambda bert: int((run(bert).difference < 0).sum()),
        lambda exceptions: exceptions > 0,
    ),
    (
        SCORES,
        "by-hand-list-seen",
        "For the same words both scores are higher by judgment than by WordNet",
        judged,
        lambda rate: all(rate[f"judged, {name}"] > rate[f"WordNet, {name}"] for name in ("euclidean", "cosine")),
    ),
    (
        SCORES,
        "by-hand-list-seen",
        "The order is the same",
        judged,
        lambda rate: all(rate[f"{name}, cosine"] > rate[f"{name}, euclidean"] for name in ("judged", "WordNet")),
    ),
    (
        SCORES,
        "relations-about",
        "Half of the words have a hit, but most neighbors aren't synonyms",
        lambda bert: (hit_rates(bert)["cosine"], shares(bert, "synonym")["cosine"]),
        lambda found: found[0] > 0.45 and found[1] < 0.15,
    ),
    (SCORES, "relations-about", "all 20,000 neighbors", lambda bert: run(bert).by_cosine.size, 20_000),
    (
        SCORES,
        "relations-caption",
        "two thirds of the neighbors by distance, few by cosine",
        lambda bert: shares(bert, "unknown"),
        lambda share: 0.6 < share["distance"] < 0.73 and share["cosine"] < 0.1,
    ),
    (
        SCORES,
        "relations-seen",
        "By cosine other forms of the word take about twice their room",
        lambda bert: shares(bert, "form")["cosine"] / shares(bert, "synonym")["cosine"],
        lambda times: 1.7 < times < 2.3,
    ),
    (
        SCORES,
        "relations-seen",
        "about a quarter is related in another way",
        lambda bert: shares(bert, "related")["cosine"],
        lambda share: 0.22 < share < 0.28,
    ),
    (
        SCORES,
        "relations-seen",
        "The filter gives distance a few more synonyms, and mostly turns *unknown* into *unrelated*",
        lambda bert: {kind: shares(bert, kind) for kind in ("synonym", "unrelated")},
        lambda of: (
            0 < of["synonym"]["distance, words only"] - of["synonym"]["distance"] < 0.03
            and of["unrelated"]["distance, words only"] - of["unrelated"]["distance"] > 0.5
        ),
    ),
    (
        SCORES,
        "antonyms-seen",
        "A given antonym is among the ten nearest more often than a given synonym",
        lambda bert: bootstrap_interval(run(bert).found["antonyms"] - run(bert).found["synonyms"]),
        lambda interval: interval[0] > 0,
    ),
    (
        SCORES,
        "antonyms-seen",
        "Notebook 4 saw it with *hot* and *cold*",
        lambda bert: "cold" in nearest(bert, "hot", 10),
    ),
    (SCORES, "hubs-about", "Notebook 3 met a hub", lambda _: says(MEASURES, "hub-seen", "hub")),
    (
        SCORES,
        "hubs-caption",
        "at 100 lists a curve says how many tokens are in at least 100",
        lambda _: code_has("hubs-figure", "tokens in at least as many lists"),
    ),
    (
        SCORES,
        "hubs-caption",
        "By distance some tokens are in hundreds of lists, and most in none",
        lambda bert: {n: float((run(bert).counts["distance"] >= n).mean()) for n in (1, 100)},
        lambda share: 0 < share[100] < 0.05 and share[1] < 0.5,
    ),
    (
        SCORES,
        "hubs-caption",
        "By cosine hardly any is in more than 50",
        lambda bert: int((run(bert).counts["cosine"] > 50).sum()),
        lambda tokens: 0 < tokens < 25,
    ),
    (
        SCORES,
        "hubs-all",
        "If all 30,522 search among each other, by distance [MASK] is in 19,984 lists, the next token in 1,298, 27% "
        "are in none, and 13% of the neighbors are mutual",
        hubs_by_distance,
        {"of [MASK]": 19_984, "of the next": 1_298, "in none": 0.27, "mutual": 0.13},
    ),
    (
        SCORES,
        "hubs-all",
        "By cosine the first is in 296, 2% are in none, and 55% are mutual",
        hubs_by_cosine,
        lambda found: [*found.values()][::2] == [296, 0.02] and found["mutual"] == 0.55,
    ),
    (
        SCORES,
        "cures-ranking-about",
        "the dot product of notebook 3, which favors long vectors",
        lambda bert: bert.norms[run(bert).by_dot_product()].mean() / bert.norms[run(bert).by_cosine].mean(),
        lambda times: times > 1,
    ),
    (
        SCORES,
        "cures-seen",
        "Each gains 0.01 or 0.02; for local scaling it may be luck",
        gains,
        lambda of: (
            all(0 < sum(interval) / 2 < 0.025 for interval in of.values())
            and [name for name, interval in of.items() if interval[0] < 0] == ["local scaling"]
        ),
    ),
    (
        SCORES,
        "cures-seen",
        "From distance to cosine it was 0.27",
        lambda bert: f"{run(bert).difference.mean():.2f}",
        "0.27",
    ),
    (
        SCORES,
        "flattery-seen",
        "With 50 words luck adds about as much as the best change above gained. With 1,000 it adds little here",
        flattery,
        lambda added: 0.01 < added[50] < 0.03 and added[1000] < 0.006,
    ),
    (
        SCORES,
        "vote-about",
        "In notebook 1 neighbors voted on the label of X",
        lambda _: says(TOY, "ties-about", "Measure, take the k nearest, let them vote"),
    ),
    (
        SCORES,
        "vote-first",
        "Each k does far better than saying *noun* every time",
        lambda bert: min(run(bert).correct[k].mean() for k in run(bert).ks) - run(bert).shares_of["n"],
        lambda more: more > 0.15,
    ),
    (
        SCORES,
        "vote-seen",
        "k = 1, 5 and 101 are worse than 31; 15 and 61 are within about one in a hundred of it",
        less_than_31,
        lambda of: (
            all(of[k][1] < 0 for k in (1, 5, 101)) and all(-0.012 < of[k][0] < of[k][1] < 0.012 for k in (15, 61))
        ),
    ),
    (
        SCORES,
        "vote-seen",
        "*building* counts as a verb here, because its base form is *build*",
        lambda bert: (next(iter(run(bert).wordnet["building"].parts)), "build" in run(bert).wordnet["building"].forms),
        ("v", True),
    ),
    (
        SCORES,
        "exercise-own-vote",
        "a number between 0 and 1",
        lambda bert: all(0 < run(bert).correct[k].mean() < 1 for k in run(bert).ks),
    ),
    (
        SCORES,
        "enough-about",
        "The list of *umbrella* in notebook 4 had *concrete* in it",
        lambda bert: nearest(bert, "umbrella", 15),
        lambda tokens: "concrete" in tokens,
    ),
    (
        SCORES,
        "enough-caption",
        "The share of synonyms never gets above 6% (and less than half of the words have one)",
        lambda bert: (
            max(of["synonym"] for of in run(bert).bins.values()),
            np.mean([word in run(bert).synonyms for word in run(bert).some]),
        ),
        lambda found: found[0] < 0.065 and 0.3 < found[1] < 0.5,
    ),
    (
        SCORES,
        "enough-caption",
        "Above 0.5 other forms of the word take the most room",
        lambda bert: {name: max(of, key=of.get) for name, of in run(bert).bins.items() if name >= "0.5"},
        lambda most: set(most.values()) == {"form"},
    ),
    (
        SCORES,
        "related-seen",
        "Between 0.3 and 0.4 most neighbors have no link to the word in this table (nor has *rain* to *umbrella*); "
        "between 0.4 and 0.5 half of them have one; above, most",
        shares_by_tenth,
        lambda share: share[3] < 0.4 and 0.47 < share[4] < 0.53 and min(share[5], share[6]) > 0.6,
    ),
    (
        SCORES,
        "related-seen",
        "*concrete* had 0.322",
        lambda bert: [
            f"{row.similarity:.3f}" for row in nearest_tokens(bert, "umbrella", 15) if row.token == "concrete"
        ],
        ["0.322"],
    ),
]
