"""Tests of the notebooks as a learner sees them: in a real JupyterLab, in a real browser."""
