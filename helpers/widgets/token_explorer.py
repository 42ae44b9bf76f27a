"""The explorer of notebook 4: from a word to its neighbors, and from there to theirs."""

import html

import ipywidgets as widgets

from helpers.embeddings import NotOneTokenError, TokenEmbeddings
from helpers.search.metrics import METRICS
from helpers.synonyms import NeighborTable, nearest_tokens
from helpers.tokens import printable
from helpers.widgets._display import FULL, WRAP, StaticOutput, callback, display_live, paragraph, sentence
from helpers.widgets._neighbor_table import NeighborGrid

INITIAL_K, MAX_K = 10, 20
MAX_STEPS = 8  # of the path that are shown


def explore_tokens(embeddings: TokenEmbeddings, word: str) -> None:
    """Display a word's nearest tokens, each of which can be the next word, and controls for what is shown.

    Parameters
    ----------
    embeddings : TokenEmbeddings
        The vocabulary to search.
    word : str
        The first word. It must be one token (see `TokenEmbeddings.token_id`).

    Raises
    ------
    ValueError
        If the word isn't one token.
    """
    explorer = TokenExplorer(embeddings, word)
    text = f"Nearest to {word} by cosine:\n\n{explorer.rows.shown}\n\n"
    text += "(Run this cell, and you can change the word, the metric and k here.)"
    display_live(explorer.box, StaticOutput({"text/plain": text}, {}))


class TokenExplorer:
    """The controls, the table that follows them, and `box`, the widget that has both.

    The table depends on the controls alone. `path` keeps the words that were found, for going back. It ends with the
    word that is shown, except while the text box has one that isn't found.
    """

    def __init__(self, embeddings: TokenEmbeddings, word: str) -> None:
        max_k = max(1, min(MAX_K, len(embeddings) - 1))
        table = nearest_tokens(embeddings, word, k=min(INITIAL_K, max_k))  # raises before anything is displayed
        self.embeddings = embeddings
        self.path: list[str] = []
        self.not_found = False  # whether the word in the text box isn't found

        self.word = widgets.Text(value=word, description="Word:", continuous_update=False, style=FULL)
        self.back = widgets.Button(description="Back", tooltip="Back to the word before")
        self.metric = widgets.Dropdown(options=list(METRICS), description="Metric:", style=FULL)
        self.k = widgets.BoundedIntText(
            value=len(table), min=1, max=max_k, description="k, how many neighbors:", style=FULL
        )
        self.metric.layout.width, self.k.layout.width = "12em", "16em"
        self.words_only = widgets.Checkbox(description="words of letters only", indent=False)
        self.words_only.layout.width = "auto"
        self.path_shown, self.message = widgets.HTML(), widgets.HTML()
        self.rows = NeighborGrid(max_k, self.go_to)
        row = widgets.Layout(flex_flow=WRAP, grid_gap="0 1em")
        self.box = widgets.VBox(
            [
                widgets.HBox([self.word, self.back], layout=row),
                widgets.HBox([self.metric, self.k, self.words_only], layout=row),
                self.path_shown,
                self.message,
                self.rows.box,
            ]
        )
        self.update()
        for control in (self.word, self.metric, self.k, self.words_only):
            control.observe(callback(self.update, self.show_message), "value")
        self.back.on_click(callback(self.go_back, self.show_message))

    def update(self) -> None:
        """Show the table that the controls ask for."""
        try:
            token = self.embeddings.tokens[self.embeddings.token_id(self.word.value)]
        except NotOneTokenError as error:
            self.not_found = True
            self.show_message(str(error))
        else:
            self.not_found = False
            if self.path[-1:] != [token]:
                self.path.append(token)
            try:
                self.show(self.search())
            except ValueError as error:
                self.show_message(str(error))
        self.back.disabled = len(self.path) < 2 and not self.not_found
        self.path_shown.value = self.path_in_html()

    def search(self) -> NeighborTable:
        """Return the nearest tokens, as notebook 4 gets them."""
        return nearest_tokens(
            self.embeddings,
            self.word.value,
            k=self.k.value,
            metric=self.metric.value,
            words_only=self.words_only.value,
        )

    def show(self, table: NeighborTable) -> None:
        """Show a table under the controls."""
        self.message.value = ""
        self.rows.show(table)

    def show_message(self, text: str) -> None:
        """Show a sentence in the place of the table."""
        self.rows.hide()
        self.message.value = sentence(text)

    def go_to(self, token: str) -> None:
        """Look up a token of the table."""
        self.word.value = token

    def go_back(self) -> None:
        """Go back to the last word that was found, or from there to the one before."""
        if not self.not_found and len(self.path) > 1:
            self.path.pop()
        self.word.value = self.path[-1]

    def path_in_html(self) -> str:
        """Return the path in one line: the last words, and how many came before them."""
        steps = [f"<code>{html.escape(printable(token))}</code>" for token in self.path[-MAX_STEPS:]]
        if (before := len(self.path) - len(steps)) > 0:
            steps.insert(0, f"{before} more")
        return paragraph(f"Path: {' &gt; '.join(steps)}")
