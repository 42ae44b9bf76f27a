"""Controls to play with: move the X of notebook 1, and walk from word to word in notebook 4."""

from helpers.widgets.letter_explorer import explore_letters
from helpers.widgets.token_explorer import explore_tokens

__all__ = ["explore_letters", "explore_tokens"]
