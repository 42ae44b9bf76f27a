"""Wrong answers to the exercises of notebook 4."""

MEAN = 'rows = np.array([bert[piece] for piece in bert.tokenize("handbag")])\n'


def overlap(result: str, near: str = "word, k", like: str = "word, k") -> str:
    """Return a learner's function, with the arguments of its two searches."""
    return f"""def overlap(word, k):
    near = nearest_tokens(bert, {near}, metric='euclidean')
    like = nearest_tokens(bert, {like})
    both = {{row.token for row in near}} & {{row.token for row in like}}
    return {result}"""


def find(word: str, other: str, options: str = "") -> str:
    table = f'table = nearest_tokens(bert, "{word}", k=20000{options})\n'
    return table + f'answer = [row.rank for row in table if row.token == "{other}"][0]'


MISTAKES = {
    "overlap": [
        (overlap("len(both)"), "Divide by k for the share"),
        (overlap("len(both) // k"), "integer division"),
        (overlap("100 * len(both) / k"), "in percent"),
        (overlap("len(both) / len({row.token for row in [*near, *like]})"), "all different tokens"),
        (overlap("len(both) / (2 * k)"), "both lists together"),
        (overlap("1 - len(both) / k"), "the share that differs"),
        (overlap("len(both) / k", *2 * ["word, k, include_self=True"]), "The word itself is in both lists"),
        (overlap("len(set(near) & set(like)) / k"), "at the same rank in both lists"),
        (overlap("sum(a.token == b.token for a, b in zip(near, like)) / k"), "at the same rank in both lists"),
        (overlap("len(both) / k").replace(", metric='euclidean'", ""), "by the same measure"),
        (overlap("len(both) / 15", near="word", like="word"), "15 neighbors, whatever k is"),
        (overlap("len(both) / k", near="word", like="word"), "15 neighbors, whatever k is"),
        (overlap("len(both) / k", near="word"), "whatever k is"),
        (overlap("len(both) / k", like="word"), "whatever k is"),
        (overlap("len(both) / k", near="'beauty', k", like="'beauty', k"), "asks for beauty"),
        (overlap("len(both) / 15"), "You divided by 15"),
        (overlap("len(both) / k").replace("&", "|"), "& takes what is in both"),
        (overlap("len(in_both) / 15"), "Your function reads in_both, a variable of the notebook"),
        (overlap("len(in_both) / k"), "stays the same when word and k change"),
        (overlap("len(both) / len(by_cosine)"), "You divided by 15"),
        (overlap("len({row.token for row in by_cosine} & both) / k"), "Your function reads by_cosine"),
        (overlap("0.4"), "the same for every word"),
        (overlap("both"), "a set of 6 elements. How many it has is its len."),
        (overlap("both / k"), "A set can't be divided"),
        (overlap("len(near & like) / k"), "Put the tokens into a set: {row.token for row in table}."),
        (overlap("len(near.token) / k"), "each row has a token"),
        (overlap("len(both) / k").replace("bert, ", ""), "nearest_tokens takes bert first"),
        (overlap("len(both) / k", *2 * ["'word', k"]), "Leave out the quotes"),
        (overlap("len(both) / n"), "Python knows nothing called n"),
        (overlap("[1, 2]"), "One number is asked for"),
    ],
    "rank": [
        (find("picturesque", "beauty") + " - 1", "ranks count from 1"),
        (find("picturesque", "beauty", ", include_self=True"), "picturesque itself is in your list"),
        (find("beauty", "picturesque"), "Ask the other way around"),
        (find("picturesque", "beauty", ", metric='euclidean'"), "the rank by Euclidean distance"),
        ('answer = nearest_tokens(bert, "picturesque", k=53)[-1].similarity', "how similar they are"),
        ('answer = bert.token_id("beauty")', "the id of beauty"),
        ("answer = -1", "A rank is never negative"),
        ("answer = 15", "too small"),
        ("answer = 'no'", "True, it is not among the 15"),
        ("answer = 6", "by Euclidean distance, as in the figure"),
    ],
    "hidden": [
        ('answer = "two"', "two is the word above"),
        ('answer = "beauty"', "made of letters, so the filter keeps it"),
        ('answer = "yen"', "By Euclidean distance it is “¥”, but cosine"),
        ('answer = "sunflower"', '"sunflower" is 2 tokens'),
        ('answer = ["percent"]', "One word is asked for"),
        ("answer = 2", "give its token"),
        ('answer = "##bag"', "of the kind 'piece'"),
        ('answer = "teusday"', "Is it spelled right?"),
    ],
    "mean": [
        (MEAN + "answer = rows.sum(axis=0)", "That is the sum"),
        (MEAN + "answer = rows.sum(axis=1)", "You added up each row"),
        (MEAN + "answer = rows.mean(axis=1)", "Take axis=0"),
        (MEAN + "answer = rows.mean()", "the mean of all numbers at once"),
        (MEAN + "answer = rows", "Take their mean"),
        (MEAN + "answer = np.concatenate(rows)", "one vector behind the other"),
        (
            'rows = [bert[t] for t in ["[CLS]", "hand", "##bag", "[SEP]"]]\nanswer = np.mean(rows, axis=0)',
            "[CLS] and [SEP] are in your mean",
        ),
        ('answer = (bert["hand"] + bert["bag"]) / 2', "its ## is part of the token"),
        (MEAN + "answer = rows.mean(axis=0) / 2", "You divided twice"),
        ('answer = bert["hand"] + bert["##bag"] / 2', "put the sum in parentheses"),
        (MEAN + "answer = rows.mean(axis=0)\nanswer = answer / np.sqrt((answer**2).sum())", "its length is 1"),
        ('answer = bert["hand"]', "the vector of hand alone"),
        ('answer = np.mean([bert[p] for p in bert.tokenize("sunflower")], axis=0)', "the query for sunflower"),
        ('answer = (bert.token_id("hand") + bert.token_id("##bag")) / 2', "the mean of the ids"),
        ('answer = bert["beauty"]', "it isn't the mean of hand and ##bag"),
        ('answer = bert["hand"][:5]', "yours has shape (5,)"),
    ],
    "same-five": [
        ('answer = "beauty"', "Only by Euclidean distance: “美”, “[MASK]”, “##belle”"),
        ('answer = "sunflower"', '"sunflower" is 2 tokens'),
        ('answer = "[unused5]"', "of the kind 'unused'"),
        ('answer = ["monday"]', "One word is asked for"),
        ("answer = nearest_tokens(bert, 'monday', 5)", "One word is asked for"),
    ],
}
