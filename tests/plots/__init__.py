"""Tests of helpers/plots/."""
