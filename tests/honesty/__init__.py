"""Rules that make a stored notebook one that a reader can believe, and tests that hold every notebook to them."""
