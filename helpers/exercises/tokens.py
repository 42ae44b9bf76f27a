"""Checks of the exercises in notebook 2 about tokens: their ids, and how many of them are pieces."""

from collections import Counter
from typing import Any

from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import refuse, refuse_number
from helpers.exercises.reading import listed, number
from helpers.exercises.replies import NotYet, check
from helpers.tokens import token_kind

TEXT = "a sunflower"


LIST_OF_IDS = "[7, 8, 9]"


@check
def check_ids(answer: object, bert: TokenEmbeddings) -> str:
    """Check the ids of the tokens of "a sunflower"."""
    given = listed(answer, LIST_OF_IDS)
    tokens = bert.tokenize(TEXT)
    truth = [bert.token_id(token) for token in tokens]
    specials = [[bert.token_id(token)] if token in bert else [] for token in ("[CLS]", "[SEP]")]
    bare = [bert.token_id(token.removeprefix("##")) for token in tokens if token.removeprefix("##") in bert]
    mistakes: list[tuple[Any, str]] = [
        (tokens, "These are the tokens. Their ids are asked for: bert.token_id(token) of each."),
        (
            [*specials[0], *truth, *specials[1]],
            "The first and the last are [CLS] and [SEP], marks that encode adds for the model. Leave both out.",
        ),
        ([*specials[0], *truth], "[CLS] stands before it, which only the model needs. Leave it out."),
        (bare, "One of these is the whole word, not the piece: the ## belongs to the token, and has a row of its own."),
        (
            [bert.token_id(letter) for letter in TEXT if letter in bert],
            "These are the ids of single letters. Split the text with bert.tokenize.",
        ),
        ([token_id + 1 for token_id in truth], "Each is one too many: ids count from 0."),
        ([str(token_id) for token_id in truth], "These are texts. Leave out the quotes around the ids."),
        (truth[1:], "The first word is missing: a is a token like any other."),
        (truth[::-1], "The ids are right, but they go from right to left."),
    ]
    if given != truth:
        refuse(given, mistakes)
        if any(isinstance(item, str) for item in given):
            raise NotYet(f"Ids are whole numbers. Give a list of them, such as {LIST_OF_IDS}.")
        if any(isinstance(item, float) for item in given):
            raise NotYet("These are the numbers of a vector. Ids are asked for: bert.token_id(token) of each token.")
        if len(given) != len(truth):
            raise NotYet(f"The number of ids is {len(given)}, and BERT makes {len(truth)} tokens of this text.")
        raise NotYet(f"There are {len(truth)} ids, as there should be, but not all are right. Look each token up.")
    pairs = ", ".join(f"{token} is {token_id}" for token, token_id in zip(tokens, truth, strict=True))
    return f"{pairs}. Two words take {len(truth)} rows of the matrix, so a text can have more tokens than words."


@check
def check_share(answer: object, bert: TokenEmbeddings) -> str:
    """Check the share of the vocabulary that is pieces."""
    given = number(answer)
    kinds = Counter(token_kind(token) for token in bert.tokens)
    pieces, n = kinds["piece"], len(bert)
    truth = pieces / n
    if abs(given - 100 * truth) < 1:
        raise NotYet("That is in percent. As a share of 1 it is a hundredth of that.")
    mistakes: list[tuple[Any, str]] = [
        (0, "0 would be no pieces at all. Did // drop what comes after the point, or is the kind misspelled?"),
        (pieces, "That is how many pieces there are. Divide by the number of tokens."),
        (pieces / kinds["word"], "You divided by the number of words. Divide by the number of all tokens."),
        (n / pieces, "You divided the other way around: the part goes above, the whole below."),
        (1 - truth, "That is the share of all that are no pieces."),
        *(
            (kinds[kind] / n, f"That is the share of the kind {kind!r}. Pieces begin with ##.")
            for kind in kinds
            if kind != "piece"
        ),
    ]
    refuse_number(given, truth, mistakes)
    return (
        f"{pieces:,} of {n:,} is {truth:.3f}. With these pieces, and the single characters, nearly any word can be put "
        "together; without them it would be [UNK]."
    )
