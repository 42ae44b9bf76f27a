"""How the figures of a notebook are held to their word: what nbval leaves out, called by conftest.py at the top."""
