"""Starts JupyterLab on a copy of the notebooks, without the user's own settings."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.notebooks import PATHS
from tools.ports import free_ports

START = 180  # seconds; a first start reads many files
# JupyterLab takes cells that are out of view out of the page. The tests read all cells, so it must leave them there.
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
# Variables that name folders and settings of the user's own Jupyter. conftest.py sets the last one for the kernels of
# nbval: it leaves out the settings above, too.
OWN = (
    "JUPYTER_PATH",
    "JUPYTER_CONFIG_PATH",
    "JUPYTERLAB_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTER_NO_CONFIG",
)


class Server(NamedTuple):
    """A running JupyterLab."""

    address: str  # without a slash at its end
    token: str
    notebooks: Path  # the folder with the copies


@contextmanager
def jupyterlab(folder: Path) -> Iterator[Server]:
    """Start JupyterLab as `make lab` does, with all its files in the folder."""
    notebooks, settings, log = folder / "project" / "notebooks", folder / "config" / "labconfig", folder / "server.log"
    notebooks.mkdir(parents=True)
    for path in PATHS:
        shutil.copy(path, notebooks)
    settings.mkdir(parents=True)
    (settings / "default_setting_overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    token, (port,) = secrets.token_hex(), free_ports(1)
    command = [sys.executable, "-m", "jupyter", "lab", "--allow-root", "--no-browser"]
    command += ["--ServerApp.ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=notebooks.parent, env=environment(folder, token), stdout=output, stderr=subprocess.STDOUT
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", token, notebooks)
        wait_for(server, process, log)
        yield server
    finally:
        process.terminate()  # JupyterLab ends its kernels
        process.wait(30)


def environment(folder: Path, token: str) -> dict[str, str]:
    """Return the variables for the server: the default model, no network, and nothing of the user's own Jupyter."""
    folders = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    variables = {name: str(folder / place) for name, place in {**folders, "IPYTHONDIR": "ipython"}.items()}
    variables |= {"JUPYTER_TOKEN": token, "JUPYTER_PREFER_ENV_PATH": "1", "KNN_MODEL": "", "HF_HUB_OFFLINE": "1"}
    return {name: value for name, value in os.environ.items() if name not in OWN} | variables


def wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise with its log when it ends or takes too long."""
    end = time.monotonic() + START
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{server.address}/api/status?token={server.token}", timeout=30).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
