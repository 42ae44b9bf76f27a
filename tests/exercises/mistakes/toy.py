"""Mistakes in notebook 1."""

STEPS = "sideways, up = points[3] - points[X]\n"
TO_K = "differences = points - points[10]\n"


def neighbors(code: str) -> str:
    """Return a learner's lines that take neighbors of K by some call, and turn them into letters."""
    return f"from_k = euclidean_distances(points, points[10])\nanswer = [letters[i] for i in {code}]"


def classify(*lines: str) -> str:
    """Return a learner's function with these lines in it."""
    body = "".join(f"    {line}\n" for line in ("d = euclidean_distances(points, query)", *lines))
    return f"def classify(points, labels, query, k):\n{body}"


MISTAKES = [
    ("distance", STEPS + "answer = sideways**2 + up**2", "is the squared distance. Take its root."),
    ("distance", STEPS + "answer = abs(sideways) + abs(up)", "The straight way is shorter"),
    ("distance", STEPS + "answer = sideways + up", "added with their signs"),
    ("distance", STEPS + "answer = (sideways + up)**2", "squared the sum"),
    ("distance", "answer = np.sqrt(-0.7**2 + 1.4**2)", "Write (-0.7)**2"),
    ("distance", STEPS + "answer = (sideways**2 + up**2)**1/2", "Write **0.5"),
    ("distance", STEPS + "answer = np.sqrt(np.mean([sideways**2, up**2]))", "Add them."),
    ("distance", "answer = np.sqrt((points[3]**2).sum())", "how far D is from (0, 0)"),
    ("distance", "sideways, up = points[4] - points[X]\nanswer = np.sqrt(sideways**2 + up**2)", "the distance to E"),
    ("distance", STEPS + "answer = -np.sqrt(sideways**2 + up**2)", "negative"),
    ("distance", "answer = 1.55", "a little too small"),
    ("distance", "answer = 12", "too large"),
    ("distance", "answer = 0.2", "too small"),
    ("distance", "answer = 1.6", "may be rounded too much"),
    ("distance", STEPS + "answer = up", "the step up alone"),
    ("distance", "answer = np.sqrt(((points[3] + points[X])**2).sum())", "Subtract them"),
    ("distance", "answer = euclidean_distances(points, points[3])[1]", "From D to X is asked for"),
    ("distance", "answer = '1.565'", "Leave out the quotes"),
    ("distance", "answer = 'D'", "your answer is text, 'D'."),
    ("distance", "answer = 1,565", "write a point, not a comma"),
    ("distance", "answer = points[3]", "an array of shape (2,)"),
    ("distance", "answer = print(1.565)", "Your answer is None"),
    ("distance", "answer = np.sqrt", "Call it"),
    ("all-distances", TO_K + "answer = np.sqrt((differences**2).sum(axis=0))", "Use axis=1"),
    ("all-distances", TO_K + "answer = np.sqrt((differences**2).sum())", "one number for all points together"),
    ("all-distances", TO_K + "answer = (differences**2).sum(axis=1)", "squared distances"),
    ("all-distances", TO_K + "answer = np.abs(differences).sum(axis=1)", "without squaring them"),
    ("all-distances", TO_K + "answer = np.sqrt(differences**2)", "both steps of every point"),
    ("all-distances", TO_K + "answer = np.sqrt((differences**2).mean(axis=1))", "mean of the squares"),
    ("all-distances", "answer = distances", "the distances from X. K is row 10"),
    ("all-distances", "answer = euclidean_distances(points, points[11])", "the distances from L"),
    (
        "all-distances",
        TO_K + "answer = np.sqrt((np.delete(differences, 10, axis=0)**2).sum(axis=1))",
        "K itself is missing",
    ),
    ("all-distances", "answer = points", "yours is an array of shape (17, 2)"),
    ("all-distances", TO_K + "answer = np.sqrt((differences**2).sum(axis=1)).round(1)", "rounded to one decimal"),
    ("all-distances", "answer = np.sort(euclidean_distances(points, points[10]))", "are sorted"),
    ("all-distances", "answer = np.argsort(euclidean_distances(points, points[10]))", "These are row numbers"),
    ("all-distances", "answer = np.sqrt((points**2).sum(axis=1))", "distances from (0, 0)"),
    ("all-distances", "answer = np.sqrt(((points - 10)**2).sum(axis=1))", "Subtract the row"),
    ("all-distances", "answer = np.zeros(17)", "the one for A, 0.000, is off"),
    ("neighbors", neighbors("nearest_neighbors(from_k, k=3)"), "K is in your list"),
    ("neighbors", neighbors("np.argsort(from_k)[:4]"), "K is in your list"),
    ("neighbors", neighbors("nearest_neighbors(from_k, k=3, exclude=X)"), "leave out K"),
    ("neighbors", neighbors("np.argsort(-from_k)[:3]"), "These are the farthest"),
    ("neighbors", neighbors("nearest_neighbors(distances, k=3, exclude=X)"), "These are the neighbors of X"),
    (
        "neighbors",
        "answer = nearest_neighbors(euclidean_distances(points, points[10]), 3, exclude=10)",
        "These are row numbers",
    ),
    ("neighbors", neighbors("nearest_neighbors(from_k, k=2, exclude=10)"), "one too few"),
    ("neighbors", neighbors("nearest_neighbors(from_k, k=4, exclude=10)"), "one too many"),
    ("neighbors", neighbors("sorted(nearest_neighbors(from_k, k=3, exclude=10))"), "not their order"),
    ("neighbors", 'answer = ["X", "B", "M"]', "Of your three, 2 belong"),
    ("neighbors", 'answer = ["x", "m", "o"]', "Of your three, 1 belong"),
    ("neighbors", 'answer = ["B", "C", "J"]', "X is missing"),
    ("neighbors", 'answer = ["K", "X", "C"]', "the one that asks"),
    ("neighbors", 'answer = ["X", "B", "B"]', "twice"),
    ("neighbors", 'answer = ["square", "round", "round"]', "'SQUARE' is none of the letters"),
    ("neighbors", "answer = sorted(euclidean_distances(points, points[10]))[1:4]", "These are distances"),
    ("neighbors", "answer = np.argsort(euclidean_distances(points, points[10]))[:3]", "These are row numbers"),
    ("neighbors", 'answer = [("X", 0.41), ("B", 0.64), ("C", 0.72)]', "Give a flat list"),
    ("neighbors", 'answer = "XBC"', "Give a list"),
    ("neighbors", 'answer = {"X", "B", "C"}', "Give a list"),
    ("classify", classify("return majority_vote([labels[i] for i in np.argsort(-d)[:k]])"), "the k farthest"),
    ("classify", classify("return majority_vote([labels[i] for i in np.argsort(d)[:k + 1]])"), "one neighbor too many"),
    (
        "classify",
        classify("return majority_vote([labels[i] for i in np.argsort(d)[1:k + 1]])"),
        "leaves out the nearest",
    ),
    ("classify", classify("return labels[np.argmin(d)]"), "follows the nearest point alone"),
    ("classify", classify("return majority_vote(labels[:k])"), "the first k points"),
    ("classify", classify("return majority_vote([labels[i] for i in np.argsort(d)])"), "lets all points vote"),
    ("classify", classify("return sorted(labels[i] for i in nearest_neighbors(d, k))[k // 2]"), "takes the median"),
    (
        "classify",
        classify("return np.median([labels[i] for i in nearest_neighbors(d, k)])"),
        "Your function stopped with",
    ),
    (
        "classify",
        classify(
            "near = [labels[i] for i in nearest_neighbors(d, k)]",
            "return max(sorted(set(near)), key=near.count)",
        ),
        "Where it is tied",
    ),
    ("classify", classify("return [labels[i] for i in nearest_neighbors(d, k)]"), "not one label"),
    ("classify", classify("return nearest_neighbors(d, k)[0]"), "should return a label"),
    ("classify", classify("near = nearest_neighbors(d, k)", "return labels[near[0]], near"), "the label alone"),
    ("classify", classify("return letters[nearest_neighbors(d, k)[0]]"), "none of the labels that it got"),
    (
        "classify",
        classify("return majority_vote([labels[i] for i in nearest_neighbors(d, 5)])"),
        "five neighbors, whatever k is",
    ),
    ("classify", classify("return max(labels, key=labels.count)"), "Every place gets the same label"),
    (
        "classify",
        classify("near = [labels[i] for i in nearest_neighbors(d, k)]", "return near[-1]"),
        "nearest first, are",
    ),
    (
        "classify",
        "def classify(points, labels, query, k):\n"
        "    return majority_vote([labels[i] for i in np.argsort(distances)[:k]])",
        "in place of its own?",
    ),
    (
        "classify",
        "def classify(points, labels, query, k):\n    return majority_vote([labels[i] for i in nearest[:k]])",
        "Every place gets the same label",
    ),
    ("classify", classify("print(majority_vote([labels[i] for i in nearest_neighbors(d, k)]))"), "returns nothing"),
    ("classify", "classify = 'round'", "A function is asked for"),
    ("place", "answer = (1.2, 2.0)", "coordinates swapped"),
    ("place", "answer = points[X]", "the other way around, as for X"),
    ("place", "answer = (0, 2)", "both say round"),
    ("place", "answer = (4, 4)", "both say square"),
    ("place", "answer = 2", "A place has two coordinates"),
    ("place", "answer = 'K'", "Numbers are asked for"),
]
