"""Tests of the exercises: what a check says of a learner's code, right, wrong or strange."""
