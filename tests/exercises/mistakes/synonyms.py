"""Mistakes in notebook 4."""

LISTS = "near = nearest_tokens(bert, word, k, metric='euclidean')", "like = nearest_tokens(bert, word, k)"
BOTH = "both = {row.token for row in near} & {row.token for row in like}"


def overlap(*lines: str) -> str:
    """Return a learner's function with these lines in it."""
    return "def overlap(word, k):\n" + "".join(f"    {line}\n" for line in lines)


def find(word: str, other: str, **options: object) -> str:
    """Return a learner's lines that look for the rank of a token."""
    given = "".join(f", {name}={value!r}" for name, value in options.items())
    table = f'table = nearest_tokens(bert, "{word}", k=20000{given})\n'
    return table + f'answer = [row.rank for row in table if row.token == "{other}"][0]'


MEAN = 'rows = np.array([bert[piece] for piece in bert.tokenize("handbag")])\n'

MISTAKES = [
    ("overlap", overlap(*LISTS, BOTH, "return len(both)"), "Divide by k for the share"),
    ("overlap", overlap(*LISTS, BOTH, "return len(both) // k"), "integer division"),
    ("overlap", overlap(*LISTS, BOTH, "return 100 * len(both) / k"), "in percent"),
    (
        "overlap",
        overlap(*LISTS, BOTH, "return len(both) / len({row.token for row in [*near, *like]})"),
        "all different tokens",
    ),
    ("overlap", overlap(*LISTS, BOTH, "return len(both) / (2 * k)"), "both lists together"),
    ("overlap", overlap(*LISTS, BOTH, "return 1 - len(both) / k"), "the share that differs"),
    (
        "overlap",
        overlap(
            *(line.replace("word, k", "word, k, include_self=True") for line in LISTS), BOTH, "return len(both) / k"
        ),
        "The word itself is in both lists",
    ),
    ("overlap", overlap(*LISTS, "return len(set(near) & set(like)) / k"), "at the same rank in both lists"),
    ("overlap", overlap(*LISTS[1:], "near = like", BOTH, "return len(both) / k"), "by the same measure"),
    (
        "overlap",
        overlap(*(line.replace("word, k", "word") for line in LISTS), BOTH, "return len(both) / 15"),
        "15 neighbors, whatever k is",
    ),
    (
        "overlap",
        overlap(*(line.replace("word, k", "word") for line in LISTS), BOTH, "return len(both) / k"),
        "15 neighbors, whatever k is",
    ),
    ("overlap", overlap("return len(in_both) / 15"), "the same for every word"),
    ("overlap", overlap(LISTS[0], LISTS[1].replace(", k", ""), BOTH, "return len(both) / k"), "whatever k is"),
    ("overlap", overlap(LISTS[0].replace(", k", ""), LISTS[1], BOTH, "return len(both) / k"), "whatever k is"),
    (
        "overlap",
        overlap(*(line.replace("word, k", "'beauty', k") for line in LISTS), BOTH, "return len(both) / k"),
        "asks for beauty",
    ),
    ("overlap", overlap(*LISTS, BOTH, "return len(both) / 15"), "You divided by 15"),
    ("overlap", overlap(*LISTS, BOTH.replace("&", "|"), "return len(both) / k"), "& takes what is in both"),
    (
        "overlap",
        overlap(*LISTS, "return sum(a.token == b.token for a, b in zip(near, like)) / k"),
        "at the same rank in both lists",
    ),
    ("overlap", overlap("return [1, 2]"), "One number is asked for"),
    ("rank", find("picturesque", "beauty") + " - 1", "ranks count from 1"),
    ("rank", find("picturesque", "beauty", include_self=True), "picturesque itself is in your list"),
    ("rank", find("beauty", "picturesque"), "Ask the other way around"),
    ("rank", find("picturesque", "beauty", metric="euclidean"), "the rank by Euclidean distance"),
    ("rank", 'answer = nearest_tokens(bert, "picturesque", k=53)[-1].similarity', "how similar they are"),
    ("rank", 'answer = bert.token_id("beauty")', "the id of beauty"),
    ("rank", "answer = 15", "too small"),
    ("rank", "answer = 'no'", "True, it is not among the 15"),
    ("rank", "answer = 6", "by Euclidean distance, as in the figure"),
    ("hidden", 'answer = "two"', "two is the word above"),
    ("hidden", 'answer = "beauty"', "made of letters, so the filter keeps it"),
    ("hidden", 'answer = "sunflower"', '"sunflower" is 2 tokens'),
    ("hidden", 'answer = ["percent"]', "One word is asked for"),
    ("hidden", "answer = 2", "give its token"),
    ("hidden", 'answer = "##bag"', "of the kind 'piece'"),
    ("hidden", 'answer = "teusday"', "Is it spelled right?"),
    ("mean", MEAN + "answer = rows.sum(axis=0)", "That is the sum"),
    ("mean", MEAN + "answer = rows.mean(axis=1)", "Take axis=0"),
    ("mean", MEAN + "answer = rows.mean()", "the mean of all numbers at once"),
    ("mean", MEAN + "answer = rows", "Take their mean"),
    ("mean", MEAN + "answer = np.concatenate(rows)", "one vector behind the other"),
    (
        "mean",
        'rows = [bert[t] for t in ["[CLS]", "hand", "##bag", "[SEP]"]]\nanswer = np.mean(rows, axis=0)',
        "[CLS] and [SEP] are in your mean",
    ),
    ("mean", 'answer = (bert["hand"] + bert["bag"]) / 2', "its ## is part of the token"),
    ("mean", MEAN + "answer = rows.mean(axis=0) / 2", "You divided twice"),
    ("mean", 'answer = bert["hand"] + bert["##bag"] / 2', "put the sum in parentheses"),
    (
        "mean",
        MEAN + "answer = rows.mean(axis=0)\nanswer = answer / np.sqrt((answer**2).sum())",
        "its length is 1",
    ),
    ("mean", 'answer = bert["hand"]', "the vector of hand alone"),
    ("mean", 'answer = np.mean([bert[p] for p in bert.tokenize("sunflower")], axis=0)', "the query for sunflower"),
    ("mean", 'answer = (bert.token_id("hand") + bert.token_id("##bag")) / 2', "the mean of the ids"),
    ("mean", 'answer = bert["beauty"]', "it isn't the mean of hand and ##bag"),
    ("mean", 'answer = bert["hand"][:5]', "yours has shape (5,)"),
    ("same-five", 'answer = "beauty"', "Only by Euclidean distance: 美, [MASK], ##belle"),
    ("same-five", 'answer = "sunflower"', '"sunflower" is 2 tokens'),
    ("same-five", 'answer = "[unused5]"', "of the kind 'unused'"),
    ("same-five", 'answer = ["monday"]', "One word is asked for"),
    ("same-five", "answer = nearest_tokens(bert, 'monday', 5)", "One word is asked for"),
]
