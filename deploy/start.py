"""Copy the notebooks that a learner doesn't have yet, then become the command that follows.

The hub runs `start.py FOLDER COMMAND...` as the learner: `FOLDER` has the notebooks, `COMMAND` starts the server.
"""

import os
import shutil
import sys
from pathlib import Path


def main() -> None:
    """Copy, whether or not there is room to, and start the command."""
    folder, *command = sys.argv[1:]
    try:
        copy_missing(Path(folder), Path.home() / "notebooks")
    except OSError as error:
        # The learner needs the server to delete files where the disk is full.
        print(f"The notebooks of {Path.home()} are not complete: {error}. Make room and restart.", file=sys.stderr)
    os.execvp(command[0], command)


def copy_missing(source: Path, target: Path) -> None:
    """Copy notebooks, but none over a file of the same name: it may be a learner's work."""
    target.mkdir(exist_ok=True)
    for notebook in sorted(source.glob("*.ipynb")):
        copy = target / notebook.name
        if not copy.exists():
            partial = target / f".{notebook.name}.partial"
            shutil.copyfile(notebook, partial)
            partial.rename(copy)  # so that a copy is whole, or isn't there


if __name__ == "__main__":
    main()
