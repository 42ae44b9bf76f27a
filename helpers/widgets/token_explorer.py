"""Notebook 4, live: from a word to its neighbors, and from there to theirs."""

import html

import ipywidgets as widgets

from helpers.embeddings import NotOneTokenError, TokenEmbeddings
from helpers.synonyms import NeighborTable, nearest_tokens
from helpers.widgets._live_display import FULL, WRAP, Still, display_live, in_words, paragraph, sentence
from helpers.widgets._rows import Rows

OPENING_K, LARGEST_K = 10, 20
STEPS_SHOWN = 8  # of the path


def explore_tokens(embeddings: TokenEmbeddings, word: str) -> None:
    """Display a word's nearest tokens, each of which can be the next word, and controls for what is shown.

    Parameters
    ----------
    embeddings : TokenEmbeddings
        The vocabulary to search.
    word : str
        What to begin with. It must be one token (see `TokenEmbeddings.token_id`).

    Raises
    ------
    ValueError
        When `nearest_tokens` refuses the word.
    """
    explorer = TokenExplorer(embeddings, word)
    still = f"Nearest to {word} by cosine:\n\n{explorer.rows.shown}\n\n"
    still += "(Run this cell, and you can change the word, the metric and k here.)"
    display_live(explorer.box, Still({"text/plain": still}, {}))


class TokenExplorer:
    """The controls, the table that follows them, and `box`, which holds all of it.

    What is shown depends on the controls alone. Besides that, `path` keeps the words that were found, so that one can
    go back. It ends with the word that is shown, except while the box has one that isn't found.
    """

    def __init__(self, embeddings: TokenEmbeddings, word: str) -> None:
        most = max(1, min(LARGEST_K, len(embeddings) - 1))
        table = nearest_tokens(embeddings, word, k=min(OPENING_K, most))  # refuses before anything is displayed
        self.embeddings = embeddings
        self.path: list[str] = []
        self.lost = False  # whether the word in the box isn't found

        self.word = widgets.Text(value=word, description="Word:", continuous_update=False, style=FULL)
        self.back = widgets.Button(description="Back", tooltip="Back to the word before")
        self.metric = widgets.Dropdown(options=["cosine", "euclidean"], description="Metric:", style=FULL)
        self.k = widgets.BoundedIntText(
            value=len(table), min=1, max=most, description="k, how many neighbors:", style=FULL
        )
        self.metric.layout.width, self.k.layout.width = "12em", "16em"
        self.words_only = widgets.Checkbox(description="words of letters only", indent=False)
        self.words_only.layout.width = "auto"
        self.trail, self.said = widgets.HTML(), widgets.HTML()
        self.rows = Rows(most, self.go_to)
        row = widgets.Layout(flex_flow=WRAP, grid_gap="0 1em")
        self.box = widgets.VBox(
            [
                widgets.HBox([self.word, self.back], layout=row),
                widgets.HBox([self.metric, self.k, self.words_only], layout=row),
                self.trail,
                self.said,
                self.rows.box,
            ]
        )
        self.update()
        for control in (self.word, self.metric, self.k, self.words_only):
            control.observe(in_words(self.refuse, self.update), "value")
        self.back.on_click(in_words(self.refuse, self.go_back))

    def update(self) -> None:
        """Show what the controls say."""
        try:
            token = self.embeddings.tokens[self.embeddings.token_id(self.word.value)]
        except NotOneTokenError as problem:
            self.lost = True
            self.refuse(str(problem))
        else:
            self.lost = False
            if self.path[-1:] != [token]:
                self.path.append(token)
            try:
                self.show(self.ask())
            except ValueError as problem:
                self.refuse(str(problem))
        self.back.disabled = len(self.path) < 2 and not self.lost
        self.trail.value = self.path_in_html()

    def ask(self) -> NeighborTable:
        """Return the table that the controls ask for, as notebook 4 gets it."""
        return nearest_tokens(
            self.embeddings,
            self.word.value,
            k=self.k.value,
            metric=self.metric.value,
            words_only=self.words_only.value,
        )

    def show(self, table: NeighborTable) -> None:
        """Put a table under the controls."""
        self.said.value = ""
        self.rows.show(table)

    def refuse(self, why: str) -> None:
        """Put a sentence in the place of the table."""
        self.rows.hide()
        self.said.value = sentence(why)

    def go_to(self, token: str) -> None:
        """Make a token the word."""
        self.word.value = token

    def go_back(self) -> None:
        """Return to the last word that was found, or from there to the one before."""
        if not self.lost and len(self.path) > 1:
            self.path.pop()
        self.word.value = self.path[-1]

    def path_in_html(self) -> str:
        """Return the path in a line: the last words, and how many there were before them."""
        steps = [f"<code>{html.escape(token)}</code>" for token in self.path[-STEPS_SHOWN:]]
        if (before := len(self.path) - len(steps)) > 0:
            steps.insert(0, f"{before} more")
        return paragraph(f"Path: {' &gt; '.join(steps)}")
