"""The five checks of notebook 6: gigabytes, the recall, a count of comparisons, a setting, and a merge."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.evaluation import recall_at_k
from helpers.exercises._calling import borrowed, call, raise_if_left_over
from helpers.exercises._comparing import CLOSE, check_number, format_number, is_close
from helpers.exercises._parsing import RETURNED, describe, parse_number, parse_numbers, short_repr
from helpers.exercises._replies import NotYet, check

Ids = NDArray[np.intp]
Floats = NDArray[np.float64]
ALMOST = 0.015  # by this share of a known mistake an answer may differ from it

N, DIMENSIONS = 10**9, 384
BYTES = N * DIMENSIONS * 4
# What mistakes give, each with its reply.
SIZE_MISTAKES: list[tuple[float, str]] = [
    (384, "That is one byte for each number. How many bytes does a float32 take? Its name counts bits."),
    (3072, "That is with eight bytes for each number, as float64 has. A float32 has half of them."),
    (768, "That is with two bytes for each number, as float16 has. A float32 has 32 bits, and a byte has 8."),
    (192, "Did you divide by the bytes of a number? A float32 takes four bytes, so multiply by them."),
    (96, "Did you divide by the bytes of a number? A float32 takes four bytes, so multiply by them."),
    (6144, "The four bytes of a number are in it twice. Once is enough."),
    (12288, "That is in gigabits: a float32 has 32 bits, and each byte has 8 of them. Divide by 8."),
    (BYTES * 8, "That is in bits: each byte has 8 of them, and a gigabyte has 10**9 bytes. Divide by both."),
    (4, "That is for a single number in each vector. A vector has 384 of them."),
    (
        BYTES / 2**30,
        "In units of 2**30 bytes, called GiB, it is right. Here a gigabyte has 10**9 bytes: divide by that.",
    ),
    (
        BYTES / 10**12,
        "In terabytes that would be right, or in gigabytes for a million vectors. A billion is a thousand million, and "
        "gigabytes are asked for.",
    ),
    (BYTES / 2**40, "That is in units of 2**40 bytes. A gigabyte has 10**9 of them: divide by that."),
    (1000 * BYTES / 2**40, "There is 2**40 in it. A gigabyte has 10**9 bytes: divide by that."),
    (BYTES / 10**6, "That is in megabytes, or for a trillion vectors. A gigabyte has a thousand megabytes."),
    (BYTES / 10**3, "That is in kilobytes. A gigabyte has a million of them."),
    (BYTES, "That is in bytes, and right. Divide by the 10**9 bytes of a gigabyte."),
    (N * DIMENSIONS, "That is how many numbers they are. Multiply by the bytes of each, and divide by 10**9."),
    (BYTES / 10**15, "That is in petabytes. A gigabyte has 10**9 bytes: divide by that."),
    (0.384, "That is for a million vectors, and one byte for each number. A billion is a thousand million."),
    (
        30522 * DIMENSIONS * 4 / 10**9,
        "That is for the tokens of BERT. How much is it for a billion vectors of that length?",
    ),
    (30522 * DIMENSIONS * 4 / 10**6, "Those are the megabytes of BERT's tokens. Gigabytes of a billion are asked for."),
]


@check
def check_gigabytes(answer: object) -> str:
    """Check the gigabytes that a billion vectors of 384 float32 numbers take."""
    given, expected = _parse_count(answer), BYTES / 10**9
    if not is_close(given, expected):
        _raise_for_closest(given, expected, SIZE_MISTAKES)
        if abs(given - expected) < 0.05 * expected:
            raise NotYet(
                f"{format_number(given)} is near, but nothing needs rounding here: multiply the vectors, the numbers "
                "in each, and the bytes of a number, then divide by 10**9, which has no factor of 1,024."
            )
        check_number(given, expected, [], "A size")
    return (
        f"{expected:,.0f} gigabytes, at four bytes for each number. A laptop's memory holds a hundredth of that, so "
        "either the vectors must become smaller, or many machines must share them."
    )


def _parse_count(answer: object) -> float:
    """Return an answer as a number, which may have been written with a comma between the thousands, or a unit."""
    if isinstance(answer, tuple) and len(answer) > 1 and all(type(part) is int for part in answer):
        raise NotYet(f"With a comma Python reads {len(answer)} numbers. Write one, without any comma.")
    if isinstance(answer, str) and any(character.isdigit() for character in answer):
        raise NotYet(
            f"A number is asked for, and your answer is text, {short_repr(answer)}. Leave out the quotes, and any "
            "comma, unit, or word."
        )
    return parse_number(answer)


def _raise_for_closest(given: float, expected: float, mistakes: list[tuple[float, str]]) -> None:
    """Raise NotYet with the reply to the mistake that comes closest, if one comes closer than the right answer."""
    mistaken, sentence = min(mistakes, key=lambda pair: abs(given - pair[0]))
    if abs(given - mistaken) <= min(ALMOST * mistaken, abs(given - expected)):
        raise NotYet(sentence)


# What was found, and the true nearest. With these, no two of the mistakes below give the same.
TRIES = [
    (np.array(found), np.array(nearest))
    for found, nearest in [
        ([[1, 3, 9], [2, 5, -1]], [[1, 2, 3], [3, 4, 5]]),
        ([[8, 7], [8, 5], [5, -1], [-1, -1]], [[7, 8], [8, 9], [9, 7], [5, 6]]),
        (
            [[11, 10, 13, 12, -1], [12, 20, 16, 10, 21], [23, 22, 24, -1, -1]],
            [[10, 11, 12, 13, 14], [12, 15, 16, 10, 17], [20, 21, 22, 23, 24]],
        ),
        ([[4, 1, 2, 3], [9, 8, 7, 6], [1, 2, 8, 3]], [[4, 3, 2, 1], [9, 8, 7, 6], [4, 5, 1, 2]]),
    ]
]


@check
def check_recall(function: object) -> str:
    """Check a function that returns the recall: the share of the true nearest that were found."""
    given = [_returned_recall(function, found, nearest) for found, nearest in TRIES]
    expected = [right_recall(found, nearest) for found, nearest in TRIES]
    if not is_close(given, expected):
        for mistaken, sentence in RECALL_MISTAKES:
            if is_close(given, [mistaken(found, nearest) for found, nearest in TRIES]):
                raise NotYet(sentence)
        raise_if_left_over(function)
        if max(given) - min(given) < CLOSE:
            raise NotYet("It gives the same in each try. Does it use both found and nearest, as they were given?")
        wrong = next(i for i in range(len(TRIES)) if not is_close(given[i], expected[i]))
        found, nearest = TRIES[wrong]
        raise NotYet(
            f"For found {_shown(found)} and nearest {_shown(nearest)} it gives {format_number(given[wrong])}. Of the "
            f"{nearest.shape[1]} nearest in each row {_listed(_shared(found, nearest))} were found, so it is "
            f"{format_number(expected[wrong])}."
        )
    if helper := borrowed(function, "recall"):
        raise NotYet(f"Your function calls {helper}, and the number is right. Now write it without the helper.")
    return (
        "each row counts by itself, and what was not found counts as missed. Recall asks only who is there. In which "
        "order they stand, and how near the others are that took a place, it doesn't see."
    )


def right_recall(found: Ids, nearest: Ids) -> float:
    """Return the mean over queries of the share of the nearest that were found."""
    return float(recall_at_k(found, nearest).mean())


def _returned_recall(function: object, found: Ids, nearest: Ids) -> float:
    """Return what a learner's function gives, as one number; raise NotYet if it gives none."""
    result = call(function, found, nearest)
    several = isinstance(result, list | tuple | np.ndarray)
    if several and parse_numbers(result, RETURNED).shape == nearest.shape[:1]:
        raise NotYet("Your function returns one number for each query. Take their mean.")
    return parse_number(result, RETURNED)


