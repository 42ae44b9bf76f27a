"""Operate both explorers with the installed release of ipywidgets: `python -m tests.widgets.smoke`."""

import ipywidgets

from helpers.embeddings import load_embeddings
from helpers.synonyms import nearest_tokens
from helpers.widgets.letter_explorer import LetterExplorer
from helpers.widgets.token_explorer import TokenExplorer
from tests.widgets.reading import LABELS, LETTERS, path, picture, points_of_notebook_1, printed, table, text


def operate_letters() -> None:
    explorer = LetterExplorer(points_of_notebook_1(), LETTERS, LABELS)
    assert text(explorer.message.value) == "X at (2.0, 2.0), k = 5: K, C, A, N, B vote: 3 round, 2 square. X is round."
    before = picture(explorer).image.tobytes()
    explorer.x_slider.set_state({"value": 2.5})  # as the page reports a change
    explorer.k.set_state({"value": 1})
    assert text(explorer.message.value) == "X at (2.5, 2.0), k = 1: N votes: 1 square. X is square."
    assert picture(explorer).image.tobytes() != before
    assert picture(explorer).alt.startswith("X at (2.5, 2.0), k = 1")


def operate_tokens() -> None:
    bert = load_embeddings("all-MiniLM-L6-v2")
    explorer = TokenExplorer(bert, "beauty")
    assert table(explorer) == printed(nearest_tokens(bert, "beauty", k=10))
    explorer.rows.buttons[1].click()
    assert path(explorer) == ["beauty", "gorgeous"]
    explorer.metric.set_state({"index": 1})
    explorer.k.set_state({"value": 20})
    explorer.words_only.set_state({"value": True})
    expected = printed(nearest_tokens(bert, "gorgeous", k=20, metric="euclidean", words_only=True))
    assert table(explorer) == expected
    explorer.word.set_state({"value": "handbag"})
    assert table(explorer) == []
    assert text(explorer.message.value).startswith('"handbag" is 2 tokens in this vocabulary: hand ##bag.')
    explorer.back.click()
    assert table(explorer) == expected
    explorer.back.click()
    assert path(explorer) == ["beauty"]
    assert explorer.back.disabled


if __name__ == "__main__":
    operate_letters()
    operate_tokens()
    print(ipywidgets.__version__)
