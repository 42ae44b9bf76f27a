"""How a model's files are found, fetched, checked and read. No notebook opens this folder."""
