"""The parent: it runs children on all cores, and one anew after the input that another died of."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.limits import SECONDS
from tests.fuzz.mutations import mutated
from tests.fuzz.stages import UNEXPECTED
from tests.fuzz.worker import READY, Outcome

ROOT = Path(__file__).parent.parent.parent
LOAD = "helpers.embeddings:load_embeddings"
AT_ONCE = 2500  # inputs for one child: it starts in half a second


def run(numbers: range, load: str = LOAD, seconds: float = SECONDS) -> list[Outcome]:
    """Return what came of each input.

    Parameters
    ----------
    numbers : range
        The inputs.
    load : str
        What loads a folder: a module, a colon and a function.
    seconds : float
        How long one input may take.
    """
    cores = os.cpu_count() or 1
    size = min(AT_ONCE, -(-len(numbers) // cores))
    parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    with ThreadPoolExecutor(cores) as pool:
        return [outcome for part in pool.map(lambda part: _all_of(part, load, seconds), parts) for outcome in part]


def _all_of(numbers: range, load: str, seconds: float) -> list[Outcome]:
    """Run children until each of these inputs has an outcome."""
    outcomes: list[Outcome] = []
    while left := numbers[len(outcomes) :]:
        done, death, said = _child(left, load, seconds)
        outcomes += done
        if len(done) < len(left):
            killer = left[len(done)]
            outcomes.append(Outcome(killer, mutated(killer).kind, UNEXPECTED, f"the process died: {death}", said))
    return outcomes


def _child(numbers: range, load: str, seconds: float) -> tuple[list[Outcome], str, str]:
    """Return what a child has answered, and, should it not have come to the end, how it died and what it said."""
    with tempfile.TemporaryDirectory() as folder, Path(folder, "lines").open("w+b") as lines:
        places = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CACHE_HOME", "LOCALAPPDATA", "TMPDIR", "TEMP"), folder)
        command = [sys.executable, "-m", "tests.fuzz.worker", str(numbers.start), str(numbers.stop)]
        command += ["--load", load, "--seconds", str(seconds)]
        child = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **places, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1", "RUST_BACKTRACE": "0"},
            stdout=lines,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        lines.seek(0)
        ready, *answers = lines.read().decode().splitlines() or [""]
    if ready != READY:
        raise RuntimeError(f"The child could not begin:\n{child.stderr[-3000:]}")
    return [Outcome(*json.loads(answer)) for answer in answers], _death(child.returncode), child.stderr[-3000:]


def _death(code: int) -> str:
    """Return in words what an exit status says."""
    if code >= 0:
        return f"exit status {code}"
    name = signal.Signals(-code).name
    return f"{name}, out of time" if name in ("SIGALRM", "SIGXCPU") else name
