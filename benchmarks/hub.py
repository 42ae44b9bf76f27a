"""Run JupyterHub as deploy/ sets it up, with accounts of its own, and do there what a learner does in a browser."""

import json
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import websocket

from tools.ports import free_ports
from tools.server import TESTED
from tools.set_up import ROOT

PREFIX = "knn-test-"  # how the names of the accounts begin
PATIENCE = 600  # seconds to wait for a server: forty that start at once take minutes
# The settings of deploy/, on ports that are free.
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
{more}
"""


@contextmanager
def class_of(learners: int) -> Iterator[dict[str, str]]:
    """Make accounts with deploy/accounts.py; give names and passwords; remove the accounts in the end.

    The home folders are in a temporary folder.
    """
    names = [f"{PREFIX}{number:02}" for number in range(1, learners + 1)]
    remove_accounts(names)  # those of a run that was killed
    # A short path: the sockets of kernels are in it, and Linux allows them 107 characters.
    with tempfile.TemporaryDirectory(prefix="k", dir="/tmp") as homes:
        Path(homes).chmod(0o755)
        try:
            printed = subprocess.check_output(accounts_command(learners, homes), text=True)
            yield dict(line.split() for line in printed.splitlines())
        finally:
            remove_accounts(names)


def accounts_command(learners: int, homes: str) -> list[str]:
    """Write the command that makes accounts for tests."""
    script = str(ROOT / "deploy" / "accounts.py")
    return [sys.executable, script, str(learners), "--prefix", PREFIX, "--homes", homes]


def remove_accounts(names: list[str]) -> None:
    """End the processes of accounts, and remove the accounts that there are."""
    there = {account.pw_name: account.pw_uid for account in pwd.getpwall()}
    for name in set(names) & set(there):
        while processes := processes_of({there[name]}):
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.1)
        subprocess.run(["userdel", name], check=True)


def processes_of(users: set[int]) -> list[int]:
    """Return the processes of accounts, by their numbers, but not those that have ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if folder.stat().st_uid in users and "\nState:\tZ" not in (folder / "status").read_text():
                found.append(int(folder.name))
    return found


class Hub:
    """JupyterHub, which keeps its state in a folder, and the connections to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connections = ExitStack()
        self.ports = free_ports(3)
        self.address = f"http://127.0.0.1:{self.ports[0]}"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Hub":
        """Return the hub, which isn't started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections, and stop the hub."""
        self.connections.close()
        self.stop()

    def start(self, more: str = "", **environment: str) -> None:
        """Start the hub, with more lines for its configuration, and wait until it answers."""
        config = CONFIG.format(config=str(ROOT / "deploy" / "jupyterhub_config.py"), ports=self.ports, more=more)
        (self.folder / "config.py").write_text(config)
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [TESTED / "bin" / "jupyterhub", "--config=config.py"],
                cwd=self.folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The hub doesn't answer:\n{self.log()[-3000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the hub, but not the learners' servers."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def processes(self) -> list[int]:
        """Return the numbers of the hub's process, of its proxy's and its culler's, without the learners' servers."""
        assert self.process is not None
        number = self.process.pid
        children = map(int, Path(f"/proc/{number}/task/{number}/children").read_text().split())
        return [number, *(child for child in children if Path(f"/proc/{child}").stat().st_uid == 0)]

    def log(self) -> str:
        """Return what the hub and the servers have printed."""
        return (self.folder / "log.txt").read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/hub/health").is_success
        except httpx.TransportError:
            return False


@dataclass
class Reply:
    """What a cell has answered."""

    status: str  # "ok" or "error", or "dead" where the kernel has died
    text: str  # what it printed
    error: str  # the name of its exception


class Learner:
    """A learner with a browser: cookies, pages and kernels, all by way of the proxy."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        client = httpx.Client(base_url=hub.address, follow_redirects=True, timeout=PATIENCE)
        self.browser = hub.connections.enter_context(client)

    def log_in(self, password: str) -> bool:
        """Fill in the form; return whether it let the learner in."""
        self.browser.get("/hub/login")
        fields = {"username": self.name, "password": password, "_xsrf": self._xsrf("/hub/")}
        self.browser.post("/hub/login", data=fields)
        return any(cookie.name == "jupyterhub-session-id" for cookie in self.browser.cookies.jar) and (
            self.browser.get("/hub/home").url.path == "/hub/home"
        )

    def start_server(self) -> None:
        """Press "Start my server", and wait for JupyterLab."""
        self.browser.get("/hub/spawn")
        end = time.monotonic() + PATIENCE
        while True:
            page = self.browser.get(f"/user/{self.name}/lab")
            if page.is_success and page.url.path.startswith(f"/user/{self.name}/"):
                return
            if time.monotonic() > end:
                raise RuntimeError(f"{self.name} has no server: {page.status_code} {page.url}")
            time.sleep(1)

    def api(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask the learner's server."""
        headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
        return self.browser.request(method, f"/user/{self.name}/api/{path}", headers=headers, **options)

    def open(self, notebook: str) -> "Kernel":
        """Open a notebook: start its kernel."""
        session = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}}
        return self.connect(self.api("POST", "sessions", json=session).raise_for_status().json()["kernel"]["id"])

    def connect(self, kernel: str) -> "Kernel":
        """Return a kernel that is running."""
        return Kernel(self, kernel)

    def read(self, path: str) -> Any:
        """Return the content of a file, or of a notebook."""
        return self.api("GET", f"contents/{path}").raise_for_status().json()["content"]

    def stop_server(self) -> None:
        """Press "Stop my server"."""
        headers = {"X-XSRFToken": self._xsrf("/hub/")}
        url = f"/hub/api/users/{self.name}/server"
        while self.browser.delete(url, headers=headers).raise_for_status().status_code != 204:
            time.sleep(0.5)

    def _xsrf(self, path: str) -> str:
        values = [cookie.value for cookie in self.browser.cookies.jar if (cookie.name, cookie.path) == ("_xsrf", path)]
        return values[0] or "" if values else ""


class Kernel:
    """A kernel of a learner's server, over the web socket that a browser opens."""

    def __init__(self, learner: Learner, number: str) -> None:
        self.learner, self.number = learner, number
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in learner.browser.cookies.jar)
        address = learner.hub.address.replace("http", "ws", 1)
        self.socket = websocket.create_connection(
            f"{address}/user/{learner.name}/api/kernels/{number}/channels", cookie=cookies, timeout=PATIENCE
        )
        learner.hub.connections.callback(self.socket.close)

    def run(self, code: str) -> Reply:
        """Run a cell."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3", "username": ""}
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = {"header": {**header, "session": self.number, "date": ""}, "parent_header": {}, "metadata": {}}
        self.socket.send(json.dumps({**message, "content": content, "channel": "shell", "buffers": []}))
        printed, reply, idle = "", None, False
        while not (reply and idle):
            data = self.socket.recv()
            if isinstance(data, bytes):
                continue  # a widget's picture
            answer = json.loads(data)
            kind, content = answer["msg_type"], answer["content"]
            if kind == "status" and content["execution_state"] in ("restarting", "autorestarting", "dead"):
                return Reply("dead", printed, "")
            if answer["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if kind == "stream":
                printed += content["text"]
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
            reply = content if kind == "execute_reply" else reply
        return Reply(reply["status"], printed, reply.get("ename", ""))

    def run_notebook(self, notebook: Any) -> list[Reply]:
        """Run every code cell of a notebook, as the server gave it."""
        return [self.run(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
