"""Checks of the exercises in notebook 4 about lists of neighbors: a rank, a filter, two measures that agree."""

from typing import Any

from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import refuse_number
from helpers.exercises.reading import number, whole_word
from helpers.exercises.replies import NotYet, check
from helpers.synonyms import measure, nearest_tokens
from helpers.tokens import is_word

SEED, OTHER = "picturesque", "beauty"
SHOWN = "two"  # the word for which the notebook itself shows what the filter hides


@check
def check_rank(answer: object, bert: TokenEmbeddings) -> str:
    """Check the rank of beauty among the tokens most similar to picturesque."""
    if isinstance(answer, str | bool) and str(answer).strip(" .").lower() in ("no", "false"):
        raise NotYet("True, it is not among the 15. At which rank is it? Ask for a larger k.")
    given = number(answer)
    truth, by_distance = ranks(bert, SEED, OTHER)
    back, _ = ranks(bert, OTHER, SEED)
    similarity = nearest_tokens(bert, SEED, truth)[-1].similarity
    turned = f"That is the rank of {SEED} among the neighbors of {OTHER}. Ask the other way around."
    mistakes: list[tuple[Any, str]] = [
        (truth - 1, "That is one too few: ranks count from 1, and positions in a Python list from 0."),
        (truth + 1, f"That is one too many: {SEED} itself is in your list. Leave it out."),
        (back, turned),
        (back + 1, turned),
        (by_distance, "That is the rank by Euclidean distance. Cosine similarity is asked for."),
        (
            ranks(bert, OTHER, SEED)[1],
            f"That is {SEED} for {OTHER}, by Euclidean distance, as in the figure.",
        ),
        (similarity, "That is how similar they are. How many tokens are more similar?"),
        (bert.token_id(OTHER), f"That is the id of {OTHER}. Its rank is asked for."),
    ]
    refuse_number(given, truth, mistakes)
    return (
        f"{OTHER} has the rank {truth} for {SEED}, and {SEED} the rank {back} for {OTHER}. The similarity is "
        f"{similarity:.3f} both ways, but each word has neighbors of its own: being a neighbor is not mutual."
    )


def ranks(bert: TokenEmbeddings, word: str, other: str) -> tuple[int, int]:
    """Return the rank of a token among the neighbors of a word, by cosine and by Euclidean distance."""
    _, distances, similarities = measure(bert, word)
    token_id = bert.token_id(other)
    # The word itself is nearer than the token and has no rank, so this counts neither too few nor too many.
    return int((similarities > similarities[token_id]).sum()), int((distances < distances[token_id]).sum())


@check
def check_hidden(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word whose nearest token words_only hides."""
    word = whole_word(answer, bert)
    if word == SHOWN:
        raise NotYet(f"{SHOWN} is the word above. Find another.")
    nearest = nearest_tokens(bert, word, 1)[0].token
    if not is_word(nearest):
        left = nearest_tokens(bert, word, 1, words_only=True)[0].token
        return (
            f"the nearest token of {word} is {nearest}, and with words_only=True it is {left}. The filter hides "
            f"{len(bert.not_words):,} tokens, and cannot know which of them you wanted."
        )
    by_distance = nearest_tokens(bert, word, 1, "euclidean")[0].token
    also = f" (By Euclidean distance it is {by_distance}, but cosine is asked for.)" * (not is_word(by_distance))
    raise NotYet(f"The nearest token of {word} is {nearest}, which is made of letters, so the filter keeps it.{also}")


@check
def check_same_five(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word whose five nearest tokens are the same by both measures."""
    word = whole_word(answer, bert)
    by_cosine = [row.token for row in nearest_tokens(bert, word, 5)]
    by_distance = [row.token for row in nearest_tokens(bert, word, 5, "euclidean")]
    if strange := [token for token in by_distance if token not in by_cosine]:
        raise NotYet(
            f"For {word} the lists share {5 - len(strange)} of 5. Only by Euclidean distance: {', '.join(strange)}."
        )
    order = "in the same order" if by_cosine == by_distance else "in another order"
    return (
        f"{', '.join(by_distance)} by Euclidean distance, and the same five {order} by cosine. Their true neighbors "
        "are so near that no short vector comes between."
    )
