"""Comparison of the figures in notebooks, which nbval leaves out. The top-level conftest.py calls it."""
