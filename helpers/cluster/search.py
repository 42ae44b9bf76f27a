"""`search_pieces`: sends a search to the workers of a Dask cluster, and merges the k best of each piece."""

from __future__ import annotations  # so that help() shows ArrayLike by its name

import socket
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from distributed import CancelledError, Client, Future, KilledWorker, as_completed
from distributed.client import ClosedClientError
from numpy.typing import ArrayLike, NDArray
from tqdm.std import tqdm

from helpers import SOURCE
from helpers._validation import check_array, check_k
from helpers.cluster.errors import ClusterError, DeadlineError
from helpers.cluster.pieces import Piece, open_pieces, read_piece
from helpers.search import check_metric, search

Found = tuple[NDArray[np.intp], NDArray[np.float64]]

VERSIONS = {"this project": SOURCE.rpartition("/")[2].removesuffix(".zip"), "NumPy": np.__version__}
QUIET = 2  # seconds before progress is shown


def search_pieces(
    client: Client,
    folder: str | Path,
    queries: ArrayLike,
    k: int,
    metric: str = "cosine",
    *,
    deadline: float = 600,
    progress: bool = True,
) -> Found:
    """Return the ids and the scores of the `k` vectors in pieces that are nearest to each query, nearest first.

    The result is that of `helpers.search.search` on the whole matrix, row by row in memory, to the last bit. A piece
    is read by the worker that searches it. Through the scheduler go the queries, once, and for each piece its k best.
    If a worker is lost, another searches its pieces.

    Parameters
    ----------
    client : distributed.Client
        A connection to the cluster: `Client("tcp://...")`.
    folder : str or Path
        What `write_pieces` wrote, at the path where every worker sees it, too.
    queries : array-like of shape (d,) or (m, d)
        The vector to measure from, or several.
    k : int
        How many neighbors to return, from 1 to the number of vectors in all pieces.
    metric : "cosine" or "euclidean"
        The largest similarity first, or the smallest distance first.
    deadline : float
        Seconds until the search is given up.
    progress : bool
        Whether to show on stderr, after two seconds, how many pieces are searched.

    Returns
    -------
    ids, scores : ndarrays of shape (k,) for one query, (m, k) for several
        Which vectors, and their similarities or distances. Equal scores are in order of id, and nan comes last.

    Raises
    ------
    ValueError
        As `helpers.search.search`.
    PieceError
        If a piece or their description is missing, or isn't what was written.
    DeadlineError
        If time is up.
    ClusterError
        If the scheduler or too many workers are lost, or a worker has other versions of this project or of NumPy.

    Examples
    --------
    >>> import tempfile
    >>> from helpers.cluster import write_pieces
    >>> from distributed import LocalCluster
    >>> with (
    ...     tempfile.TemporaryDirectory() as folder,
    ...     LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
    ...     Client(cluster) as client,
    ... ):
    ...     write_pieces([[1, 0], [3, 3], [0, 2]], folder, rows_per_piece=2)
    ...     search_pieces(client, folder, [2, 1], k=2, metric="euclidean")[0]
    array([0, 1])
    """
    end = time.monotonic() + deadline
    pieces = open_pieces(folder)
    n, (_, d) = pieces[-1].start + pieces[-1].shape[0], pieces[-1].shape
    largest = check_metric(metric).largest
    queries = check_array("queries", queries)
    search(np.ones((1, d), pieces[0].dtype), queries, 1, metric)  # raises what it would for all vectors
    k = check_k(k, n, n)
    return _ask_workers(client, pieces, queries, k, metric, largest, end, progress)


def search_piece(piece: Piece, queries: NDArray[Any], k: int, metric: str, versions: dict[str, str]) -> Found:
    """Return the k best vectors of a piece. This runs on a worker."""
    for name, version in versions.items():
        if VERSIONS[name] != version:
            raise ClusterError(
                f"The worker on {socket.gethostname()} has {name} in release {VERSIONS[name]}, the client in "
                f"{version}: install the same on all machines, and start the workers again."
            )
    ids, scores = search(read_piece(piece), queries, min(k, piece.shape[0]), metric)
    return ids + piece.start, scores


def _ask_workers(
    client: Client,
    pieces: list[Piece],
    queries: NDArray[Any],
    k: int,
    metric: str,
    largest: bool,
    end: float,
    progress: bool,
) -> Found:
    """Return the k best of all pieces; leave nothing to do on the cluster, however this ends."""
    if client.status != "running":
        raise _lost()
    best: Found = np.empty((*queries.shape[:-1], 0), np.intp), np.empty((*queries.shape[:-1], 0))
    futures: list[Future[Any]] = []
    done = 0
    try:
        # The queries are a task of their own: they are sent once, and again if the worker that has them is lost.
        futures.append(client.submit(_same, queries, pure=False))
        task = partial(search_piece, k=k, metric=metric, versions=VERSIONS)
        futures += client.map(task, pieces, queries=futures[0], pure=False)
        with tqdm(total=len(pieces), desc="pieces searched", file=sys.stderr, delay=QUIET, disable=not progress) as bar:
            for future in as_completed(futures[1:], timeout=max(0, end - time.monotonic())):
                best = merge(best, future.result(timeout=max(0, end - time.monotonic())), k, largest)
                future.release()  # so that no worker keeps it
                done += 1
                bar.update()
        return best
    except ClusterError:
        raise
    except Exception as error:
        raise _explain(error, f"{done} of {len(pieces)} pieces") from error
    finally:
        for future in futures:
            future.release()  # what nobody waits for is forgotten by the scheduler


def _explain(error: Exception, done: str) -> ClusterError:
    """Return the error that says what an error of Dask, or of a worker, means."""
    if isinstance(error, TimeoutError):
        return DeadlineError(
            f"Time was up when {done} had been searched: give a later deadline, add workers, or see in the workers' "
            "logs why they are slow."
        )
    if isinstance(error, KilledWorker):
        return ClusterError(
            f"{error.allowed_failures + 1} workers were lost, one after the other, at the same piece, as happens when "
            "memory is short: write smaller pieces, or give each worker more memory."
        )
    if isinstance(error, (CancelledError, ClosedClientError, OSError)):
        return _lost()
    return ClusterError(
        f"A piece can't be searched ({type(error).__name__}: {error}): see that scheduler and workers have the same "
        "releases of Python and of all packages as the client."
    )


def _lost() -> ClusterError:
    """Return the error for a scheduler that went away."""
    return ClusterError(
        "The scheduler was lost, or cancelled the search: see that it runs, and connect to it with a new Client."
    )


def _same(queries: NDArray[Any]) -> NDArray[Any]:
    """Return the queries. This runs on a worker, which then has them."""
    return queries


def merge(best: Found, found: Found, k: int, largest: bool) -> Found:
    """Return the k best of both, by the rule of `nearest_neighbors`: equal scores in order of id, and nan last."""
    ids, scores = np.concatenate([best[0], found[0]], axis=-1), np.concatenate([best[1], found[1]], axis=-1)
    order = np.lexsort((ids, -scores if largest else scores))[..., :k]
    return np.take_along_axis(ids, order, axis=-1), np.take_along_axis(scores, order, axis=-1)
