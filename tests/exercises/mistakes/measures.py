"""Mistakes in notebook 3."""

ROOTS = "na, nb = np.sqrt((a**2).sum()), np.sqrt((b**2).sum())"


def cosine(*lines: str) -> str:
    """Return a learner's function with these lines in it."""
    return "def cosine_of(a, b):\n" + "".join(f"    {line}\n" for line in lines)


MISTAKES = [
    ("cosine", cosine("return (a * b).sum()"), "the dot product alone"),
    ("cosine", cosine(ROOTS, "return (a * b).sum() / na"), "the length of b as well"),
    ("cosine", cosine(ROOTS, "return (a * b).sum() / nb"), "the length of a as well"),
    ("cosine", cosine(ROOTS, "return 1 - (a * b).sum() / (na * nb)"), "the cosine distance"),
    ("cosine", cosine("return (a * b).sum() / ((a**2).sum() * (b**2).sum())"), "the squared lengths"),
    ("cosine", cosine(ROOTS, "return (a * b).sum() / na * nb"), "from left to right"),
    ("cosine", cosine(ROOTS, "return (a * b).sum() / (na + nb)"), "the sum of the lengths"),
    ("cosine", cosine("return (a * b).mean()"), "how many numbers there are"),
    ("cosine", cosine(ROOTS, "return np.arccos((a * b).sum() / (na * nb))"), "in radians"),
    ("cosine", cosine(ROOTS, "return np.degrees(np.arccos((a * b).sum() / (na * nb)))"), "in degrees"),
    ("cosine", cosine(ROOTS, "return abs((a * b).sum() / (na * nb))"), "The sign is lost"),
    ("cosine", cosine(ROOTS, "return a * b / (na * nb)"), "The products must be added up"),
    ("cosine", cosine("return np.sqrt(((a - b)**2).sum())"), "the Euclidean distance"),
    (
        "cosine",
        cosine("return (a[0] * b[0] + a[1] * b[1]) / np.sqrt(a[0]**2 + a[1]**2) / np.sqrt(b[0]**2 + b[1]**2)"),
        "not for more",
    ),
    ("cosine", cosine("return dot / (length_x * length_k)"), "the same for all vectors"),
    ("cosine", cosine("return cosine_similarities(a, b)[0]"), "Your function stopped with ValueError"),
    ("twice", "answer = (1, 1.392)", "The two are swapped"),
    ("twice", "answer = (1.392, 2)", "The similarity doesn't double"),
    ("twice", "answer = (1.392, 0.5)", "isn't halved"),
    ("twice", "answer = (1.392, 0)", "1 - cosine"),
    ("twice", "answer = (0, 1)", "The distance isn't 0"),
    ("twice", 'answer = ((bert["beauty"]**2).sum(), 1)', "The distance is squared"),
    ("twice", 'answer = (2 * np.sqrt((bert["beauty"]**2).sum()), 1)', "the length of twice beauty"),
    ("twice", "answer = (2, 1)", "What is 2a - a?"),
    ("twice", "answer = (9, 1)", "the distance is too large"),
    ("twice", "answer = (9, 9)", "The similarity is off"),
    ("twice", "answer = 1.392", "Two numbers are asked for"),
    ("most-similar", "answer = nearest_neighbors(similarities, 5, exclude=beauty, largest=True)", "These are ids"),
    (
        "most-similar",
        "answer = [bert.tokens[i] for i in nearest_neighbors(similarities, 5, exclude=beauty)]",
        "the least similar",
    ),
    (
        "most-similar",
        "answer = [bert.tokens[i] for i in nearest_neighbors(similarities, 5, largest=True)]",
        "its own nearest neighbor",
    ),
    (
        "most-similar",
        "answer = [bert.tokens[i] for i in nearest_neighbors(distances, 5, exclude=beauty)]",
        "by Euclidean distance",
    ),
    ("most-similar", "answer = [bert.tokens[i] for i in np.argsort(-distances)[:5]]", "the farthest by Euclidean"),
    (
        "most-similar",
        'dots = bert.vectors @ bert["beauty"]\n'
        "answer = [bert.tokens[i] for i in nearest_neighbors(dots, 5, exclude=beauty, largest=True)]",
        "the largest dot products",
    ),
    ("most-similar", "answer = [bert.tokens[i] for i in np.argsort(-similarities)[1:5]]", "one too few"),
    ("most-similar", "answer = [bert.tokens[i] for i in np.argsort(-similarities)[1:7]]", "one too many"),
    ("most-similar", "answer = sorted(bert.tokens[i] for i in np.argsort(-similarities)[1:6])", "not their order"),
    ("most-similar", 'answer = ["beautiful", "nice"]', "of which 1 belong"),
    ("right-angle", "answer = length_a**2 + 0.5**2", "the squared distance"),
    ("right-angle", "answer = length_a + 0.5", "You added the lengths"),
    ("right-angle", "answer = length_a - 0.5", "You took the difference"),
    ("right-angle", "answer = np.sqrt(length_a**2 - 0.5**2)", "You subtracted the squares"),
    ("right-angle", "answer = np.sqrt(length_a**2 + 0.5**2 - 2 * length_a * 0.5)", "You took the difference"),
    ("right-angle", "answer = length_a", "as if the other vector had none"),
    ("right-angle", "answer = np.sqrt(length_a**2 + 0.5)", "You added 0.5 itself"),
    ("right-angle", "answer = np.sqrt(length_a + 0.5)", "lengths under the root"),
    ("right-angle", "answer = 0", "0 is the cosine"),
    ("free-of-hub", 'answer = "beauty"', "[MASK] is number 4 of the tokens nearest to beauty. By cosine"),
    ("free-of-hub", 'answer = "[MASK]"', "of the kind 'special'"),
    ("free-of-hub", 'answer = "sunflower"', '"sunflower" is 2 tokens'),
    ("free-of-hub", 'answer = ["twenty"]', "One word is asked for"),
    ("free-of-hub", 'answer = bert.token_id("twenty")', "give its token"),
    ("free-of-hub", 'answer = ""', "BERT finds nothing in it to read"),
]
