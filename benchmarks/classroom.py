"""Measure a class on JupyterHub: forty learners log in, and each runs notebook 4 in a server of their own.

Run it on Linux as root with `.venv/bin/python -m benchmarks.classroom`, or with another number of learners after it.
The hub is that of deploy/, the learners have accounts of their own, and all goes through the hub's proxy. The figures
are of every process that belongs to a learner: a JupyterLab and a kernel each. `benchmarks/learners.py` says what
private memory and PSS are.
"""

import pwd
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.hub import Hub, Learner, class_of, processes_of
from benchmarks.learners import NOTEBOOK, memory
from tools.server import prepare


def main() -> None:
    """Let the class in, step by step, all at once in each, and print what it takes."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    prepare()
    with class_of(learners) as passwords, tempfile.TemporaryDirectory() as folder, Hub(Path(folder)) as hub:
        hub.start()
        everybody = [Learner(hub, name) for name in passwords]
        users = {pwd.getpwnam(name).pw_uid for name in passwords}

        def start(learner: Learner) -> None:
            if not learner.log_in(passwords[learner.name]):
                raise RuntimeError(f"{learner.name} was not let in.")
            learner.start_server()

        print("step                     seconds  processes  private, MB   PSS, MB", flush=True)
        for title, step in (("log in, open JupyterLab", start), ("run notebook 4", run_notebook)):
            started = time.monotonic()
            with ThreadPoolExecutor(learners) as class_at_once:
                list(class_at_once.map(step, everybody))
            seconds = time.monotonic() - started
            processes = processes_of(users)
            private, proportional = total(processes)
            row = f"{title:23}  {seconds:7.0f}  {len(processes):9}  {private:11,.0f}  {proportional:8,.0f}"
            print(row, flush=True)
        print(f"a learner: private {private / learners:,.0f} MB, PSS {proportional / learners:,.0f} MB")
        print("the hub, its proxy and its culler: private {:,.0f} MB, PSS {:,.0f} MB".format(*total(hub.processes())))


def run_notebook(learner: Learner) -> None:
    """Open notebook 4, run every cell, and leave the kernel running."""
    kernel = learner.open(NOTEBOOK)
    replies = kernel.run_notebook(learner.read(NOTEBOOK))
    if errors := [reply.error for reply in replies if reply.status != "ok"]:
        raise RuntimeError(f"{learner.name} has cells that failed: {errors}.")


def total(processes: list[int]) -> tuple[float, float]:
    """Return the private memory and the PSS of processes, in megabytes."""
    measured = [memory(process) for process in processes]
    return sum(private for private, _ in measured), sum(proportional for _, proportional in measured)


if __name__ == "__main__":
    main()
