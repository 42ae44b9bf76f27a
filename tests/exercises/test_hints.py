"""Tests that a hint leads somewhere: who does what it says gets a right answer."""

import pytest

from tests.exercises.learner import ALL, folded, named, reply_to

TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
PLACES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
NUMBERS = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"]
COUNTRIES = ["france", "germany", "spain", "italy", "china", "japan", "canada", "brazil", "india", "mexico", "england"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]
FREQUENT = ["the", "of", "and", "in", "to", "was", "he", "is", "as", "for", "on", "with", "that", "it", "his"]
OTHERS = ["beauty", "house", "water", "music", "arsenic", "computer", "river", "dance"]


def function(first_line: str, *lines: str) -> str:
    return "\n    ".join([first_line, *lines])


def texts(*words: str) -> list[str]:
    return [f'answer = "{word}"' for word in words]


LENGTHS = "length_of_a, length_of_b = np.sqrt((a**2).sum()), np.sqrt((b**2).sum())"
ONE_WORD = """def overlap(word, k):
    by_distance = nearest_tokens(bert, word, k, metric="euclidean")
    by_cosine = nearest_tokens(bert, word, k)
    in_both = {row.token for row in by_distance} & {row.token for row in by_cosine}
    return len(in_both) / k"""

# Words of each hint, and what a learner writes who does what they say.
FOLLOWED: list[tuple[str, str, list[str]]] = [
    (
        "distance",
        "copy the lines that measured to B, and change the row: D is row 3",
        ["sideways, up = points[3] - points[X]\ndistance = np.sqrt(sideways**2 + up**2)\nanswer = distance"],
    ),
    (
        "all-distances",
        "Only the row that you subtract changes. The rest of the formula is as above, or one call of the helper.",
        [
            "differences = points - points[10]\nanswer = np.sqrt((differences**2).sum(axis=1))",
            "answer = euclidean_distances(points, points[10])",
        ],
    ),
    (
        "neighbors",
        "one call of `euclidean_distances`, under a new name. Give that to `nearest_neighbors`, with k=3",
        [
            "new = euclidean_distances(points, points[10])\n"
            "answer = [letters[i] for i in nearest_neighbors(new, k=3, exclude=10)]"
        ],
    ),
    (
        "classify",
        "Three helpers, one after the other",
        [
            function(
                "def classify(points, labels, query, k):",
                "distances = euclidean_distances(points, query)",
                "nearest = nearest_neighbors(distances, k)",
                "voters = []",
                "for i in nearest: voters.append(labels[i])",
                "return majority_vote(voters)",
            )
        ],
    ),
    (
        "place",
        "begins half a unit straight below the X, another more than a unit above it",
        ["answer = (2, 1.5)", "answer = (2, 1.25)", "answer = (2, 3.25)", "answer = (2, 3.5)"],
    ),
    (
        "ids",
        "First the tokens: there are more of them than words. Then the id of each token, in the same order",
        [
            'tokens = bert.tokenize("a sunflower")\nanswer = []\n'
            "for token in tokens: answer.append(bert.token_id(token))"
        ],
    ),
    (
        "share",
        "Divide the number of pieces, printed above, by the number of all tokens, `len(bert)`",
        ["answer = 5828 / len(bert)"],
    ),
    (
        "one-hot-rows",
        "Start with a matrix of zeros, of shape (number of ids, n). Then each row needs a single 1",
        [
            function(
                "def one_hot_rows(ids, n):",
                "rows = np.zeros((len(ids), n))",
                "for row in range(len(ids)): rows[row, ids[row]] = 1",
                "return rows",
            )
        ],
    ),
    (
        "one-hot-rows",
        "the identity matrix `np.eye(n)`: which of its rows do you need",
        [function("def one_hot_rows(ids, n):", "return [np.eye(n)[i] for i in ids]")],
    ),
    (
        "length",
        "the distance from zero to where it ends: Pythagoras again",
        [
            'answer = np.sqrt((bert["beautiful"]**2).sum())',
            "from helpers.distances import euclidean_distances\n"
            'answer = euclidean_distances([bert["beautiful"]], np.zeros(384))',
        ],
    ),
    (
        "cosine",
        "Multiply number by number and add up: that is the dot product. Then divide by the length of a and by the "
        "length of b",
        [function("def cosine_of(a, b):", LENGTHS, "dot = (a * b).sum()", "return dot / length_of_a / length_of_b")],
    ),
    (
        "twice",
        "what is left of 2a if you subtract a? How long is that?",
        ['answer = (np.sqrt((bert["beauty"]**2).sum()), 1)'],
    ),
    (
        "most-similar",
        "The call is like the one above, with other scores, and of similarities the large ones are near",
        [
            "answer = []\nfor i in nearest_neighbors(similarities, k=5, exclude=beauty, largest=True):\n"
            "    answer.append(bert.tokens[i])"
        ],
    ),
    ("right-angle", "What is left are two squares", ["squared = length_a**2 + 0.5**2\nanswer = np.sqrt(squared)"]),
    ("overlap", "Put the word where *beauty* was, and hand k on to both calls", [ONE_WORD]),
    (
        "rank",
        "Ask for a longer table, k=100, and look for the row whose token is *beauty*",
        [
            'for row in nearest_tokens(bert, "picturesque", k=100):\n'
            '    if row.token == "beauty":\n        answer = row.rank'
        ],
    ),
    ("hidden", "Go on counting, up to ten", texts(*NUMBERS)),
    ("hidden", "Or read % and + aloud", texts("percent", "plus")),
    (
        "mean",
        "whose first number is the mean of the first column",
        ['rows = np.array([bert["hand"], bert["##bag"]])\nanswer = np.mean(rows, axis=0)'],
    ),
    (
        "reciprocal-rank",
        "Go through the row with `enumerate(right, start=1)`, and return at the first True",
        [
            function(
                "def reciprocal_rank_of(right):",
                "for rank, one in enumerate(right, start=1):",
                "    if one: return 1 / rank",
                "return 0.0",
            )
        ],
    ),
    (
        "width",
        "Try `bootstrap_interval(hits[:500])`, and take the difference of its ends",
        [
            "ends = bootstrap_interval(hits[:500])\nanswer = ends[1] - ends[0]",
            "answer = np.diff(bootstrap_interval(hits[:500]))",
        ],
    ),
    (
        "report",
        "The tuning half decides. The other half is asked only once, after that",
        ["best = [n for n in tuning if tuning[n] == max(tuning.values())]\nanswer = best[0], report[best[0]]"],
    ),
    (
        "own-vote",
        "Who is the nearest neighbor of a word that isn't left out? Whose label does it have?",
        ["answer = 1.0", "answer = np.mean([label == label for label in labels])"],
    ),
    (
        "gigabytes",
        "multiply three numbers, and divide by the bytes of a gigabyte",
        ["answer = 1_000_000_000 * 384 * 32 / 8 / 10**9", "answer = 384 * np.float32().nbytes"],
    ),
    (
        "recall",
        "row by row, with `zip(found, nearest)`. Of two rows made into sets, `&` takes what is in both",
        [
            function(
                "def recall_of(found, nearest):",
                "shares = []",
                "for a, b in zip(found, nearest): shares.append(len(set(a) & set(b)) / found.shape[1])",
                "return sum(shares) / len(shares)",
            )
        ],
    ),
    (
        "compared",
        "all centers, to know which cells are near. Then with what is in these cells",
        ["in_one = len(bert) / 256\nanswer = 256 + 8 * in_one", "answer = 256 + 8 * round(len(bert) / 256)"],
    ),
    (
        "setting",
        "Read it off, or let `min` choose among the keys",
        ["answer = 64", "answer = min([key for key in recalls if recalls[key] >= 0.95])"],
    ),
    (
        "merge",
        "Make pairs of them with `zip`, the distance first",
        [
            function(
                "def merge(ids, distances, k):",
                "pairs = list(zip(distances.ravel(), ids.ravel()))",
                "pairs = sorted(pairs)",
                "return [pair[1] for pair in pairs][:k]",
            )
        ],
    ),
]
# Words of each hint that lets a learner try several, and these.
TRIED: list[tuple[str, str, list[str]]] = [
    (
        "counterexample",
        "one of the words that you saw printed first, and after it any word that was not",
        [f'answer = ["{frequent}", "{other}"]' for frequent, other in zip(FREQUENT, 2 * OTHERS, strict=False)],
    ),
    ("free-of-hub", "countries, say", texts(*COUNTRIES)),
    ("free-of-hub", "twenty and its kind", texts(*TENS)),
    ("hidden", "Or count places, as in a race: *second* has 2nd", texts(*PLACES)),
    ("same-five", "Days and months", texts(*DAYS, *MONTHS)),
    (
        "exception",
        "`difference` is -1 where only distance has a hit, and `words` has the words in the same order",
        [f"answer = words[difference == -1][{place}]" for place in range(12)],
    ),
]


def test_every_hint_is_followed() -> None:
    assert {name for name, *_ in FOLLOWED + TRIED} == {exercise.name for exercise in ALL}
    for name, words, _ in FOLLOWED + TRIED:
        assert words in " ".join(folded(named(name), "Hint").split()), name


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, _, answers in FOLLOWED for answer in answers])
def test_doing_what_a_hint_says_is_right(name: str, answer: str) -> None:
    reply = reply_to(named(name), answer)
    assert reply.right, reply.says


@pytest.mark.parametrize(("name", "words", "answers"), TRIED, ids=[f"{name}: {words}" for name, words, _ in TRIED])
def test_most_of_what_a_hint_lets_try_is_right(name: str, words: str, answers: list[str]) -> None:
    right = [reply_to(named(name), answer).right for answer in answers]
    assert right.count(True) >= 2 / 3 * len(right), words
