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
from helpers.evaluation import bootstrap_interval, hit_at_k, mutual_neighbors, without_self
from helpers.search import search
from tests.claims.claim import Claim
from tests.claims.found import comes_after
from tests.notebooks import BERT, MEASURES, SCORES, SYNONYMS, TOY, code_cells

NOT_RUN = re.compile(r"set-up|load|answer-.*|check-.*")  # the model is given, and nothing is answered


@functools.cache
def run(bert: TokenEmbeddings) -> SimpleNamespace:
    """Run the notebook with a model, without what it prints and draws, and return its variables."""
    variables: dict[str, Any] = {"bert": bert}
    for code in code_cells(SCORES):
        if not NOT_RUN.fullmatch(code.id):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(code.source, variables)
            variables["show"] = lambda *_: plt.close("all")
    return SimpleNamespace(**variables)


def unknown_to_judges(bert: TokenEmbeddings) -> float:
    """Return which share of the accepted pairs WordNet lacks."""
    return 1 - run(bert).known / len(run(bert).accepted)


def hit_rates(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the hit rate at 10 of each bar of the figure."""
    return {
        name: hit_at_k(run(bert).is_right(run(bert).words, ids, run(bert).synonyms), 10).mean()
        for name, ids in run(bert).lists.items()
    }


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
        f"{name}, {metric}": hit_at_k(run(bert).is_right(own, ids, right), 10).mean()
        for name, right in answers.items()
        for metric, ids in run(bert).ids_of.items()
    }


def mutual_shares(bert: TokenEmbeddings) -> dict[str, float]:
    """Return by each metric which share of the pairs of the sample are mutual."""
    vectors, shares = bert.vectors[run(bert).sample], {}
    for name, metric in [("distance", "euclidean"), ("cosine", "cosine")]:
        ids, _ = search(vectors, vectors, k=11, metric=metric)
        shares[name] = float(mutual_neighbors(without_self(ids, np.arange(len(vectors)))).mean())
    return shares


def code_has(cell_id: str, code: str) -> bool:
    """Return whether a cell of the notebook has this code."""
    return says(SCORES, cell_id, code)


def gains(bert: TokenEmbeddings) -> dict[str, float]:
    """Return what each change gains over cosine alone."""
    hits = run(bert).hits.mean()
    return {
        name: hit_at_k(run(bert).is_right(run(bert).words, ids, run(bert).synonyms), 10).mean() - hits
        for name, ids in run(bert).cured.items()
    }


def less_than_31(bert: TokenEmbeddings) -> dict[int, tuple[float, float]]:
    """Return for each k the interval of its accuracy less that of k = 31."""
    correct = run(bert).correct
    return {k: bootstrap_interval(correct[k] * 1.0 - correct[31]) for k in (1, 5, 15, 61, 101)}


def shares_by_tenth(bert: TokenEmbeddings) -> dict[int, float]:
    """Return for each tenth of similarity which share of the neighbors has to do with the word."""
    tenths, has_to_do = run(bert).tenths, run(bert).has_to_do
    return {tenth: float(has_to_do[tenths == tenth].mean()) for tenth in range(3, 7)}


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
    (SCORES, "luck-about", "the middle 95%", lambda _: code_has("luck", "[0.025, 0.975]")),
    (
        SCORES,
        "luck-about",
        "is called a *95% interval*. (95% is a custom.)",
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
        "the order is the same",
        judged,
        lambda rate: all(rate[f"{name}, cosine"] > rate[f"{name}, euclidean"] for name in ("judged", "WordNet")),
    ),
    (
        SCORES,
        "relations-about",
        "Half of the words have a hit, but most neighbors are no synonyms",
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
        "For about half of them it is, as notebook 4 saw with *hot* and *cold*. That is about as often as for a synonym",
        lambda bert: {
            "antonym": run(bert).antonym_hits.mean(),
            "synonym": run(bert).hits[run(bert).has_antonym].mean(),
            "notebook 4": "cold" in nearest(bert, "hot", 10),
        },
        lambda of: 0.4 < of["antonym"] < 0.6 and abs(of["antonym"] - of["synonym"]) < 0.1 and of["notebook 4"],
    ),
    (SCORES, "hubs-about", "Notebook 3 met a hub", lambda _: says(MEASURES, "hubs", "hub")),
    (
        SCORES,
        "hubs-caption",
        "at 100 lists a curve says how many tokens are in at least 100",
        lambda _: code_has("hubs-figure", "tokens in at least as many lists"),
    ),
    (
        SCORES,
        "hubs-caption",
        "By distance a few tokens are in hundreds of lists, and most in none",
        lambda bert: {n: float((run(bert).counts["distance"] >= n).mean()) for n in (1, 100)},
        lambda share: 0 < share[100] < 0.05 and share[1] < 0.5,
    ),
    (
        SCORES,
        "hubs-caption",
        "one token is in eight times as many lists as the mean",
        lambda bert: run(bert).counts["cosine"].max() / 10,
        lambda times: 7.5 < times < 8.5,
    ),
    (
        SCORES,
        "hubs-caption",
        "most pairs name each other (*mutual*); by distance 1 in 20 do",
        mutual_shares,
        lambda of: 0.045 < of["distance"] < 0.055 and of["cosine"] > 0.5,
    ),
    (
        SCORES,
        "cures-seen",
        "Each gains one in a hundred, or less than can be told from luck",
        gains,
        lambda of: max(of.values()) < 0.015,
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
        "tune-seen",
        "The halves disagree on the best number",
        lambda bert: [max(of, key=of.get) for of in (run(bert).tuning, run(bert).report)],
        lambda best: best[0] != best[1],
    ),
    (
        SCORES,
        "tune-seen",
        "the other half has higher numbers throughout",
        lambda bert: min(rate - run(bert).tuning[n] for n, rate in run(bert).report.items()),
        lambda least: least > 0,
    ),
    (SCORES, "vote-about", "In notebook 1 neighbors voted on the label of X", lambda _: says(TOY, "title", "vote")),
    (
        SCORES,
        "vote-seen",
        "Each k does far better than naming the largest class, nouns, every time",
        lambda bert: min(run(bert).correct[k].mean() for k in run(bert).ks) - run(bert).labels.count("n") / 3000,
        lambda more: more > 0.15,
    ),
    (
        SCORES,
        "vote-seen",
        "k = 1, 5 and 101 are worse than 31, and with 15 or 61 luck could decide",
        less_than_31,
        lambda of: all(of[k][1] < 0 for k in (1, 5, 101)) and all(of[k][0] < 0 < of[k][1] for k in (15, 61)),
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
        "The share of synonyms never gets above 6%",
        lambda bert: max(of["synonym"] for of in run(bert).bins.values()),
        lambda share: share < 0.065,
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
        "Between 0.3 and 0.4 most neighbors have nothing to do with the word, by this table; between 0.4 and 0.5 half "
        "of them have; above, most",
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
