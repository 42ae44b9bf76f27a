"""Mistakes in notebook 2."""

TOKENS = 'tokens = bert.tokenize("a sunflower")\n'


def one_hot_rows(*lines: str) -> str:
    """Return a learner's function with these lines in it."""
    return "def one_hot_rows(ids, n):\n" + "".join(f"    {line}\n" for line in lines)


MISTAKES = [
    ("ids", 'answer = bert.tokenize("a sunflower")', "These are the tokens"),
    ("ids", TOKENS + 'answer = [bert.token_id(t) for t in ["[CLS]", *tokens, "[SEP]"]]', "marks that encode adds"),
    ("ids", 'answer = [bert.token_id(t) for t in ["[CLS]", "a", "sun", "##flower"]]', "[CLS] stands before it"),
    ("ids", 'answer = [bert.token_id(word) for word in ["a", "sun", "flower"]]', "not the piece"),
    ("ids", 'answer = [bert.token_id(letter) for letter in "asunflower"]', "single letters"),
    ("ids", TOKENS + "answer = [bert.token_id(token) + 1 for token in tokens]", "one too many"),
    ("ids", TOKENS + "answer = [str(bert.token_id(token)) for token in tokens]", "quotes around the ids"),
    ("ids", 'answer = [bert.token_id(token) for token in bert.tokenize("sunflower")]', "The first word is missing"),
    ("ids", TOKENS + "answer = [bert.token_id(token) for token in reversed(tokens)]", "from right to left"),
    ("ids", 'answer = ["a", "sunflower"]', "Ids are whole numbers"),
    ("ids", "answer = [1, 2]", "The number of ids is 2, and BERT makes 3 tokens"),
    ("ids", "answer = [1, 2, 3]", "not all are right"),
    ("ids", 'answer = bert["sun"]', "the numbers of a vector"),
    ("ids", 'answer = [bert["a"], bert["sun"]]', "There is an array of shape (384,) in your list"),
    ("ids", "answer = 5053", "Give a list"),
    (
        "share",
        "kinds = Counter(token_kind(t) for t in bert.tokens)\nanswer = kinds['piece'] // len(bert)",
        "Did // drop what comes after the point",
    ),
    ("share", "answer = 100 * 5828 / 30522", "in percent"),
    ("share", "answer = sum(token_kind(token) == 'piece' for token in bert.tokens)", "how many pieces there are"),
    ("share", "answer = 5828 / 22698", "the number of words"),
    ("share", "answer = 30522 / 5828", "the other way around"),
    ("share", "answer = 1 - 5828 / 30522", "no pieces"),
    ("share", "answer = 22698 / 30522", "the share of the kind 'word'"),
    ("share", "answer = 19", "in percent"),
    ("share", "answer = 997 / 30522", "the share of the kind 'character'"),
    ("share", "answer = 5828 / 29528", "a little too large"),
    ("share", "answer = 0.2", "may be rounded too much"),
    ("share", "answer = 0.5", "too large"),
    ("share", "answer = '19 %'", "text"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[ids].T"), "Rows and columns are mixed up"),
    ("one-hot-rows", one_hot_rows("row = np.zeros(n)", "row[ids] = 1", "return row"), "All ones are in one row"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[ids].sum(axis=0)"), "All ones are in one row"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[ids[0]]"), "the first id alone"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[[i - 1 for i in ids]]"), "too far to the left"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[[(i + 1) % n for i in ids]]"), "too far to the right"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[sorted(ids)]"), "sorted by id"),
    ("one-hot-rows", one_hot_rows("return np.eye(n)[sorted(set(ids), key=ids.index)]"), "needs two rows"),
    (
        "one-hot-rows",
        one_hot_rows(
            "rows = np.zeros((len(ids), n))", "for r, i in enumerate(ids):", "    rows[r, i] = i", "return rows"
        ),
        "The id itself stands where a 1 should be",
    ),
    ("one-hot-rows", one_hot_rows("return np.eye(n)"), "Take the rows of the ids alone"),
    ("one-hot-rows", one_hot_rows("return small[ids]"), "must have the shape (3, 4)"),
    (
        "one-hot-rows",
        one_hot_rows("return np.zeros((len(ids), n))"),
        "for the id 2 it should be [0, 0, 1, 0]",
    ),
    ("length", 'answer = len(bert["beautiful"])', "how many numbers the vector has"),
    ("length", 'answer = (bert["beautiful"]**2).sum()', "the squared length"),
    ("length", 'answer = bert["beautiful"].sum()', "plus and minus cancel"),
    ("length", 'answer = np.abs(bert["beautiful"]).sum()', "without their signs"),
    ("length", 'answer = np.sqrt((bert["beautiful"]**2).mean())', "mean of the squares"),
    ("length", 'answer = bert["beautiful"].mean()', "the mean of its numbers"),
    ("length", 'answer = bert["beautiful"].max()', "the largest of its numbers"),
    ("length", 'answer = np.linalg.norm(bert["beauty"])', "the length of beauty"),
    ("length", 'answer = bert.token_id("beautiful")', "the id of beautiful"),
    (
        "length",
        'answer = np.linalg.norm(bert["beautiful"] - bert["beauty"])',
        "the distance from beautiful",
    ),
    ("length", 'answer = bert["beautiful"]', "an array of shape (384,)"),
    ("counterexample", 'answer = ["beauty", "the"]', "right in the other order"),
    ("counterexample", 'answer = ["beauty", "salamanca"]', "This pair keeps the rule"),
    ("counterexample", 'answer = ["salamanca", "beauty"]', "Put the more frequent word first"),
    ("counterexample", "answer = [1996, 5053]", "1996 is a number. If it is an id"),
    ("counterexample", 'answer = ["the", "##bag"]', "of the kind 'piece'"),
    ("counterexample", 'answer = ["the", "[MASK]"]', "of the kind 'special'"),
    ("counterexample", 'answer = ["the", "sunflower"]', '"sunflower" is 2 tokens'),
    ("counterexample", 'answer = ["the", "The"]', "the same token"),
    ("counterexample", 'answer = ["a", "beauty"]', "A single letter counts as a character"),
    ("counterexample", 'answer = ["the"]', "Two words are asked for"),
    ("counterexample", 'answer = "the beauty"', "Give a list"),
]
