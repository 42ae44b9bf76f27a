"""Sentences that no output shows, or that another model makes untrue: the table of claims, each with its cell.

An entry has a notebook, the id of a cell, a sentence of it, and a function of the model that returns whether it is so.
Better is a function that returns what is so, followed by what it must be, or by a function that says whether it will
do: then the report of an edition for another model (tools/edition.py) can say what is so there. Of several numbers a
dict says what each is.
"""

from tests.claims import notebook_1, notebook_2, notebook_3, notebook_4, notebook_5, notebook_6
from tests.claims.claim import Claim

NOTEBOOKS = (notebook_1, notebook_2, notebook_3, notebook_4, notebook_5, notebook_6)
CLAIMS: list[Claim] = [claim for notebook in NOTEBOOKS for claim in notebook.CLAIMS]
