"""Proof that the checking bites: notebooks and helpers with one thing wrong, each of which must turn a run red."""
