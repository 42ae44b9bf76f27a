"""Install what only one verb needs, when it is first called: an extra of pyproject.toml, at the pinned versions."""

import os
import subprocess
import sys

from tools.set_up import CONSTRAINTS, ROOT, settings_for_torch, settings_from_pip, uv_install


def install_extra(name: str, what: str) -> None:
    """Install an extra into the environment; do nothing where it is there.

    Parameters
    ----------
    name : str
        What pyproject.toml calls it.
    what : str
        What a message calls it: "The packages that ...".
    """
    os.environ.update(settings_from_pip())
    os.environ.update(settings_for_torch())
    command = uv_install("--quiet", "--constraints", CONSTRAINTS, "-r", "pyproject.toml", "--extra", name)
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(f"{what} can't be installed, for the reason above.")
