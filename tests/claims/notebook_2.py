"""Claims of notebook 2."""

import math
import operator
import re
from typing import Any

import numpy as np
from safetensors import safe_open

from helpers.distances import cosine_similarities
from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.exercises.notebook_2 import follows_the_rule
from helpers.loading.registry import DEFAULT
from helpers.tokens import token_kind
from tests.claims.claim import Claim
from tests.claims.found import are_words, comes_after, cosines, norms, parameters_of_bert_base, says, shortest, toy
from tests.notebooks import BERT, MEASURES, TOY, cell, run_cell


def model_of_the_text(bert: TokenEmbeddings) -> bool:
    """Return True for the default model; of any other, the files don't tell how it was trained."""
    if bert.name != DEFAULT.name:
        raise ValueError(
            f"The sentence is about {DEFAULT.name}, and the files of a model don't tell how it was trained."
        )
    return True


def share_of_matrix(bert: TokenEmbeddings) -> float:
    """Return which share of the numbers in a model's files is its embedding matrix."""
    assert bert.folder is not None
    numbers = 0
    for path in bert.folder.glob("*.safetensors"):
        with safe_open(path, "numpy") as file:
            numbers += sum(math.prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118
    return float(bert.vectors.size / numbers)


def lengths_of_words(bert: TokenEmbeddings) -> Any:
    return norms(bert)[are_words(bert)]


def one_hot() -> tuple[Any, Any]:
    """Return the one-hot vector of notebook 2, and its small matrix."""
    variables = run_cell(BERT, "one-hot")
    return variables["one_hot"], variables["small"]


def one_hot_rows(ids: list[int], n: int) -> Any:
    """Call the solution of an exercise of notebook 2."""
    variables: dict[str, Any] = {"np": np}
    exec(re.findall(r"(?s)```python\n(.*?)```", cell(BERT, "help-one-hot-rows").source)[0], variables)
    return variables["one_hot_rows"](ids, n)


def megabytes_of_weights() -> float:
    """Return the size of the file with the weights of the default model."""
    folder = load_embeddings(DEFAULT.name).folder
    assert folder is not None
    return (folder / "model.safetensors").stat().st_size / 1e6


CLAIMS: list[Claim] = [
    (BERT, "load-seen", "it starts from a MiniLM", model_of_the_text),
    (
        BERT,
        "kinds-seen",
        "Three quarters are words",
        lambda bert: are_words(bert).mean(),
        lambda share: 0.7 < share < 0.8,
    ),
    (
        BERT,
        "share-seen",
        "this one matrix is a little more than half of all the numbers of the model",
        share_of_matrix,
        lambda share: 0.5 < share < 0.55,
    ),
    (
        BERT,
        "share-seen",
        "In bert-base-uncased it is 23.4 of 109.5 million",
        lambda _: (30522 * 768, parameters_of_bert_base()) == (23_440_896, 109_482_240),
    ),
    (
        BERT,
        "lengths-seen",
        "words of a lower id mostly do have longer arrows, in about three of four pairs of words",
        lambda bert: follows_the_rule(bert, norms(bert)),
        lambda share: 0.7 < share < 0.8,
    ),
    (BERT, "lengths-seen", "[MASK] is the shortest of all", lambda bert: shortest(bert, 1)[0][0], "[MASK]"),
    (
        BERT,
        "help-counterexample",
        "the very first words are shorter",
        lambda bert: {
            "median length of the first hundred words": np.median(lengths_of_words(bert)[:100]),
            "of the third to tenth hundred": np.median(lengths_of_words(bert)[200:1000]),
        },
        lambda medians: operator.lt(*medians.values()),
    ),
    (BERT, "objectives", "Notebook 1. From the middle", lambda _: comes_after(BERT, TOY)),
    (BERT, "load-about", "Without a name it is all-MiniLM-L6-v2", lambda _: DEFAULT.name, "all-MiniLM-L6-v2"),
    (
        BERT,
        "load-about",
        "91 MB that come with the installation",
        lambda _: megabytes_of_weights(),
        lambda size: round(size) == 91,
    ),
    (
        BERT,
        "load-about",
        "440 MB, downloaded once",
        lambda _: 4 * parameters_of_bert_base() / 1e6,
        lambda size: round(size, -1) == 440,
    ),
    (
        BERT,
        "exercise-ids",
        "As in notebook 1, replace the three dots",
        lambda _: says(TOY, "exercise-distance", "three dots"),
    ),
    (
        BERT,
        "exercise-share",
        "a number between 0 and 1",
        lambda bert: np.mean([token_kind(token) == "piece" for token in bert.tokens]),
        lambda share: 0 < share < 1,
    ),
    (BERT, "row-seen", "The letters of notebook 1 had two coordinates", lambda _: toy()[0].shape[1], 2),
    (
        BERT,
        "matrix-about",
        "`Embedding(30522, 384)`, which means 30,522 rows of 384 numbers",
        lambda bert: bert.vectors.shape,
        (30522, 384),
    ),
    (BERT, "one-hot-about", "all zeros except for a single 1", lambda _: sorted(one_hot()[0].tolist()), [0, 0, 0, 1]),
    (
        BERT,
        "one-hot-seen",
        "Row 2 comes out. The zeros silence all other rows, and the 1 lets one pass",
        lambda _: one_hot()[0].tolist().index(1) == 2 and np.array_equal(one_hot()[0] @ one_hot()[1], one_hot()[1][2]),
    ),
    (
        BERT,
        "one-hot-seen",
        "with the 1 in the place of *beauty*",
        lambda _: says(BERT, "one-hot-bert", '_id("beauty")] = 1\n'),
    ),
    (
        BERT,
        "exercise-one-hot-rows",
        "`one_hot_rows([2, 0], 4)` has two rows of four numbers",
        lambda _: one_hot_rows([2, 0], 4).shape,
        (2, 4),
    ),
    (
        BERT,
        "help-one-hot-rows",
        "Then each row needs a single 1",
        lambda _: one_hot_rows([2, 0], 4).tolist(),
        [[0, 0, 1, 0], [1, 0, 0, 0]],
    ),
    (
        BERT,
        "help-one-hot-rows",
        "`one_hot_rows([2, 0], 4) @ small` gives the rows 2 and 0 of `small`",
        lambda _: np.array_equal(one_hot_rows([2, 0], 4) @ one_hot()[1], one_hot()[1][[2, 0]]),
    ),
    (
        BERT,
        "lengths-seen",
        "remember it for notebook 3",
        lambda _: says(MEASURES, "hub-about", "[MASK] is by far the shortest"),
    ),
    (
        BERT,
        "context-cosine-about",
        "1 means that two point in the same direction",
        lambda _: cosines([1, 2], [1, 2], [2, 4]),
        [1, 1],
    ),
    (
        BERT,
        "context-cosine-about",
        "Notebook 3 explains it",
        lambda _: says(MEASURES, "cosine-about", "*cosine similarity*"),
    ),
    (
        BERT,
        "context-cosine-about",
        "Without the layers, every number below would be 1",
        lambda bert: cosine_similarities([bert["house"], bert["house"]], bert["house"]),
        lambda found: bool(np.allclose(found, 1)),
    ),
    (BERT, "recap", "30,522 rows of 384 numbers", lambda bert: bert.vectors.shape, (30522, 384)),
]
