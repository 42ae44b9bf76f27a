"""A JupyterLab of the environment in .venv, on a copy of the notebooks, without anybody's own settings."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.notebooks import PATHS

START = 180  # seconds; a first start reads many files
# JupyterLab takes cells that are out of view out of the page. The tests read all cells, so it must leave them there.
# It would also ask for news in the middle of a test.
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
# These name places of the user's own Jupyter, or what it starts with.
OWN = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTERLAB_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")


@dataclass
class Server:
    """A JupyterLab that runs."""

    address: str  # with no slash at its end
    token: str
    notebooks: Path  # the folder with the copies

    def get(self, path: str, method: str = "GET") -> bytes:
        """Ask the server itself, past the browser."""
        request = urllib.request.Request(
            f"{self.address}/{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())

    def end_kernels(self) -> None:
        """End all kernels, so that one notebook's memory is free before the next is opened."""
        for session in json.loads(self.get("api/sessions")):
            self.get(f"api/sessions/{session['id']}", "DELETE")


@contextmanager
def jupyterlab(folder: Path) -> Iterator[Server]:
    """Start JupyterLab as `make lab` does, with all its files in the folder; stop it in the end."""
    notebooks, config = folder / "project" / "notebooks", folder / "config"
    notebooks.mkdir(parents=True)
    for path in PATHS:
        shutil.copy(path, notebooks)
    (config / "labconfig").mkdir(parents=True)
    (config / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    token, port = secrets.token_hex(), free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--allow-root", "--no-browser"]
    command += ["--ServerApp.ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=notebooks.parent, env=environment(folder, token), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", token, notebooks)
            wait_for(server, process, folder / "server.log")
            yield server
            server.end_kernels()
        finally:
            process.terminate()
            process.wait(30)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, token: str) -> dict[str, str]:
    """Return the variables for the server: the default model, no network, and nothing of the user's own Jupyter."""
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    given = {name: str(folder / place) for name, place in {**places, "IPYTHONDIR": "ipython"}.items()}
    given |= {"JUPYTER_TOKEN": token, "JUPYTER_PREFER_ENV_PATH": "1", "KNN_MODEL": "", "HF_HUB_OFFLINE": "1"}
    return {name: value for name, value in os.environ.items() if name not in OWN} | given


def wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise with what it has said when it ends or takes too long."""
    end = time.monotonic() + START
    while process.poll() is None and time.monotonic() < end:
        try:
            server.get("api/status")
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
