"""Settings of the user that would change what a kernel prints or draws: a run of the notebooks leaves them out."""

import atexit
import os
import tempfile
from pathlib import Path

import matplotlib as mpl

# PYTHONWARNINGS would show warnings, MPLBACKEND choose where figures go, PYTHONOPTIMIZE switch assertions off, and a
# kernel `python3` in JUPYTER_PATH start another Python.
LEFT_OUT = (
    "PYTHONWARNINGS",
    "PYTHONOPTIMIZE",
    "PYTHONSTARTUP",
    "MPLBACKEND",
    "JUPYTER_PATH",
    "NO_COLOR",
    "FORCE_COLOR",
)


def leave_out_user_settings() -> None:
    """Give the kernels of this process matplotlib's own style, an empty profile of IPython, and Jupyter's defaults."""
    profile = tempfile.TemporaryDirectory(prefix="ipython-")
    atexit.register(profile.cleanup)
    os.environ["IPYTHONDIR"] = profile.name
    os.environ["MATPLOTLIBRC"] = str(Path(mpl.get_data_path()) / "matplotlibrc")
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # the environment's kernels come before the user's own
    for name in LEFT_OUT:
        os.environ.pop(name, None)
