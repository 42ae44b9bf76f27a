"""Checks of the exercises in notebook 3 about who is near: by cosine, and without a hub."""

from typing import Any

from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import refuse
from helpers.exercises.reading import listed, whole_word
from helpers.exercises.replies import NotYet, check
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import measure, nearest_tokens
from helpers.tokens import token_kind

HUB = "[MASK]"


@check
def check_most_similar(answer: object, bert: TokenEmbeddings) -> str:
    """Check the five tokens that are most similar to beauty by cosine."""
    given = listed(answer, '["the", "of"]')
    beauty, distances, similarities = measure(bert, "beauty")
    dots = bert.vectors @ bert["beauty"]

    def tokens(scores: NDArray[Any], k: int, *, largest: bool, leave_out: bool = True) -> list[str]:
        ids = nearest_neighbors(scores, k, largest=largest, exclude=beauty if leave_out else ())
        return [bert.tokens[i] for i in ids]

    truth = tokens(similarities, 5, largest=True)
    least = "These are the least similar. A large similarity is near: say largest=True."
    itself = "beauty is in your list: it is its own nearest neighbor. Leave it out with exclude."
    by_distance = "These are the nearest by Euclidean distance. Rank the similarities, largest first."
    mistakes: list[tuple[Any, str]] = [
        ([bert.token_id(token) for token in truth], "These are ids. Turn each into its token: bert.tokens[i]."),
        (tokens(similarities, 5, largest=False), least),
        (tokens(similarities, 5, largest=False, leave_out=False), least),
        (tokens(similarities, 5, largest=True, leave_out=False), itself),
        (tokens(similarities, 6, largest=True, leave_out=False), itself),
        (tokens(distances, 5, largest=False), by_distance),
        (tokens(distances, 5, largest=False, leave_out=False), by_distance),
        (tokens(distances, 5, largest=True), "These are the farthest by Euclidean distance. Rank the similarities."),
        (
            tokens(dots, 5, largest=True),
            "These have the largest dot products, which long vectors win. Divide by their lengths.",
        ),
        (tokens(similarities, 4, largest=True), "There is one too few: k is 5."),
        (tokens(similarities, 6, largest=True), "There is one too many: k is 5."),
    ]
    if given != truth:
        refuse(given, mistakes)
        if set(map(str, given)) == set(truth):
            raise NotYet("The five are right, but not their order: the most similar first.")
        if any(isinstance(item, float) for item in given):
            raise NotYet("These are similarities, or distances. Which tokens have them?")
        right = len(set(map(str, given)) & set(truth))
        raise NotYet(f"Of your {len(given)}, {right} belong there, and five are asked for.")
    both = len(set(truth) & set(tokens(distances, 5, largest=False)))
    return (
        f"{', '.join(truth)}. By Euclidean distance only {both} of them are among the five nearest, and the reason is "
        "what comes next."
    )


@check
def check_free_of_hub(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word that does not have [MASK] among its 15 nearest tokens by Euclidean distance."""
    word = whole_word(answer, bert)
    hub = bert.token_id(HUB)
    distances = measure(bert, word)[1]
    rank = int((distances < distances[hub]).sum())  # the word itself is one of them, and has no rank
    if rank <= 15:
        raise NotYet(f"By Euclidean distance {HUB} is number {rank} of the tokens nearest to {word}. Try another word.")
    table = nearest_tokens(bert, word, 15, "euclidean")
    said = (
        f"{HUB}, at {distances[hub]:.3f}, is only number {rank:,} for {word}; number 15 is at {table[-1].distance:.3f}."
    )
    strange = [row.token for row in table if token_kind(row.token) != "word"]
    if len(strange) > 3:
        return (
            f"{said} But look who stands before it: {', '.join(strange[:3])}, and {len(strange)} of 15 are no words. "
            "Other short vectors have taken its place."
        )
    return f"{said} Nearly all of the fifteen are words: where there are enough true neighbors, a hub finds no place."
