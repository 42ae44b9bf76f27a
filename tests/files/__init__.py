"""Tests of helpers/files/."""
