"""Tests of the helpers, of the notebooks, and of the files around them."""
