"""The child: it loads one mutated folder after the other and says what came of each, a line of JSON at a time."""

import argparse
import faulthandler
import gc
import importlib
import json
import os
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

from helpers.embeddings import TokenEmbeddings
from helpers.errors import ModelError
from tests.fuzz.answers import WrongError, check, wrong_with
from tests.fuzz.limits import set_limits, start_clock
from tests.fuzz.mutations import Input, mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.stages import LOADED, UNEXPECTED, place_of, stage_of

READY = "ready"
Load = Callable[[Path], TokenEmbeddings]


class Outcome(NamedTuple):
    """What came of one input."""

    number: int
    kind: str
    stage: str
    finding: str = ""  # what is wrong, in words that are the same for the same fault
    detail: str = ""


def judged(number: int, changed: Input, folder: Path, load: Load, seed: TokenEmbeddings) -> Outcome:
    """Load a folder and use what was loaded."""
    try:
        found = load(folder)
    except ModelError as error:
        return Outcome(number, changed.kind, stage_of(error), _at(wrong_with(error), error), repr(str(error))[:300])
    except BaseException as error:
        return _unexpected(number, changed, error)
    try:
        check(found, seed, changed, folder)
    except BaseException as error:
        return _unexpected(number, changed, error)
    return Outcome(number, changed.kind, LOADED)


def _unexpected(number: int, changed: Input, error: BaseException) -> Outcome:
    """Return what to say of an error that should not be, of any kind: a panic in Rust is no Exception."""
    if isinstance(error, KeyboardInterrupt):
        raise error
    what = str(error) if isinstance(error, WrongError) else type(error).__name__
    lines = "".join(traceback.format_exception(error, limit=-6))[-3000:]
    return Outcome(number, changed.kind, UNEXPECTED, _at(what, error), lines)


def _at(what: str, error: BaseException) -> str:
    return what and f"{what} ({place_of(error)})"


def write(folder: Path, files: dict[str, bytes | None]) -> None:
    """Put files into a folder, each as a new one: the one before may still be mapped."""
    for name, data in files.items():
        (folder / name).unlink(missing_ok=True)
        if data is not None:
            (folder / name).write_bytes(data)


def work(numbers: range, load: Load, seconds: float, say: Callable[[str], object]) -> None:
    """Go through the inputs. Only the files that an input changes are written, and written back afterwards."""
    memory = user_cache_path("knn-bert-notebooks") / "files.json"  # where the helpers remember files, by path and time
    with tempfile.TemporaryDirectory() as root:
        folders, loaded = {}, {}
        for place, seed in enumerate(seeds()):
            folders[seed.name] = Path(root, f"model{place}")
            folders[seed.name].mkdir()
            write(folders[seed.name], dict(seed.files))
            loaded[seed.name] = load(folders[seed.name])
        if not memory.exists():
            raise RuntimeError("The helpers keep no memory of files where it is expected; it could go stale here.")
        say(READY)
        for number in numbers:
            changed = mutated(number)
            name, folder = changed.seed.name, folders[changed.seed.name]
            write(folder, changed.changed)
            memory.unlink(missing_ok=True)  # two inputs may have the same path, size and time
            start_clock(seconds)
            outcome = judged(number, changed, folder, load, loaded[name])
            start_clock(0)
            say(json.dumps(outcome))
            write(folder, {file: changed.seed.files[file] for file in changed.changed})
        del loaded
        gc.collect()


def main() -> None:
    """Read the command line and work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("first", type=int)
    parser.add_argument("stop", type=int)
    parser.add_argument("--load", default="helpers.embeddings:load_embeddings")
    parser.add_argument("--seconds", type=float)
    options = parser.parse_args()
    module, _, function = options.load.partition(":")
    load = getattr(importlib.import_module(module), function)
    warnings.simplefilter("error")
    faulthandler.enable()
    set_limits(options.stop - options.first)
    # A line is out as soon as it is written, whatever happens to this process next.
    numbers = range(options.first, options.stop)
    work(numbers, load, options.seconds, lambda line: os.write(1, f"{line}\n".encode()))


if __name__ == "__main__":
    main()