def _shown(array: NDArray[Any]) -> str:
    return str(array.tolist())


def _listed(counts: list[int]) -> str:
    return ", ".join(map(str, counts[:-1])) + f" and {counts[-1]}"


def _rows(found: Ids, nearest: Ids) -> list[tuple[list[int], list[int]]]:
    return list(zip(found.tolist(), nearest.tolist(), strict=True))


def _shared(found: Ids, nearest: Ids) -> list[int]:
    """Return how many of the nearest of each query were found."""
    return [len(set(row) & set(true)) for row, true in _rows(found, nearest)]


def _of_rows(measure: Callable[[list[int], list[int]], float]) -> Callable[[Ids, Ids], float]:
    """Return a function that takes the mean over queries of what a measure says of two rows."""
    return lambda found, nearest: float(np.mean([measure(row, true) for row, true in _rows(found, nearest)]))


ALL_TOGETHER = (
    "You threw all rows together, so that an id counts as found if another query found it. Compare row with row."
)
NOT_DIVIDED = "That is how many of the nearest were found. Divide by the number of ids in nearest."

# Typical wrong implementations, each with its reply.
RECALL_MISTAKES: list[tuple[Callable[[Ids, Ids], float], str]] = [
    (
        lambda found, nearest: float((found == nearest).mean()),
        "You compare place by place. An id that was found at another rank counts as well: put each row into a set.",
    ),
    (
        lambda found, nearest: float((found == nearest).sum()),
        "You compare place by place, and count. An id at another rank counts as well, and a share is asked for.",
    ),
    (
        lambda found, nearest: float((found == nearest).all(axis=1).mean()),
        "You ask whether a row is the same from end to end. Take the share of its ids that were found, in any order.",
    ),
    (
        _of_rows(lambda row, true: bool(set(row) & set(true))),
        "That is the hit: 1 if any of the nearest was found. Which share of them was it?",
    ),
    (
        _of_rows(lambda row, true: set(row) == set(true)),
        "You ask whether all of the nearest were found. If only some were, their share counts.",
    ),
    (
        _of_rows(lambda row, true: true[0] in row),
        "You look for the first of the nearest alone. All k of them count.",
    ),
    (
        _of_rows(lambda row, true: row[0] in true),
        "You look only at the first that was found. All of them count.",
    ),
    (_of_rows(lambda row, true: row[0] == true[0]), "You compare the first of each row alone. All k of them count."),
    (lambda found, nearest: float(np.isin(found, nearest).mean()), ALL_TOGETHER),
    (lambda found, nearest: float(np.isin(nearest, found).mean()), ALL_TOGETHER),
    (lambda found, nearest: _together(found, nearest) / nearest.size, ALL_TOGETHER),
    (lambda found, nearest: _together(found, nearest) / len(set(nearest.ravel().tolist())), ALL_TOGETHER),
    (lambda found, nearest: _together(found, nearest) / len(set(found.ravel().tolist())), ALL_TOGETHER),
    (lambda found, nearest: _together(found, nearest) / nearest.shape[1], ALL_TOGETHER),
    (lambda found, nearest: _together(found, nearest) / nearest.shape[0], ALL_TOGETHER),
    (lambda found, nearest: float(_together(found, nearest)), f"{ALL_TOGETHER} And divide, for a share."),
    (lambda found, nearest: float(sum(_shared(found, nearest))), NOT_DIVIDED),
    (
        lambda found, nearest: sum(_shared(found, nearest)) / nearest.shape[1],
        "That is the sum over all queries. Divide by their number, too.",
    ),
    (
        lambda found, nearest: sum(_shared(found, nearest)) / nearest.shape[0],
        "That is how many were found for each query. Divide by k, too, for a share.",
    ),
    (
        lambda found, nearest: float(sum(_shared(found, nearest)) // nearest.size),
        "It is 0 in each try. Does an integer division // drop what comes after the point? Divide with one /.",
    ),
    (lambda found, nearest: 1 - right_recall(found, nearest), "That is the share that was missed. Recall is the rest."),
    (lambda found, nearest: 100 * right_recall(found, nearest), "That is in percent. As a share of 1, divide by 100."),
    (
        _of_rows(lambda row, true: len(set(row) & set(true)) / max(1, len(set(row) - {-1}))),
        "You divided by how many were found, which is the precision: a search that finds one id would look perfect. "
        "Divide by k.",
    ),
    (
        _of_rows(lambda row, true: len(set(row) & set(true)) / len(set(row))),
        "You divided by the size of the set that was found, in which several -1 become one. Divide by k.",
    ),
    (
        lambda found, nearest: sum(_shared(found, nearest)) / int((found >= 0).sum()),
        "You divided by how many were found, which is the precision: a search that finds one id would look perfect. "
        "Divide by k.",
    ),
    (
        _of_rows(lambda row, true: len(set(row) & set(true)) / len(set(row) | set(true))),
        "You divided by all different ids in the two rows. Divide by k, the number of the nearest.",
    ),
    (
        _of_rows(lambda row, true: len(set(row) & set(true)) / (2 * len(true))),
        "You divided by the length of both rows together. Divide by k.",
    ),
    (
        lambda found, nearest: float(np.median(_shared(found, nearest))) / nearest.shape[1],
        "That is the median. The mean of the shares is asked for.",
    ),
    (
        lambda found, nearest: _shared(found, nearest)[0] / nearest.shape[1],
        "That is the first query alone. Does return stand inside of the loop?",
    ),
    (
        lambda found, nearest: _shared(found, nearest)[-1] / nearest.shape[1],
        "That is the last query alone. Collect the shares in a list, and take their mean.",
    ),
]


def _together(found: Ids, nearest: Ids) -> int:
    """Return how many different ids are in both arrays."""
    return len(set(found.ravel().tolist()) & set(nearest.ravel().tolist()))


CELLS, SEARCHED = 256, 8


@check
def check_compared(answer: object, n: int) -> str:
    """Check with how many vectors a query is compared that searches 8 of 256 cells."""
    given = _parse_count(answer)
    in_cell, in_cells = n / CELLS, SEARCHED * n / CELLS
    expected = CELLS + in_cells
    lowest, highest = (CELLS + SEARCHED * whole for whole in (math.floor(in_cell), math.ceil(in_cell)))
    if not min(lowest, expected - 1) <= given <= max(highest, expected + 1):
        _raise_for_closest(given, expected, compared_mistakes(n))
        check_number(given, expected, [], "A number of vectors")
    return (
        f"{CELLS} centers, and about {in_cells:,.0f} vectors, together {expected / n:.0%} of all. More cells would be "
        "smaller, but each adds a center. (Real cells differ in size, and a large one is searched more often.)"
    )


def compared_mistakes(n: int) -> list[tuple[float, str]]:
    """Return what mistakes give with n vectors, each with its reply."""
    in_cell, in_cells = n / CELLS, SEARCHED * n / CELLS
    expected = CELLS + in_cells
    whole = "That is a share. With how many vectors is it compared?"
    return [
        (in_cells, f"These are the vectors of the {SEARCHED} cells. To know which cells are near, what comes first?"),
        (in_cell, f"That is the size of one cell. {SEARCHED} are searched, and the centers count, too."),
        (CELLS + in_cell, f"That is the centers and one cell. {SEARCHED} cells are searched."),
        (CELLS + SEARCHED, "A cell is not one vector. How many are in each, and so in all that are searched?"),
        (SEARCHED, "That is the number of cells. How many vectors are in them, and how many centers are there?"),
        (CELLS, "These are the centers alone. Then the vectors in the cells are compared, too."),
        (
            SEARCHED * CELLS,
            f"{CELLS} is the number of the cells, not how many vectors are in one: that is all vectors divided by it.",
        ),
        (
            CELLS + SEARCHED * CELLS,
            f"{CELLS} is the number of the cells, not how many vectors are in one: that is all vectors divided by it.",
        ),
        (n, "All of them? That is the search without cells. Only some of the cells are searched."),
        (n + CELLS, "That is all vectors and the centers. Only some of the cells are searched."),
        (n / SEARCHED, f"That is an eighth of all. Of {CELLS} cells {SEARCHED} are searched, which is far less."),
        (CELLS + n / SEARCHED, f"An eighth of all? Of {CELLS} cells {SEARCHED} are searched, which is far less."),
        (
            SEARCHED + in_cells,
            f"You counted {SEARCHED} centers. Only after a look at all {CELLS} it is known which {SEARCHED} are near.",
        ),
        (
            CELLS + SEARCHED + in_cells,
            f"You counted {SEARCHED} centers twice: they are among the {CELLS}.",
        ),
        (
            (CELLS + SEARCHED * n) / CELLS,
            f"You divided the {CELLS} centers, too. Only the vectors are divided among the cells.",
        ),
        (
            SEARCHED * (CELLS + in_cell),
            f"You counted the centers {SEARCHED} times. A query is compared with them once.",
        ),
        (
            CELLS + SEARCHED * (n - CELLS) / CELLS,
            "You took the centers off the vectors. But a center is a mean, no token, so the cells share all of them.",
        ),
        (SEARCHED * n, f"That is {SEARCHED} times all vectors. A cell has a {CELLS}th of them."),
        (CELLS + SEARCHED * n, f"That is {SEARCHED} times all vectors. A cell has a {CELLS}th of them."),
        (CELLS * n, "That is more than there are. The cells share the vectors: divide."),
        (n - in_cells, "These are the vectors that it is not compared with. The others are asked for."),
        (n - expected, "That is how many comparisons are saved. How many are left?"),
        (SEARCHED / CELLS, whole),
        (100 * SEARCHED / CELLS, whole),
        (expected / n, whole),
        (100 * expected / n, whole),
        (CELLS / SEARCHED, "That says how many times fewer cells are searched. How many vectors are compared?"),
        (n / expected, "That says how many times fewer vectors are compared. How many are they?"),
    ]


ENOUGH = 0.95


@check
def check_setting(answer: object, recalls: Mapping[int, float]) -> str:
    """Check the smallest number of cells whose recall is at least 0.95."""
    reaching = [cells for cells in sorted(recalls) if recalls[cells] >= ENOUGH]
    if not reaching:
        raise NotYet(f"None of these settings reaches {ENOUGH}. Measure with more cells, and ask again.")
    if isinstance(answer, Mapping):
        raise NotYet("Your answer is a dictionary. Give one of its keys, a number of cells.")
    cells, smallest = _parse_setting(answer, recalls, reaching), reaching[0]
    if cells != smallest:
        _explain_other_setting(cells, recalls, smallest)
    fewer = [other for other in sorted(recalls) if other < smallest]
    short = f", and with {_cells(fewer[-1])} it falls short, at {_recall(recalls[fewer[-1]])}" if fewer else ""
    return (
        f"with {_cells(smallest)} the recall is {_recall(recalls[smallest])}{short}. As in notebook 5, the words that "
        "chose the setting flatter it, so measure on other words what you report."
    )


def _parse_setting(answer: object, recalls: Mapping[int, float], reaching: list[int]) -> float:
    """Return an answer as one number; raise NotYet if it is several."""
    if getattr(answer, "shape", (len(answer),) if isinstance(answer, list | tuple) else ())[:1] in ((), (1,)):
        return parse_number(answer)
    given = parse_numbers(answer).ravel().tolist()
    if given == reaching:
        raise NotYet(f"All of these reach {ENOUGH}. Which of them searches the fewest cells?")
    larger, recall = max(given, default=0), min(given, default=0)
    cells = int(larger)
    if len(given) == 2 and larger in recalls and abs(recalls[cells] - recall) <= 0.006:
        right = "The number of cells is right." if cells == reaching[0] else "That is not the smallest that reaches it."
        right = right if recalls[cells] >= ENOUGH else f"That recall is below {ENOUGH}."
        raise NotYet(f"Two numbers, a setting and its recall. Give the number of cells alone. {right}")
    raise NotYet(f"One number of cells is asked for, and your answer is {describe(answer)}.")


def _explain_other_setting(given: float, recalls: Mapping[int, float], smallest: int) -> None:
    """Say what is off in a setting that isn't the smallest with enough recall."""
    in_order = sorted(recalls)
    if given in recalls:
        recall = recalls[int(given)]
        at = f"With {_cells(int(given))} the recall is {_recall(recall)}"
        if recall >= ENOUGH and given == in_order[-1]:
            raise NotYet(f"{at}, but that searches the most cells. Fewer are enough for {ENOUGH}.")
        if recall >= ENOUGH:
            raise NotYet(f"{at}, which is enough, but fewer cells are enough as well. The smallest is asked for.")
        if recall + 0.005 >= ENOUGH - 1e-9:
            raise NotYet(f"{at}. Rounded it is {ENOUGH}, but at least {ENOUGH} it is not: it falls a little short.")
        raise NotYet(f"{at}, which is less than {ENOUGH}. Search more cells.")
    if 0 < given < 1 or any(abs(given - 100 * share) <= 0.5 for share in (*recalls.values(), ENOUGH)):
        raise NotYet(f"{format_number(given)} is a recall. Which number of cells has the recall that is wanted?")
    if given in (in_order.index(smallest), in_order.index(smallest) + 1):
        raise NotYet(
            f"{format_number(given)} is a place among the settings. Give the setting itself, a number of cells."
        )
    raise NotYet(f"{format_number(given)}: that was not measured. Choose one of {', '.join(map(str, in_order))}.")


def _cells(count: int) -> str:
    return f"{count} cell{'s' * (count != 1)}"


def _recall(value: float) -> str:
    """Return a recall with three decimals; with more, if these would raise it to what is enough."""
    return f"{value:.3f}" if (float(f"{value:.3f}") >= ENOUGH) == (value >= ENOUGH) else f"{value:.6f}"


Piece = tuple[list[int], list[float]]
# Ids and distances of pieces, and k. With these, no two of the mistakes below give the same.
PIECES: list[tuple[Ids, Floats, int]] = [
    (np.array([ids for ids, _ in pieces]), np.array([distances for _, distances in pieces]), len(pieces[0][0]))
    for pieces in [
        [([3, 1, 4], [0.5, 1.0, 4.0]), ([12, 10, 15], [0.25, 0.5, 2.0])],
        [([8, 5], [0.5, 1.5]), ([2, 9], [0.5, 2.5]), ([17, 11], [0.25, 3.0])],
        [([6, 2, 0, 5], [4.0, 5.0, 6.0, 7.0]), ([23, 21, 28, 20], [0.5, 1.0, 1.5, 3.5])],
        [([31, 35, 38], [0.5, 1.0, 1.0]), ([24, 22, 27], [0.5, 1.0, 2.5]), ([16, 10, 13], [0.75, 1.0, 1.25])],
        [([7], [2.0]), ([4], [1.0]), ([1], [3.0])],
    ]
]


@check
def check_merge(function: object) -> str:
    """Check a function that merges the nearest of several pieces into the k nearest of all."""
    given = [_returned_ids(function, *case) for case in PIECES]
    expected = [right_merge(*case) for case in PIECES]
    if given != expected:
        for mistaken, sentence in MERGE_MISTAKES:
            if given == [mistaken(*case) for case in PIECES]:
                raise NotYet(sentence)
        _raise_for_distances(given)
        raise_if_left_over(function)
        _explain_other_ids(given, expected)
    return (
        f"the same as sorting all of them, in {len(PIECES)} tries. Each piece sends k, because all of the nearest may "
        "lie in one. So only pieces times k ids come together, however many vectors a piece has."
    )


def right_merge(ids: Ids, distances: Floats, k: int) -> list[float]:
    """Return the ids of the k nearest of all pieces; of equal distances the lower id comes first."""
    return [i for _, i in _pairs(ids, distances)[:k]]


def _returned_ids(function: object, ids: Ids, distances: Floats, k: int) -> Any:
    """Return what a learner's function gives, as a list of numbers."""
    try:
        result = call(function, ids, distances, k)
    except NotYet as reason:
        if "truth value of an array" in str(reason):
            raise NotYet(f"Whole rows were compared. Put the rows into one first, with ravel. {reason}") from None
        raise
    return parse_numbers(result, RETURNED).tolist()


def _raise_for_distances(given: list[Any]) -> None:
    """Raise NotYet if what belongs to the ids, or to the places, are the distances that a mistake chooses.

    Equal distances may stand in any order, as they do after np.argsort.
    """
    of_ids = [dict(zip(ids.ravel().tolist(), distances.ravel().tolist(), strict=True)) for ids, distances, _ in PIECES]
    at_places = [dict(enumerate(distances.ravel().tolist())) for _, distances, _ in PIECES]
    for known, mistakes in [(of_ids, DISTANCE_MISTAKES), (at_places, PLACE_MISTAKES)]:
        found = [
            [known_here.get(i) for i in values] if np.ndim(values) == 1 and len(set(values)) == len(values) else values
            for known_here, values in zip(known, given, strict=True)
        ]
        for mistaken, sentence in mistakes:
            if found == [mistaken(distances, k) for _, distances, k in PIECES]:
                raise NotYet(sentence)


def _explain_other_ids(given: list[Any], expected: list[list[float]]) -> None:
    """Say where ids differ that match no known mistake."""
    wrong = next(i for i in range(len(PIECES)) if given[i] != expected[i])
    ids, distances, k = PIECES[wrong]
    if np.shape(given[wrong]) == (k, 2) != ids.shape:
        raise NotYet("Your function returns pairs. Return the ids alone, nearest first.")
    if np.shape(given[wrong]) == (2, k) and given[wrong][0] == expected[wrong]:
        raise NotYet("The ids are right. Return them alone, without the distances.")
    if np.shape(given[wrong]) == ids.shape:
        raise NotYet("Your function returns a row for each piece. Put all rows into one, with ravel, and sort that.")
    if np.shape(given[wrong]) != (k,):
        raise NotYet(
            f"With k = {k} your function returns {describe(np.asarray(given[wrong]))}. A row of {k} "
            f"id{'s' * (k != 1)} is asked for, of shape ({k},)."
        )
    case = f"For ids {_shown(ids)} and distances {_shown(distances)} with k = {k} it returns {_numbers(given[wrong])}"
    if strange := [i for i in given[wrong] if i not in ids]:
        raise NotYet(f"{case}. But {format_number(strange[0])} is not among the ids.")
    if sorted(given[wrong]) == sorted(expected[wrong]):
        raise NotYet(f"{case}. These are right, but not their order: it is {_numbers(expected[wrong])}.")
    raise NotYet(f"{case}. The nearest are {_numbers(expected[wrong])}.")


def _numbers(values: list[float]) -> str:
    return f"[{', '.join(map(format_number, values))}]"


def _pairs(ids: Ids, distances: Floats) -> list[tuple[float, int]]:
    """Return distance and id of all, nearest first, of equal distances the lower id first."""
    return sorted(zip(distances.ravel().tolist(), ids.ravel().tolist(), strict=True))


def _by_place(ids: Ids, distances: Floats) -> list[int]:
    """Return all ids, nearest first, of equal distances the one first that stands first."""
    return [int(i) for i in ids.ravel()[np.argsort(distances.ravel(), kind="stable")]]


def _higher_first(ids: Ids, distances: Floats) -> list[int]:
    """Return all ids, nearest first, of equal distances the higher id first."""
    return [i for _, i in sorted(_pairs(ids, distances), key=lambda pair: (pair[0], -pair[1]))]


def _from_each(ids: Ids, distances: Floats, k: int, *, in_order: bool) -> list[int]:
    """Return the first of each piece, as many as make k with the others, at least one each."""
    share = max(1, k // len(ids))
    if in_order:
        return [i for _, i in _pairs(ids[:, :share], distances[:, :share])][:k]
    return [int(i) for i in ids[:, :share].ravel()][:k]


FROM_EACH = "You take as many from each piece. But all of the nearest may lie in one piece: sort them together first."
ONE_EACH = "You take the nearest of each piece. But its second may be nearer than the first of another."
BY_ID = "You sorted by id. Sort by distance; only where distances are equal does the lower id go first."
DISTANCES = "These are distances. Return the ids that belong to them, in that order."
PLACES = "These are places among all distances, counted from 0. Look up the ids at these places."
FARTHEST = "These are the farthest. Near means a small distance."
ONE_PIECE = "You took one piece alone. Its ids may be farther than those of the others."

# Typical wrong implementations, each with its reply.
MERGE_MISTAKES: list[tuple[Callable[[Ids, Floats, int], Any], str]] = [
    (
        lambda ids, distances, k: _higher_first(ids, distances)[:k],
        "Where distances differ it is right. Of equal distances the lower id should go first; yours takes the higher.",
    ),
    (lambda ids, distances, k: ids[0].tolist(), f"{ONE_PIECE} Is [0] in your function?"),
    (lambda ids, distances, k: ids[-1].tolist(), ONE_PIECE),
    (
        lambda ids, distances, k: ids[distances[:, 0].argmin()].tolist(),
        "You took the piece that has the nearest of all. The others may have near ones, too: sort all together.",
    ),
    (
        lambda ids, distances, k: ids[distances.sum(axis=1).argmin()].tolist(),
        "You took the piece whose distances are the smallest together. Sort the vectors of all pieces instead.",
    ),
    (
        lambda ids, distances, k: sorted(right_merge(ids, distances, k)),
        "These are the k nearest, but sorted by id. Keep the order of their distances.",
    ),
    (
        lambda ids, distances, k: sorted(_by_place(ids, distances)[:k]),
        "You sorted the k nearest by id. Keep the order of their distances, and of equal ones take the lower id first.",
    ),
    (lambda ids, distances, k: sorted(ids.ravel().tolist())[:k], BY_ID),
    (lambda ids, distances, k: sorted(ids.ravel().tolist()), f"{BY_ID} And return only k."),
    (lambda ids, distances, k: sorted(distances.ravel().tolist())[:k], DISTANCES),
    (lambda ids, distances, k: sorted(distances.ravel().tolist()), f"{DISTANCES} And return only k."),
    (
        lambda ids, distances, k: [i for _, i in _pairs(ids, distances)],
        "The order is right, but you return the ids of all pieces. Only the first k are asked for: [:k].",
    ),
    (
        lambda ids, distances, k: ids.ravel().tolist(),
        "You put the pieces one behind the other. Sort them by distance, and take the first k.",
    ),
    (lambda ids, distances, k: _from_each(ids, distances, k, in_order=False), FROM_EACH),
    (lambda ids, distances, k: _from_each(ids, distances, k, in_order=True), FROM_EACH),
    (
        lambda ids, distances, k: ids.T.ravel()[:k].tolist(),
        "You go from piece to piece: first the nearest of each, then the second. Sort all of them by distance.",
    ),
    (lambda ids, distances, k: ids[:, 0].tolist(), ONE_EACH),
    (
        lambda ids, distances, k: [i for _, i in _pairs(ids, distances)[1 : k + 1]],
        "You left out the nearest, as if it were the query itself. Here all of them count.",
    ),
    (lambda ids, distances, k: [i for _, i in _pairs(ids, distances)[: k + 1]], "That is one too many: k + 1 ids."),
    (lambda ids, distances, k: [i for _, i in _pairs(ids, distances)[: k - 1]], "That is one too few: k - 1 ids."),
    (lambda ids, distances, k: right_merge(ids, distances, k)[:1], "That is the nearest alone. Return k of them."),
    (lambda ids, distances, k: right_merge(ids, distances, k)[0], "That is the nearest alone. Return k of them."),
    (lambda ids, distances, k: [right_merge(ids, distances, k)], "The ids are right, but in a list inside of a list."),
]

# The distances that a mistake chooses, of all distances and k, each with its reply.
DISTANCE_MISTAKES: list[tuple[Callable[[Floats, int], list[float]], str]] = [
    (
        lambda distances, k: _sorted(distances)[:k],
        "Where distances differ it is right. Of equal distances the lower id should go first, and yours doesn't look "
        "at ids: sort pairs of distance and id, or use np.lexsort.",
    ),
    (lambda distances, k: _sorted(distances)[:k][::-1], "These are the k nearest, but the nearest comes last."),
    (lambda distances, k: _sorted(distances)[::-1][:k], FARTHEST),
    (lambda distances, k: _sorted(distances)[-k:], FARTHEST),
    (
        lambda distances, k: _sorted(distances),
        "You return the ids of all pieces. Only the first k are asked for, and of equal distances the lower id first.",
    ),
    (lambda distances, k: _sorted(distances)[::-1], f"{FARTHEST} And return only k."),
    (lambda distances, k: _sorted(distances[:, 0]), ONE_EACH),
    (lambda distances, k: _sorted(distances[:, 0])[:k], ONE_EACH),
]
PLACE_MISTAKES: list[tuple[Callable[[Floats, int], list[float]], str]] = [
    (lambda distances, k: _sorted(distances)[:k], PLACES),
    (lambda distances, k: _sorted(distances), f"{PLACES} And return only k."),
    (lambda distances, k: _sorted(distances)[::-1][:k], f"{PLACES} And near means a small distance."),
]


def _sorted(distances: Floats) -> list[float]:
    return [float(distance) for distance in np.sort(distances.ravel())]
