"""Wrong answers to the exercises of notebook 2."""

TOKENS = 'tokens = bert.tokenize("a sunflower")\n'


def one_hot_rows(*lines: str) -> str:
    return "\n    ".join(["def one_hot_rows(ids, n):", *lines])


MISTAKES = {
    "ids": [
        ('answer = bert.tokenize("a sunflower")', "These are the tokens"),
        (TOKENS + 'answer = [bert.token_id(t) for t in ["[CLS]", *tokens, "[SEP]"]]', "marks that encode adds"),
        ('answer = [bert.token_id(t) for t in ["[CLS]", "a", "sun", "##flower"]]', "[CLS] stands before it"),
        ('answer = [bert.token_id(word) for word in ["a", "sun", "flower"]]', "not the piece"),
        ('answer = [bert.token_id(letter) for letter in "asunflower"]', "single letters"),
        (TOKENS + "answer = [bert.token_id(token) + 1 for token in tokens]", "one too many"),
        (TOKENS + "answer = [str(bert.token_id(token)) for token in tokens]", "quotes around the ids"),
        ('answer = [bert.token_id(token) for token in bert.tokenize("sunflower")]', "The first word is missing"),
        (TOKENS + "answer = [bert.token_id(token) for token in reversed(tokens)]", "from right to left"),
        ('answer = ["a", "sunflower"]', "Ids are whole numbers"),
        ("answer = [1, 2]", "The number of ids is 2, and BERT makes 3 tokens"),
        ("answer = [1, 2, 3]", "not all are right"),
        ('answer = bert["sun"]', "the numbers of a vector"),
        ('answer = [bert["a"], bert["sun"]]', "There is an array of shape (384,) in your list"),
        ("answer = 5053", "Give a list"),
    ],
    "share": [
        (
            "kinds = Counter(token_kind(t) for t in bert.tokens)\nanswer = kinds['piece'] // len(bert)",
            "Did // drop what comes after the point",
        ),
        ("answer = 100 * 5828 / 30522", "in percent"),
        ("answer = sum(token_kind(token) == 'piece' for token in bert.tokens)", "how many pieces there are"),
        ("answer = 5828 / 22698", "the number of words"),
        ("answer = 30522 / 5828", "the other way around"),
        ("answer = 1 - 5828 / 30522", "no pieces"),
        ("answer = 22698 / 30522", "the share of the kind 'word'"),
        ("answer = 19", "in percent"),
        ("answer = 997 / 30522", "the share of the kind 'character'"),
        ("answer = 5828 / 29528", "a little too large"),
        ("answer = 0.2", "may be rounded too much"),
        ("answer = 0.5", "too large"),
        ("answer = '19 %'", "text"),
    ],
    "one-hot-rows": [
        (one_hot_rows("return np.eye(n)[ids].T"), "Rows and columns are mixed up"),
        (one_hot_rows("row = np.zeros(n)", "row[ids] = 1", "return row"), "All ones are in one row"),
        (one_hot_rows("return np.eye(n)[ids].sum(axis=0)"), "All ones are in one row"),
        (one_hot_rows("return np.eye(n)[ids[0]]"), "the first id alone"),
        (one_hot_rows("return np.eye(n)[[i - 1 for i in ids]]"), "too far to the left"),
        (one_hot_rows("return np.eye(n)[[(i + 1) % n for i in ids]]"), "too far to the right"),
        (one_hot_rows("return np.eye(n)[sorted(ids)]"), "sorted by id"),
        (one_hot_rows("return np.eye(n)[sorted(set(ids), key=ids.index)]"), "needs two rows"),
        (
            one_hot_rows("rows = np.zeros((len(ids), n))", "for r, i in enumerate(ids): rows[r, i] = i", "return rows"),
            "The id itself stands where a 1 should be",
        ),
        (one_hot_rows("return np.eye(n)"), "Take the rows of the ids alone"),
        (one_hot_rows("return small[ids]"), "must have the shape (3, 4)"),
        (one_hot_rows("return np.zeros((len(ids), n))"), "for the id 2 it should be [0, 0, 1, 0]"),
    ],
    "length": [
        ('answer = len(bert["beautiful"])', "how many numbers the vector has"),
        ('answer = (bert["beautiful"]**2).sum()', "the squared length"),
        ('answer = bert["beautiful"].sum()', "plus and minus cancel"),
        ('answer = np.abs(bert["beautiful"]).sum()', "without their signs"),
        ('answer = np.sqrt((bert["beautiful"]**2).mean())', "mean of the squares"),
        ('answer = bert["beautiful"].mean()', "the mean of its numbers"),
        ('answer = bert["beautiful"].max()', "the largest of its numbers"),
        ('answer = np.linalg.norm(bert["beauty"])', "the length of beauty"),
        ('answer = bert.token_id("beautiful")', "the id of beautiful"),
        ('answer = np.linalg.norm(bert["beautiful"] - bert["beauty"])', "the distance from beautiful"),
        ('answer = bert["beautiful"]', "an array of shape (384,)"),
    ],
    "counterexample": [
        ('answer = ["beauty", "the"]', "right in the other order"),
        ('answer = ["beauty", "salamanca"]', "This pair keeps the rule"),
        ('answer = ["salamanca", "beauty"]', "Put the more frequent word first"),
        ("answer = [1996, 5053]", "1996 is a number. If it is an id"),
        ('answer = ["the", "##bag"]', "of the kind 'piece'"),
        ('answer = ["the", "[MASK]"]', "of the kind 'special'"),
        ('answer = ["the", "sunflower"]', '"sunflower" is 2 tokens'),
        ('answer = ["the", "The"]', "the same token"),
        ('answer = ["a", "beauty"]', "A single letter counts as a character"),
        ('answer = ["the"]', "Two words are asked for"),
        ('answer = "the beauty"', "Give a list"),
    ],
}
