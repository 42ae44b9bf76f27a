"""Checks that answer a learner's attempt: `check_distance(answer, points)`.

Each check takes an answer, whatever it is, and what it needs to work out the right one from the helpers. It never
raises: it returns a `Reply`, which prints as a sentence or two.

To add one, write a function that returns what to say of a right answer and raises `NotYet` with what to say of any
other, mark it with `check`, and export it here.
"""

from helpers.exercises.arrows import check_right_angle, check_twice
from helpers.exercises.cosine import check_cosine
from helpers.exercises.distance import check_all_distances, check_distance
from helpers.exercises.lengths import check_counterexample, check_length
from helpers.exercises.lists import check_hidden, check_rank, check_same_five
from helpers.exercises.one_hot import check_one_hot_rows
from helpers.exercises.overlap import check_overlap
from helpers.exercises.pieces import check_mean
from helpers.exercises.places import check_neighbors, check_place
from helpers.exercises.rankings import check_free_of_hub, check_most_similar
from helpers.exercises.replies import NotYet, Reply, check
from helpers.exercises.tokens import check_ids, check_share
from helpers.exercises.vote import check_classify

__all__ = [
    "NotYet",
    "Reply",
    "check",
    "check_all_distances",
    "check_classify",
    "check_cosine",
    "check_counterexample",
    "check_distance",
    "check_free_of_hub",
    "check_hidden",
    "check_ids",
    "check_length",
    "check_mean",
    "check_most_similar",
    "check_neighbors",
    "check_one_hot_rows",
    "check_overlap",
    "check_place",
    "check_rank",
    "check_right_angle",
    "check_same_five",
    "check_share",
    "check_twice",
]
