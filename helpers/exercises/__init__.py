"""Checks of a learner's answers to the exercises, such as `check_distance(answer, points)`.

Each check takes an answer, and what it needs to compute the right one. It returns a `Reply`, which prints as a sentence
or two, and never raises. CONTRIBUTING.md says how to add one.
"""

from helpers.exercises._replies import NotYet, Reply, check
from helpers.exercises.notebook_1 import (
    check_all_distances,
    check_classify,
    check_distance,
    check_neighbors,
    check_place,
)
from helpers.exercises.notebook_2 import check_counterexample, check_ids, check_length, check_one_hot_rows, check_share
from helpers.exercises.notebook_3 import (
    check_cosine,
    check_free_of_hub,
    check_most_similar,
    check_right_angle,
    check_twice,
)
from helpers.exercises.notebook_4 import check_hidden, check_mean, check_overlap, check_rank, check_same_five
from helpers.exercises.notebook_5 import (
    check_exception,
    check_own_vote,
    check_reciprocal_rank,
    check_report,
    check_width,
)
from helpers.exercises.notebook_6 import check_compared, check_gigabytes, check_merge, check_recall, check_setting

__all__ = [
    "NotYet",
    "Reply",
    "check",
    "check_all_distances",
    "check_classify",
    "check_compared",
    "check_cosine",
    "check_counterexample",
    "check_distance",
    "check_exception",
    "check_free_of_hub",
    "check_gigabytes",
    "check_hidden",
    "check_ids",
    "check_length",
    "check_mean",
    "check_merge",
    "check_most_similar",
    "check_neighbors",
    "check_one_hot_rows",
    "check_overlap",
    "check_own_vote",
    "check_place",
    "check_rank",
    "check_recall",
    "check_reciprocal_rank",
    "check_report",
    "check_right_angle",
    "check_same_five",
    "check_setting",
    "check_share",
    "check_twice",
    "check_width",
]
