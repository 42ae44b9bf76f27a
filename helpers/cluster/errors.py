"""The errors of searching on a cluster. Each message says what is wrong and what to do."""


class ClusterError(Exception):
    """A search on a cluster has no result.

    Jupyter shows the message without a traceback. The error of Dask or NumPy, if there was one, is in `__cause__`.
    """

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class PieceError(ClusterError):
    """A piece, or the description of the pieces, can't be written or read, or isn't what was written."""


class DeadlineError(ClusterError):
    """Time was up before every piece had been searched."""
