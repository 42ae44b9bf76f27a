"""Small functions for nearest neighbors in a model's embedding matrix: what the notebooks import."""
