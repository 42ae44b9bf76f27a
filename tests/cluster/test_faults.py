"""Tests of helpers.cluster under faults: the answer is exact or one sentence, and nothing is left to do."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from distributed import Client
from numpy.typing import NDArray

import helpers
from helpers.cluster import ClusterError, DeadlineError, PieceError, search_pieces, write_pieces
from helpers.search import search
from tests.cluster.processes import scheduler, workers

Array = NDArray[Any]
VECTORS = np.random.default_rng(4).normal(size=(120_000, 64)).astype(np.float32)
QUERIES = VECTORS[:6000]  # a few seconds of work for two workers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where VECTORS are in twelve pieces."""
    folder = tmp_path_factory.mktemp("pieces") / "new"
    write_pieces(VECTORS, folder, 10_000)
    return folder


@contextmanager
def in_mid_search(client: Client, action: Callable[[], object]) -> Iterator[None]:
    """Do something as soon as workers are searching."""

    def act() -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end and not any("search_piece" in str(keys) for keys in client.processing().values()):
            time.sleep(0.05)
        action()

    thread = threading.Thread(target=act)
    thread.start()
    yield
    thread.join()


def wait_until_idle(client: Client) -> None:
    """Wait until the scheduler knows of no task, and no worker is at work on one; fail if that takes long."""

    def busy() -> int:
        tasks = client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))
        return int(tasks + sum(client.run(lambda dask_worker: dask_worker.state.executing_count).values()))

    end = time.monotonic() + 20
    while busy():
        assert time.monotonic() < end
        time.sleep(0.1)


def check(client: Client, folder: Path, queries: Array) -> None:
    ids, scores = search_pieces(client, folder, queries, 5)
    expected_ids, expected_scores = search(VECTORS, queries, 5)
    assert ids.tolist() == expected_ids.tolist()
    assert scores.tobytes() == expected_scores.tobytes()


def one_sentence(error: pytest.ExceptionInfo[BaseException]) -> str:
    message = str(error.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_worker_killed_in_mid_search(client: Client, folder: Path) -> None:
    victim = next(iter(client.run(os.getpid).values()))
    with in_mid_search(client, psutil.Process(victim).kill):
        check(client, folder, QUERIES)
    assert not psutil.pid_exists(victim)
    wait_until_idle(client)


def test_deadline_in_mid_search(client: Client, folder: Path) -> None:
    start = time.monotonic()
    with pytest.raises(DeadlineError, match=r"^Time was up when \d+ of 12 pieces had been searched: give") as error:
        search_pieces(client, folder, QUERIES, 5, deadline=0.2)
    assert time.monotonic() - start < 60
    assert one_sentence(error)
    wait_until_idle(client)
    check(client, folder, QUERIES[:2])


@pytest.mark.skipif(sys.platform == "win32", reason="a process can't send itself Ctrl-C there")
def test_interrupt_in_mid_search(client: Client, folder: Path) -> None:
    # A shell lets what it starts in the background ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with (
            in_mid_search(client, lambda: os.kill(os.getpid(), signal.SIGINT)),
            pytest.raises(KeyboardInterrupt),
        ):
            search_pieces(client, folder, QUERIES, 5)
    finally:
        signal.signal(signal.SIGINT, before)
    wait_until_idle(client)
    check(client, folder, QUERIES[:2])


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


PIECES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "can't be read: No such file or directory. Every worker must see the same folder"),
    "a folder": (make_folder, "can't be read: "),
    "truncated": (truncate, "was cut short or changed: write the pieces anew"),
    "empty": (lambda path: path.write_bytes(b""), "was cut short or changed"),
    "no .npy file": (lambda path: path.write_bytes(b"rows" * 99), "was cut short or changed"),
    "objects": (lambda path: np.save(path, np.array([[1, "a"]], object)), "was cut short or changed"),
    "another shape": (
        lambda path: np.save(path, np.eye(3)),
        r"was changed: it has the shape \(3, 3\) and the type <f8",
    ),
    "another type": (lambda path: np.save(path, np.eye(2, dtype="f4")), "was changed: .*<f4, not .* and <f8"),
    "columns": (lambda path: np.save(path, np.asfortranarray(np.eye(2))), "row by row. Write the pieces anew"),
}


@pytest.mark.parametrize("fault", PIECES)
def test_piece_that_cannot_be_read(client: Client, tmp_path: Path, fault: str) -> None:
    write_pieces(np.eye(8, 2), tmp_path, 2)
    change, message = PIECES[fault]
    path = tmp_path / "piece-00002.npy"
    change(path)
    with pytest.raises(PieceError, match=message) as error:
        search_pieces(client, tmp_path, [1, 2], 1)
    assert one_sentence(error).startswith(str(path))
    wait_until_idle(client)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"rows": [1], "columns": 2, "dtype": "?!"}'])
def test_description_that_cannot_be_read(client: Client, tmp_path: Path, text: str | None) -> None:
    write_pieces(np.eye(2), tmp_path, 1)
    path = tmp_path / "pieces.json"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    with pytest.raises(PieceError, match=r"has no complete pieces: pieces\.json is missing or can't be read\. Write"):
        search_pieces(client, tmp_path, [1, 2], 1)


