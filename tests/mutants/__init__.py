"""Notebooks and helpers with one fault each, in which a run of the notebooks must fail."""
