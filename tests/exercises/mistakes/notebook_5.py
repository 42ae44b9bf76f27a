"""Wrong answers to the exercises of notebook 5."""


def rank_of(*lines: str) -> str:
    """Return a learner's function of a row."""
    return "\n    ".join(["def reciprocal_rank_of(right):", *lines])


def in_a_loop(start: str, then: str, after: str = "return 0") -> str:
    return rank_of(
        f"for rank, is_right in enumerate(right{start}):", "    if is_right:", f"        return {then}", after
    )


LOOP = "for rank, is_right in enumerate(right, start=1):"
HALF = "low, high = bootstrap_interval(hits[:500])\n"
ALL = "low, high = bootstrap_interval(hits)\n"
BEST = "best = max(tuning, key=tuning.get)\nother = max(report, key=report.get)\n"

MISTAKES = {
    "reciprocal-rank": [
        (in_a_loop("", "1 / rank"), "The first rank is 1: count with start=1"),
        (in_a_loop("", "1 / (rank + 2)"), "Your ranks are one too large"),
        (in_a_loop(", start=1", "1 / rank", after="return None"), "in which nothing is right: return 0 there"),
        (in_a_loop(", start=1", "1 / rank", after="pass"), "in which nothing is right: return 0 there"),
        (in_a_loop(", start=1", "1 / rank", after="return np.nan"), "in which nothing is right: return 0 there"),
        (in_a_loop(", start=1", "1 / rank", after="return 1 / 0"), "in which nothing is right: return 0 there"),
        (
            in_a_loop(", start=1", "1 / rank", after="return -1"),
            "In [False, False, False] nothing is right, so return 0",
        ),
        (in_a_loop(", start=1", "rank"), "That is the rank itself"),
        (in_a_loop("", "rank"), "the place, counted from 0"),
        (in_a_loop(", start=1", "1 // rank"), "Divide with one /"),
        (
            rank_of(LOOP, "    if is_right:", "        return 1 / rank", "    return 0"),
            "where return 0 goes after the loop",
        ),
        (
            rank_of("result = 0", LOOP, "    if is_right:", "        result = 1 / rank", "return result"),
            "the last one that is right",
        ),
        (
            rank_of("result = 0", LOOP, "    if is_right:", "        result += 1 / rank", "return result"),
            "You added up over all that is right",
        ),
        (
            rank_of("ranks = 1 + np.flatnonzero(right)", "return (1 / ranks).mean() if len(ranks) else 0"),
            "the mean over all that is right",
        ),
        (
            rank_of("ranks = 1 + np.flatnonzero(right)", "return 1 / ranks.mean() if len(ranks) else 0"),
            "1 divided by the mean rank",
        ),
        (rank_of("return 1 / (1 + np.argmax(right))"), "argmax of a row without True is 0"),
        (rank_of("return 1 / (1 + np.flatnonzero(right)[0])"), "in which nothing is right: return 0 there"),
        (rank_of("return np.sum(right)"), "how many are right"),
        (rank_of("return 1 / np.sum(right) if any(right) else 0"), "You divided by how many are right"),
        (rank_of("return np.mean(right)"), "the precision"),
        (rank_of("return int(np.any(right))"), "That is the hit"),
        (rank_of("right = list(right)[::-1]", "return 1 / (1 + right.index(True)) if any(right) else 0"), "far end"),
        (rank_of("return 1 / (1 + list(right).index(False))"), "the first that is wrong"),
        (rank_of("return 1 / (1 + np.flatnonzero(neighbors)[0])"), "Your function reads neighbors"),
        (rank_of("return 0.4"), "The first True has rank 2"),
        (rank_of(LOOP, "    if is_right is True:", "        return 1 / rank", "return 0"), "write if is_right"),
        (rank_of("return 1 / (1 + right.index(True))"), "An array has no index, but a list has"),
        (rank_of("return 1 / np.flatnonzero(right)[0] if any(right) else 0"), "The first rank is 1"),
        (rank_of("print(1)"), "returns nothing"),
        (rank_of("return float(reciprocal_rank([right])[0])"), "Now write it without the helper"),
    ],
    "width": [
        (ALL + "answer = 4 * (high - low)", "Four times as wide is too wide"),
        (ALL + "answer = (high - low) / 2", "Half as wide?"),
        (ALL + "answer = (high - low) / 4", "A quarter as wide?"),
        (ALL + "answer = high - low", "about the width with 2,000 words"),
        (HALF + "answer = (high - low) / 2", "the width is all of it, from end to end"),
        (HALF + "answer = low, high", "How wide is it?"),
        ("answer = bootstrap_interval(hits[:500])", "These are the ends of an interval"),
        (HALF + "answer = low", "the lower end"),
        (HALF + "answer = high", "the upper end"),
        (HALF + "answer = low - high", "never negative"),
        (HALF + "answer = 100 * (high - low)", "in percent"),
        ("answer = hits[:500].mean()", "the hit rate of 500 words"),
        ("answer = 2", "which number is that?"),
        ("answer = 4", "Not fourfold"),
        ("answer = 0.2", "0.2, is too large. To compute it, take bootstrap_interval(hits[:500])"),
        ("answer = 'twice'", "Numbers are asked for"),
    ],
    "exception": [
        ("answer = words[difference == 1][0]", "It is the other way around"),
        ("answer = words[(difference == 0) & (hits == 1)][0]", "both find a synonym"),
        ("answer = words[(difference == 0) & (hits == 0)][0]", "neither finds a synonym"),
        ("answer = words[difference == -1]", "Take one of them"),
        ("answer = list(words[difference == -1])", "Take one of them"),
        ('answer = "umbrella"', "has no synonym in the table"),
        ('answer = "the"', "isn't in the table"),
        ('answer = "sunflower"', '"sunflower" is 2 tokens'),
        ("answer = np.flatnonzero(difference == -1)[0]", "If it is an id, give its token"),
        ("answer = difference == -1", "One word is asked for"),
    ],
    "report": [
        (BEST + "answer = (other, report[other])", "best on the words of the report"),
        (BEST + "answer = (best, tuning[best])", "is from the words that chose it"),
        (BEST + "answer = (best, report[other])", "that is another number's score"),
        (BEST + "answer = (report[best], best)", "The two are swapped"),
        (BEST + "answer = (best, 100 * report[best])", "Is it in percent?"),
        (BEST + "answer = (0, report[0])", "isn't best on the tuning half"),
        (BEST + "answer = (best, (tuning[best] + report[best]) / 2)", "look it up in report"),
        (BEST + "answer = best", "Two numbers are asked for"),
        ("answer = max(tuning.values())", "Two numbers are asked for"),
        ("answer = (5, 0.55)", "5 components: that was not tried"),
        ("answer = report", "Your answer is a dictionary"),
    ],
    "own-vote": [
        ("answer = 0.728", "some words would get a wrong label"),
        ("answer = correct[1].mean()", "whose label does k = 1 take?"),
        ("answer = shares_of['n']", "some words would get a wrong label"),
        ("answer = 100", "In percent it is"),
        ("answer = 0", "whose label does the nearest have here"),
        ("answer = 0.5", "who is the nearest neighbor"),
        ("answer = '100%'", "Numbers are asked for"),
        ("answer = correct[1]", "True or False"),
    ],
}
