"""Controls to play with: move the X of notebook 1, and walk from word to word in notebook 4."""

from helpers.explorer.letters import explore_letters
from helpers.explorer.tokens import explore_tokens

__all__ = ["explore_letters", "explore_tokens"]