def test_pieces_that_are_there_are_not_changed(tmp_path: Path) -> None:
    write_pieces(np.eye(2), tmp_path, 1)
    with pytest.raises(PieceError, match="holds files already: name a new folder"):
        write_pieces(np.zeros((2, 2)), tmp_path, 1)
    assert np.load(tmp_path / "piece-00000.npy").tolist() == [[1, 0]]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PieceError, match=r"The pieces can't be written into .*file.new: .+\. Delete it"):
        write_pieces(np.eye(2), tmp_path / "file" / "new", 1)


@pytest.mark.parametrize(("vectors", "rows"), [(np.eye(2), 0), (np.empty((0, 2)), 1)])
def test_no_rows(tmp_path: Path, vectors: Array, rows: int) -> None:
    with pytest.raises(ValueError, match=r"A piece needs a vector or more; got . vectors and rows_per_piece="):
        write_pieces(vectors, tmp_path, rows)


@pytest.mark.verify
def test_scheduler_killed_in_mid_search(tmp_path: Path, folder: Path) -> None:
    with scheduler(tmp_path) as (address, process), workers(address, tmp_path), Client(address) as client:
        client.wait_for_workers(1, timeout=300)
        with (
            in_mid_search(client, process.kill),
            pytest.raises(ClusterError, match=r"^The scheduler was lost") as error,
        ):
            search_pieces(client, folder, QUERIES, 5)
        assert one_sentence(error)
        start = time.monotonic()
        with pytest.raises(ClusterError, match=r"^The scheduler was lost"):
            search_pieces(client, folder, QUERIES, 5)
        assert time.monotonic() - start < 60


@pytest.mark.verify
def test_client_that_is_closed(tmp_path: Path, address: str, folder: Path) -> None:
    with Client(address) as client:
        pass
    with pytest.raises(ClusterError, match=r"^The scheduler was lost"):
        search_pieces(client, folder, QUERIES, 5)


@pytest.mark.verify
def test_no_worker(tmp_path: Path, folder: Path) -> None:
    with (
        scheduler(tmp_path) as (address, _),
        Client(address) as client,
        pytest.raises(DeadlineError, match=r"^Time was up when 0 of 12 pieces"),
    ):
        search_pieces(client, folder, QUERIES, 5, deadline=1)


@pytest.mark.verify
@pytest.mark.parametrize(
    ("package", "file", "old", "new", "message"),
    [
        (helpers, "__init__.py", "/v1", "/v0.1", "has this project in release v0.1.*, the client in v1"),
        (
            np,
            "version.py",
            np.__version__,
            "1.99",
            f"has NumPy in release 1.99, the client in {np.__version__}: install",
        ),
    ],
)
def test_worker_with_another_release(
    tmp_path: Path, folder: Path, package: Any, file: str, old: str, new: str, message: str
) -> None:
    """The worker imports a copy that says it is another release."""
    original, copies = Path(package.__file__).parent, tmp_path / "copies"
    for part in original.parent.glob(f"{original.name}*"):  # numpy.libs, too
        if part.suffix in ("", ".libs"):
            shutil.copytree(part, copies / part.name)
    changed = copies / original.name / file
    changed.write_text(changed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with (
        scheduler(tmp_path) as (address, _),
        workers(address, tmp_path, environment={"PYTHONPATH": str(copies)}),
        Client(address) as client,
        pytest.raises(ClusterError, match=f"^The worker on .* {message}") as error,
    ):
        search_pieces(client, folder, QUERIES, 5, deadline=300)
    assert one_sentence(error)


@pytest.mark.verify
def test_workers_with_too_little_memory(tmp_path: Path) -> None:
    """The nanny ends a worker whose memory, with the piece that is mapped into it, exceeds the limit."""
    vectors = np.random.default_rng(4).standard_normal((2_000_000, 64), np.float32)  # 512 MB
    write_pieces(vectors, tmp_path / "pieces", len(vectors))
    with (
        scheduler(tmp_path) as (address, _),
        workers(address, tmp_path, 1, "--memory-limit", "400MB"),
        Client(address) as client,
        pytest.raises(ClusterError, match=r"^4 workers were lost, one after the other, at the same piece, as") as error,
    ):
        search_pieces(client, tmp_path / "pieces", vectors[:200], 5, deadline=300)
    assert one_sentence(error)


@pytest.mark.verify
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems don't limit the memory of a process so")
def test_piece_that_does_not_fit_into_memory(tmp_path: Path) -> None:
    """The system gives the worker no more than some gigabytes of addresses."""
    write_pieces(np.ones((1, 64)), tmp_path / "pieces", 1)
    shape = (2**27, 64)  # 64 GB, of which nothing is on the disk
    np.lib.format.open_memmap(tmp_path / "pieces" / "piece-00000.npy", "w+", "f8", shape)
    description = {"dtype": "<f8", "columns": 64, "rows": [shape[0]]}
    (tmp_path / "pieces" / "pieces.json").write_text(json.dumps(description), encoding="utf-8")
    with scheduler(tmp_path) as (address, _), workers(address, tmp_path) as process, Client(address) as client:
        client.wait_for_workers(1, timeout=300)
        for worker in process.children(recursive=True):
            worker.rlimit(psutil.RLIMIT_AS, (2**35, 2**35))
        with pytest.raises(ClusterError, match=r"piece-00000.npy on .* can't be read: Cannot allocate memory") as error:
            search_pieces(client, tmp_path / "pieces", np.ones(64), 5, deadline=300)
    assert one_sentence(error)
