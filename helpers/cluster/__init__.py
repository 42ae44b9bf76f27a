"""Exact search on several machines: vectors in pieces, which the workers of a Dask cluster search where they lie.

`pieces` writes and opens them, `search` sends the work out and merges what comes back. It needs the extra `scale`.
"""

try:
    import distributed  # noqa: F401  # the one sentence, before the modules below import it
except ImportError as error:
    raise ImportError(
        f"helpers.cluster needs Dask, which can't be imported ({error}): "
        "run python -m pip install distributed, here and on every worker."
    ) from error

from helpers.cluster.errors import ClusterError, DeadlineError, PieceError
from helpers.cluster.pieces import write_pieces
from helpers.cluster.search import search_pieces

__all__ = ["ClusterError", "DeadlineError", "PieceError", "search_pieces", "write_pieces"]
