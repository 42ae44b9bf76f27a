"""Tests of the notebooks in a real JupyterLab and a real browser."""
