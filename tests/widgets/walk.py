"""Play through both explorers, with whatever release of ipywidgets there is: `python -m tests.widgets.walk`."""

import ipywidgets

from helpers.embeddings import load_embeddings
from helpers.synonyms import nearest_tokens
from helpers.widgets.letter_explorer import LetterExplorer
from helpers.widgets.token_explorer import TokenExplorer
from tests.widgets.reading import LABELS, LETTERS, path, picture, points_of_notebook_1, printed, table, text


def walk() -> str:
    """Return the release of ipywidgets with which everything was as it should be."""
    letters = LetterExplorer(points_of_notebook_1(), LETTERS, LABELS)
    assert text(letters.said.value) == "X at (2.0, 2.0), k = 5: K, C, A, N, B vote: 3 round, 2 square. X is round."
    before = picture(letters).image.tobytes()
    letters.across.set_state({"value": 2.5})  # as a page reports what was done there
    letters.k.set_state({"value": 1})
    assert text(letters.said.value) == "X at (2.5, 2.0), k = 1: N votes: 1 square. X is square."
    assert picture(letters).image.tobytes() != before
    assert picture(letters).alt.startswith("X at (2.5, 2.0), k = 1")

    bert = load_embeddings("all-MiniLM-L6-v2")
    tokens = TokenExplorer(bert, "beauty")
    assert table(tokens) == printed(nearest_tokens(bert, "beauty", k=10))
    tokens.rows.buttons[1].click()
    assert path(tokens) == ["beauty", "gorgeous"]
    tokens.metric.set_state({"index": 1})
    tokens.k.set_state({"value": 20})
    tokens.words_only.set_state({"value": True})
    asked = nearest_tokens(bert, "gorgeous", k=20, metric="euclidean", words_only=True)
    assert table(tokens) == printed(asked)
    tokens.word.set_state({"value": "handbag"})
    assert table(tokens) == []
    assert text(tokens.said.value).startswith('"handbag" is 2 tokens in this vocabulary: hand ##bag.')
    tokens.back.click()
    assert table(tokens) == printed(asked)
    tokens.back.click()
    assert path(tokens) == ["beauty"]
    assert tokens.back.disabled
    return str(ipywidgets.__version__)


if __name__ == "__main__":
    print(walk())
