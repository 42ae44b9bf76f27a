"""Tests of helpers/search."""
