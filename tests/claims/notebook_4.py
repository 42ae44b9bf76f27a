"""Claims of notebook 4."""

import numpy as np

from helpers.distances import cosine_similarities
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.claims.claim import Claim
from tests.claims.found import comes_after, nearest, numbers_in, parameters_of_bert_base, says, to_beauty
from tests.notebooks import BERT, MEASURES, SCORES, SYNONYMS, TOY


def ranks_by_distance(bert: TokenEmbeddings) -> list[int]:
    """Return how many tokens are nearer to beauty than each of the 15 most similar."""
    query_id, distances, _ = compare_with_all(bert, "beauty")
    others = np.delete(distances, query_id)
    return [int((others < row.distance).sum()) for row in nearest_tokens(bert, "beauty", 15)]


def small_numbers_with_digit_first(bert: TokenEmbeddings) -> int:
    numbers = ("two", "three", "four", "five", "six", "seven", "eight")
    return sum(nearest(bert, number, 1)[0].isdigit() for number in numbers)


def same_five(bert: TokenEmbeddings, word: str) -> bool:
    """Return whether both metrics find the same five neighbors."""
    return set(nearest(bert, word, 5)) == set(nearest(bert, word, 5, "euclidean"))


def nearest_to_mean(bert: TokenEmbeddings, pieces: list[str]) -> list[str]:
    """Return the tokens most similar to the mean of some pieces, as many as there are pieces."""
    similarities = cosine_similarities(bert.vectors, np.mean([bert[piece] for piece in pieces], axis=0))
    return [bert.tokens[i] for i in nearest_neighbors(similarities, len(pieces), largest=True)]


def overlap(bert: TokenEmbeddings, k: int) -> int:
    """Return how many of the k tokens nearest to beauty are so by both metrics."""
    return len(set(nearest(bert, "beauty", k)) & set(nearest(bert, "beauty", k, "euclidean")))


CLAIMS: list[Claim] = [
    (
        SYNONYMS,
        "lecture-cosine-seen",
        "All fifteen are words now",
        lambda bert: ["beauty", *nearest(bert, "beauty", 14)],
        lambda tokens: all(token_kind(token) == "word" for token in tokens),
    ),
    (
        SYNONYMS,
        "ranks-caption",
        "Eight of the fifteen tokens most similar by cosine have more than a thousand tokens before them",
        lambda bert: sum(rank > 1000 for rank in ranks_by_distance(bert)),
        8,
    ),
    (SYNONYMS, "hides-two", "The very nearest token to *two* is *2*", lambda bert: nearest(bert, "two", 1), ["2"]),
    (
        SYNONYMS,
        "split-mean-seen",
        "The two pieces come first",
        lambda bert: nearest_to_mean(bert, ["sun", "##flower"]),
        ["sun", "##flower"],
    ),
    (
        SYNONYMS,
        "antonyms-seen",
        "*bad* for *good*, *cold* for *hot*, *hate* for *love*",
        lambda bert: [b for a, b in [("good", "bad"), ("hot", "cold"), ("love", "hate")] if b in nearest(bert, a, 9)],
        ["bad", "cold", "hate"],
    ),
    (
        SYNONYMS,
        "explorer-seen",
        "*glad* begins at 0.453, with *happy*, and *gravity* at 0.657, without a synonym",
        lambda bert: [f"{nearest_tokens(bert, word, 1)[0].similarity:.3f}" for word in ("glad", "gravity")],
        ["0.453", "0.657"],
    ),
    (
        SYNONYMS,
        "exercise-rank",
        "*picturesque* is among the 15",
        lambda bert: nearest(bert, "beauty", 15),
        lambda tokens: "picturesque" in tokens,
    ),
    (
        SYNONYMS,
        "help-hidden",
        "*percent* has %, of *dollar* the plural comes before $",
        lambda bert: nearest(bert, "percent", 1) + nearest(bert, "dollar", 2),
        ["%", "dollars", "$"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "Go on counting, up to ten: each of these numbers has a sign",
        lambda bert: [nearest(bert, word, 1)[0] for word in ("three", "five", "seven", "ten")],
        ["3", "5", "7", "10"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "Or read % and + aloud",
        lambda bert: nearest(bert, "percent", 1) + nearest(bert, "plus", 1),
        ["%", "+"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "most small numbers have a digit",
        small_numbers_with_digit_first,
        lambda count: count >= 4,
    ),
    (
        SYNONYMS,
        "help-same-five",
        "Days and months are good candidates",
        lambda bert: [word for word in ("monday", "tuesday", "april", "june") if same_five(bert, word)],
        ["monday", "tuesday", "april", "june"],
    ),
    (SYNONYMS, "objectives", "Notebooks 1 to 3", lambda _: comes_after(SYNONYMS, TOY, BERT, MEASURES)),
    (
        SYNONYMS,
        "lecture-about",
        "The 15 nearest tokens",
        lambda _: numbers_in(SYNONYMS, "lecture-euclidean", r"k=(\d+)"),
        [15],
    ),
    (SYNONYMS, "lecture-about", "what notebooks 1 to 3 did", lambda _: comes_after(SYNONYMS, TOY, BERT, MEASURES)),
    (SYNONYMS, "lecture-euclidean-seen", "at distance 0", lambda bert: to_beauty(bert, "beauty")[0], "0.000"),
    (
        SYNONYMS,
        "lecture-euclidean-seen",
        "like the X of notebook 1",
        lambda _: says(TOY, "self-about", "its own nearest neighbor"),
    ),
    (
        SYNONYMS,
        "lecture-euclidean-seen",
        "Notebook 3 says why",
        lambda _: says(MEASURES, "formula-seen", "when b is short"),
    ),
    (SYNONYMS, "overlap-about", "Without a `k` you get 15", lambda bert: len(nearest_tokens(bert, "beauty")), 15),
    (
        SYNONYMS,
        "exercise-overlap",
        "For *beauty* and k = 15 that was 6 of 15, so 0.4",
        lambda bert: {"in both lists": overlap(bert, 15), "share": overlap(bert, 15) / 15},
        {"in both lists": 6, "share": 0.4},
    ),
    (
        SYNONYMS,
        "leave-out-about",
        "not the *kind* of notebook 2: a single letter such as 美 stays",
        lambda _: token_kind("美"),
        "character",
    ),
    (
        SYNONYMS,
        "help-mean",
        "In notebook 1 it was `axis=1` that ran along each row",
        lambda _: says(TOY, "broadcasting", "axis=1"),
    ),
    (
        SYNONYMS,
        "explorer-seen",
        "those of *beauty* at 0.526",
        lambda bert: f"{nearest_tokens(bert, 'beauty', 1)[0].similarity:.3f}",
        "0.526",
    ),
    (
        SYNONYMS,
        "model-try",
        "440 MB, downloaded once",
        lambda _: 4 * parameters_of_bert_base() / 1e6,
        lambda size: round(size, -1) == 440,
    ),
    (
        SYNONYMS,
        "recap-series",
        "How often such a neighbor is a synonym, notebook 5 counts",
        lambda _: says(SCORES, "title", "Count how often a neighbor is a synonym"),
    ),
]
