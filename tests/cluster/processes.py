"""A cluster of real processes on this machine, started by the commands that README gives."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

LOCAL = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
DASK = (sys.executable, "-m", "dask")


@contextmanager
def running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Run a command in a folder, with a log there; end it, and all that it started, on the way out."""
    with (folder / "log.txt").open("ab") as log:
        process = psutil.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment}, cwd=folder
        )
    try:
        yield process
    finally:
        family = [process]
        with suppress(psutil.NoSuchProcess):
            family += process.children(recursive=True)
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(family, timeout=10)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Run a scheduler, and return its address. It ends by itself if nobody ends it."""
    file = folder / "scheduler.json"
    command = [*DASK, "scheduler", *LOCAL, "--port", "0", "--scheduler-file", str(file), "--idle-timeout", "600"]
    with running(command, folder, {}) as process:
        end = time.monotonic() + 300
        while not (file.exists() and file.read_bytes()):
            assert process.poll() is None, (folder / "log.txt").read_text()
            assert time.monotonic() < end
            time.sleep(0.05)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], process


@contextmanager
def workers(
    address: str, folder: Path, count: int = 1, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[psutil.Process]:
    """Run workers of one thread each."""
    command = [*DASK, "worker", address, *LOCAL, "--nworkers", str(count), "--nthreads", "1", *options]
    command += ["--death-timeout", "300", "--local-directory", str(folder)]
    with running(command, folder, environment or {}) as process:
        yield process
