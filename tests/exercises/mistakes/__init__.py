"""Wrong answers by notebook and exercise: the code of a learner, and words that the reply must contain."""

from tests.exercises.mistakes import notebook_1, notebook_2, notebook_3, notebook_4, notebook_5, notebook_6
from tests.notebooks import PATHS

NOTEBOOKS = (notebook_1, notebook_2, notebook_3, notebook_4, notebook_5, notebook_6)
BY_NOTEBOOK = {path: notebook.MISTAKES for path, notebook in zip(PATHS, NOTEBOOKS, strict=True)}
