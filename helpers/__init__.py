"""Small functions for nearest neighbors in a model's embedding matrix: what the notebooks import."""

# Where this release can be installed from. `make release` writes it from pyproject.toml.
SOURCE = "https://github.com/OWNER/knn-bert-notebooks/archive/refs/tags/v1.0.0.zip"
