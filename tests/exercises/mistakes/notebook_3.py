"""Wrong answers to the exercises of notebook 3."""

ROOTS = "na, nb = np.sqrt((a**2).sum()), np.sqrt((b**2).sum())"


def cosine(*lines: str) -> str:
    return "\n    ".join(["def cosine_of(a, b):", *lines])


def tokens(ids: str) -> str:
    return f"answer = [bert.tokens[i] for i in {ids}]"


MISTAKES = {
    "cosine": [
        (cosine("return (a * b).sum()"), "the dot product alone"),
        (cosine(ROOTS, "return (a * b).sum() / na"), "the length of b as well"),
        (cosine(ROOTS, "return (a * b).sum() / nb"), "the length of a as well"),
        (cosine(ROOTS, "return 1 - (a * b).sum() / (na * nb)"), "the cosine distance"),
        (cosine("return (a * b).sum() / ((a**2).sum() * (b**2).sum())"), "the squared lengths"),
        (cosine(ROOTS, "return (a * b).sum() / na * nb"), "from left to right"),
        (cosine(ROOTS, "return (a * b).sum() / (na + nb)"), "the sum of the lengths"),
        (cosine("return (a * b).mean()"), "how many numbers there are"),
        (cosine(ROOTS, "return np.arccos((a * b).sum() / (na * nb))"), "in radians"),
        (cosine(ROOTS, "return np.degrees(np.arccos((a * b).sum() / (na * nb)))"), "in degrees"),
        (cosine(ROOTS, "return abs((a * b).sum() / (na * nb))"), "The sign is lost"),
        (cosine(ROOTS, "return a * b / (na * nb)"), "Add the products up"),
        (cosine("return np.sqrt(((a - b)**2).sum())"), "the Euclidean distance"),
        (cosine("return a @ b / (len(a) * len(b))"), "len(a) is how many numbers a has"),
        (cosine("return a @ b / (abs(a) * abs(b))"), "which abs(a) is not"),
        (cosine("return a @ b / (abs(a).sum() * abs(b).sum())"), "without their signs"),
        (cosine("return a @ b / (np.sqrt(a**2).sum() * np.sqrt(b**2).sum())"), "take the root last"),
        (cosine("return a @ b / (a.sum() * b.sum())"), "The sum of the numbers is not the length"),
        (cosine("return a @ b / np.sqrt((a**2).sum() + (b**2).sum())"), "Each vector has its own root"),
        (
            cosine("return (a[0] * b[0] + a[1] * b[1]) / np.sqrt(a[0]**2 + a[1]**2) / np.sqrt(b[0]**2 + b[1]**2)"),
            "not for more",
        ),
        (cosine("return dot / (length_x * length_k)"), "Your function reads dot, length_k and length_x, variables of"),
        (cosine("return a @ K / np.sqrt(a @ a) / np.sqrt(K @ K)"), "Your function reads K, a variable of the notebook"),
        (cosine("return 0.5"), "the same for all vectors"),
        (cosine("return np.cos(a @ b)"), "np.cos takes an angle"),
        (cosine("return sum(a[i] * b[i] for i in a)"), "range(len(a)) gives the places of a"),
        (cosine("import math", "return a @ b / (math.sqrt(a**2) * math.sqrt(b**2))"), "math.sqrt only a number"),
        (cosine("return cosine_similarities(a, b)[0]"), "Here write the formula yourself"),
        (cosine("return cosine_similarities([a], b)[0]"), "cosine_similarities does the work in your function"),
        (
            cosine("return np.linalg.norm(a, b)"),
            "one True or False belongs, or where one number does. Your function stopped",
        ),
    ],
    "twice": [
        ("answer = (1, 1.392)", "The two are swapped"),
        ("answer = (1.392, 2)", "The similarity doesn't double"),
        ("answer = (1.392, 0.5)", "isn't halved"),
        ("answer = (1.392, 0)", "1 - cosine"),
        ("answer = (0, 1)", "The distance isn't 0"),
        ('answer = ((bert["beauty"]**2).sum(), 1)', "The distance is squared"),
        ('answer = (2 * np.sqrt((bert["beauty"]**2).sum()), 1)', "the length of twice beauty"),
        ("answer = (-1.392, 1)", "a distance is never negative"),
        ("answer = (2, 1)", "What is 2a - a?"),
        ("answer = (9, 1)", "the distance, 9, is too large"),
        ("answer = (9, 9)", "The similarity is off"),
        ("answer = 1.392", "Two numbers are asked for"),
        ("answer = (1.4, 1)", "is a little too large"),
        ("answer = (384, 1)", "how many numbers beauty has"),
        ('answer = (2 * bert["beauty"] - bert["beauty"], 1)', "The first of your two is a vector"),
        ("answer = (1.392, ...)", "The second of your two is still three dots"),
        ("answer = (1.392, 'the same')", "Numbers are asked for, and the second is text"),
    ],
    "most-similar": [
        ("answer = nearest_neighbors(similarities, 5, exclude=beauty, largest=True)", "These are ids"),
        (tokens("nearest_neighbors(similarities, 5, exclude=beauty)"), "the least similar"),
        (tokens("nearest_neighbors(similarities, 5, largest=True)"), "its own nearest neighbor"),
        (tokens("nearest_neighbors(distances, 5, exclude=beauty)"), "by Euclidean distance"),
        (tokens("np.argsort(similarities)[-5:]"), "Leave it out with exclude. And the order is reversed"),
        (tokens("np.argsort(similarities)[-6:-1]"), "not their order"),
        (tokens("np.argsort(-similarities)[-5:]"), "the least similar"),
        (
            tokens("np.argsort(distances)[:5]"),
            "by Euclidean distance. Rank the similarities, largest first. beauty itself",
        ),
        (
            tokens('np.argsort(bert.vectors @ bert["beauty"])[-5:]'),
            "beauty itself is among them: leave it out. And the",
        ),
        ("answer = np.argsort(-similarities)[:5]", "bert.tokens[i]. beauty is in your list"),
        ('answer = ["nice", "beauty"]', "beauty is in your list"),
        (tokens("np.argsort(-distances)[:5]"), "the farthest by Euclidean"),
        (
            tokens('nearest_neighbors(bert.vectors @ bert["beauty"], 5, exclude=beauty, largest=True)'),
            "the largest dot products",
        ),
        (tokens("np.argsort(-similarities)[1:5]"), "one too few"),
        (tokens("np.argsort(-similarities)[1:7]"), "one too many"),
        ("answer = sorted(bert.tokens[i] for i in np.argsort(-similarities)[1:6])", "not their order"),
        ("answer = np.sort(similarities)[-6:-1]", "Which tokens have them"),
        ('answer = ["beautiful", "nice"]', "Of your 2, 1 belong there"),
    ],
    "right-angle": [
        ("answer = length_a**2 + 0.5**2", "the squared distance"),
        ("answer = length_a + 0.5", "You added the lengths"),
        ("answer = length_a - 0.5", "the difference of the lengths, which is right only"),
        ("answer = np.sqrt(length_a**2 - 0.5**2)", "You subtracted the squares"),
        (
            "answer = np.sqrt(length_a**2 + 0.5**2 - 2 * length_a * 0.5)",
            "With cosine 0 the last term of the formula is gone",
        ),
        ("answer = -1.48", "A distance is never negative"),
        ("answer = length_a", "as if the other vector had none"),
        ("answer = np.sqrt(length_a**2 + 0.5)", "You added 0.5 itself"),
        ("answer = np.sqrt(length_a + 0.5)", "lengths under the root"),
        ("answer = 0", "0 is the cosine"),
        ("answer = length_a * 0.5", "You multiplied the lengths"),
        ("answer = np.sqrt(length_a**2 + length_b**2)", "the length of [MASK]"),
        ("answer = np.sqrt(length_a**2 + 0.5**2 - 2 * length_a * 0.5 * cosine)", "the cosine of [MASK]"),
    ],
    "free-of-hub": [
        ('answer = "beauty"', "[MASK] is number 4 of the tokens nearest to beauty."),
        ('answer = "agrarian"', "15 of the 15 are no whole words"),
        ('answer = "six"', "“6”, “##6”, “立”; 4 of the 15 are no whole words"),
        ('answer = ","', "“,” is of the kind 'character'"),
        ('answer = "[MASK]"', "of the kind 'special'"),
        ('answer = "sunflower"', '"sunflower" is 2 tokens'),
        ('answer = ["twenty"]', "One word is asked for"),
        ('answer = bert.token_id("twenty")', "give its token"),
        ('answer = ""', "BERT finds nothing in it to read"),
    ],
}
