"""Tests of helpers/exercises/: the replies to right, wrong and strange answers."""
