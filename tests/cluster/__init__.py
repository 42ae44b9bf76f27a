"""Tests of helpers/cluster."""
