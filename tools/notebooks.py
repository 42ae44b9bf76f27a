"""Run every notebook and store its outputs.

`make notebooks` runs this. Each notebook is run on a copy, which takes its place when the run has come to its end.
"""

import glob
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.kernel_settings import leave_out_user_settings
from tools.files import replace_file
from tools.set_up import ROOT

CONFIG = ROOT / "tools" / "nbconvert_config.py"


def store_outputs(path: Path) -> None:
    """Run a notebook in its folder and store its outputs in it.

    Raises
    ------
    SystemExit
        If a cell stops with an error, or somebody has saved the notebook meanwhile. It is left as it is then.
    """
    before = path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "nbconvert", "--config", str(CONFIG), "--to", "notebook", "--execute"]
        # nbconvert takes a pattern. In a session of its own it doesn't answer to Ctrl-C, too, with a traceback.
        command += ["--output-dir", folder, glob.escape(str(path))]
        run = subprocess.run(command, cwd=ROOT, start_new_session=True)
        if run.returncode:
            raise SystemExit(f"{path.name} is unchanged: its run stopped, for the reason above.")
        after = Path(folder, path.name).read_bytes()
    if path.read_bytes() != before:
        raise SystemExit(f"{path.name} is unchanged: it was saved while it ran. Run it again.")
    replace_file(path, after)


def main() -> None:
    """Store the outputs of every notebook."""
    leave_out_user_settings()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        try:
            store_outputs(path)
        except KeyboardInterrupt:
            sys.exit(f"{path.name} is unchanged: its run was interrupted.")


if __name__ == "__main__":
    main()
