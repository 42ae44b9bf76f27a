"""Tests of helpers/loading/."""
