"""What the page "Find a word's neighbors" says of its data."""

import functools

import numpy as np
from numpy.typing import NDArray

from helpers.embeddings import load_embeddings
from helpers.evaluation import recall_at_k
from helpers.search import search
from tests.notebooks import ROOT
from tools.live.words import MODEL, Words, whole_words

PAGE = (ROOT / "book" / "live" / "words.md").read_text(encoding="utf-8")


@functools.cache
def words() -> Words:
    return whole_words()


def test_numbers_of_words_and_tokens_are_in_the_text() -> None:
    model = load_embeddings(MODEL)
    assert f"Only the {len(words().tokens):,} whole words of {MODEL} are here, out of {len(model):,} tokens." in PAGE


def test_text_says_how_often_8_bits_find_the_same_words() -> None:
    full = load_embeddings(MODEL).vectors[words().ids]
    picked = np.random.default_rng(seed=0).choice(len(full), size=1000, replace=False)
    nearest, ten = [], []
    for metric in ("cosine", "euclidean"):
        truth, found = neighbors(full, picked, metric), neighbors(words().vectors, picked, metric)
        nearest.append(float((truth[:, 0] == found[:, 0]).mean()))
        ten.append(float(recall_at_k(found, truth).mean()))
    assert f"| the nearest word is the same | {' | '.join(f'{share:.1%}' for share in nearest)} |" in PAGE
    assert f"| share of the ten nearest that are the same | {' | '.join(f'{share:.1%}' for share in ten)} |" in PAGE
    assert min(ten) > 0.99


def neighbors(vectors: NDArray[np.floating], picked: NDArray[np.intp], metric: str) -> NDArray[np.intp]:
    """Return the ten nearest to each of the picked, which are themselves left out."""
    ids, _ = search(vectors, vectors[picked], 11, metric)
    assert (ids[:, 0] == picked).all()
    return ids[:, 1:]
