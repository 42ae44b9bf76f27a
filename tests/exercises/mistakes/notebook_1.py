"""Wrong answers to the exercises of notebook 1."""

STEPS = "sideways, up = points[3] - points[X]\n"
LABELS = "near = [labels[i] for i in nearest_neighbors(d, k)]"
TO_K = "differences = points - points[10]\n"


def neighbors(rows: str) -> str:
    return f"from_k = euclidean_distances(points, points[10])\nanswer = [letters[i] for i in {rows}]"


def classify(*lines: str) -> str:
    return "\n    ".join(["def classify(points, labels, query, k):", "d = euclidean_distances(points, query)", *lines])


def vote(rows: str) -> str:
    return classify(f"return majority_vote([labels[i] for i in {rows}])")


MISTAKES = {
    "distance": [
        (STEPS + "answer = sideways**2 + up**2", "is the squared distance. Take its root."),
        (STEPS + "answer = abs(sideways) + abs(up)", "The straight way is shorter"),
        (STEPS + "answer = sideways + up", "added with their signs"),
        (STEPS + "answer = (sideways + up)**2", "squared the sum"),
        ("answer = np.sqrt(-0.7**2 + 1.4**2)", "Write (-0.7)**2"),
        (STEPS + "answer = (sideways**2 + up**2)**1/2", "Write **0.5"),
        (STEPS + "answer = np.sqrt(np.mean([sideways**2, up**2]))", "Add them."),
        ("answer = np.sqrt((points[3]**2).sum())", "how far D is from (0, 0)"),
        ("sideways, up = points[4] - points[X]\nanswer = np.sqrt(sideways**2 + up**2)", "the distance to E"),
        (STEPS + "answer = -np.sqrt(sideways**2 + up**2)", "negative"),
        ("answer = 1.55", "a little too small"),
        ("answer = 12", "too large"),
        ("answer = 0.2", "too small"),
        ("answer = 1.6", "may be rounded too much"),
        (STEPS + "answer = up", "the step up alone"),
        ("answer = np.sqrt(((points[3] + points[X])**2).sum())", "Subtract them"),
        ("answer = euclidean_distances(points, points[3])[1]", "From D to X is asked for"),
        ("answer = '1.565'", "Leave out the quotes"),
        ("answer = 'D'", "your answer is text, 'D'."),
        ("answer = 1,565", "write a point, not a comma"),
        ("answer = points[3]", "an array of shape (2,)"),
        ("answer = print(1.565)", "Your answer is None"),
        ("answer = np.sqrt", "Call it"),
    ],
    "all-distances": [
        (TO_K + "answer = np.sqrt((differences**2).sum(axis=0))", "Use axis=1"),
        (TO_K + "answer = np.sqrt((differences**2).sum())", "one number for all points together"),
        (TO_K + "answer = (differences**2).sum(axis=1)", "squared distances"),
        (TO_K + "answer = np.abs(differences).sum(axis=1)", "without squaring them"),
        (TO_K + "answer = np.sqrt(differences**2)", "both steps of every point"),
        (TO_K + "answer = np.sqrt((differences**2).mean(axis=1))", "mean of the squares"),
        ("answer = distances", "the distances from X. K is row 10"),
        ("answer = euclidean_distances(points, points[11])", "the distances from L"),
        (TO_K + "answer = np.sqrt((np.delete(differences, 10, axis=0)**2).sum(axis=1))", "K itself is missing"),
        ("answer = points", "yours is an array of shape (17, 2)"),
        (TO_K + "answer = np.sqrt((differences**2).sum(axis=1)).round(1)", "rounded to one decimal"),
        ("answer = np.sort(euclidean_distances(points, points[10]))", "are sorted"),
        ("answer = np.argsort(euclidean_distances(points, points[10]))", "These are row numbers"),
        ("answer = np.sqrt((points**2).sum(axis=1))", "distances from (0, 0)"),
        ("answer = np.sqrt(((points - 10)**2).sum(axis=1))", "Subtract the row"),
        ("answer = np.zeros(17)", "the one for A, 0.000, is off"),
    ],
    "neighbors": [
        (neighbors("nearest_neighbors(from_k, k=3)"), "K is in your list"),
        (neighbors("np.argsort(from_k)[:4]"), "K is in your list"),
        (neighbors("nearest_neighbors(from_k, k=3, exclude=X)"), "leave out K"),
        (neighbors("np.argsort(-from_k)[:3]"), "These are the farthest"),
        (neighbors("nearest_neighbors(distances, k=3, exclude=X)"), "These are the neighbors of X"),
        ("answer = nearest_neighbors(euclidean_distances(points, points[10]), 3, exclude=10)", "These are row numbers"),
        (neighbors("nearest_neighbors(from_k, k=2, exclude=10)"), "one too few"),
        (neighbors("nearest_neighbors(from_k, k=4, exclude=10)"), "one too many"),
        (neighbors("sorted(nearest_neighbors(from_k, k=3, exclude=10))"), "not their order"),
        ('answer = ["X", "B", "M"]', "Of your three, 2 belong"),
        ('answer = ["x", "m", "o"]', "Of your three, 1 belong"),
        ('answer = ["B", "C", "J"]', "X is missing"),
        ('answer = ["K", "X", "C"]', "the one that asks"),
        ('answer = ["X", "B", "B"]', "twice"),
        ('answer = ["square", "round", "round"]', "'SQUARE' is none of the letters"),
        ("answer = sorted(euclidean_distances(points, points[10]))[1:4]", "These are distances"),
        ("answer = np.argsort(euclidean_distances(points, points[10]))[:3]", "These are row numbers"),
        ('answer = [("X", 0.41), ("B", 0.64), ("C", 0.72)]', "Give a flat list"),
        ('answer = "XBC"', "Give a list"),
        ('answer = {"X", "B", "C"}', "Give a list"),
    ],
    "classify": [
        (vote("np.argsort(-d)[:k]"), "the k farthest"),
        (vote("np.argsort(d)[:k + 1]"), "one neighbor too many"),
        (vote("np.argsort(d)[1:k + 1]"), "leaves out the nearest"),
        (classify("return labels[np.argmin(d)]"), "follows the nearest point alone"),
        (classify("return majority_vote(labels[:k])"), "the first k points"),
        (vote("np.argsort(d)"), "lets all points vote"),
        (classify("return sorted(labels[i] for i in nearest_neighbors(d, k))[k // 2]"), "takes the median"),
        (classify("return np.median([labels[i] for i in nearest_neighbors(d, k)])"), "Your function stopped with"),
        (classify(LABELS, "return max(sorted(set(near)), key=near.count)"), "Where it is tied"),
        (classify("return [labels[i] for i in nearest_neighbors(d, k)]"), "not one label"),
        (classify("return nearest_neighbors(d, k)[0]"), "should return a label"),
        (classify("near = nearest_neighbors(d, k)", "return labels[near[0]], near"), "the label alone"),
        (classify("return letters[nearest_neighbors(d, k)[0]]"), "none of the labels that it got"),
        (vote("nearest_neighbors(d, 5)"), "five neighbors, whatever k is"),
        (classify("return max(labels, key=labels.count)"), "Every place gets the same label"),
        (classify(LABELS, "return near[-1]"), "nearest first, are"),
        (vote("np.argsort(distances)[:k]"), "in place of its own?"),
        (vote("nearest[:k]"), "Every place gets the same label"),
        (classify("print(majority_vote([labels[i] for i in nearest_neighbors(d, k)]))"), "returns nothing"),
        ("classify = 'round'", "A function is asked for"),
    ],
    "place": [
        ("answer = (1.2, 2.0)", "coordinates swapped"),
        ("answer = points[X]", "the other way around, as for X"),
        ("answer = (0, 2)", "both say round"),
        ("answer = (4, 4)", "both say square"),
        ("answer = 2", "A place has two coordinates"),
        ("answer = 'K'", "Numbers are asked for"),
    ],
}
