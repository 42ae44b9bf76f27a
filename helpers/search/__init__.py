"""Exact search: the nearest vectors to one query or to many, in little more time than one matrix product."""

from helpers.search.dispatch import search
from helpers.search.metrics import check_metric

__all__ = ["check_metric", "search"]
