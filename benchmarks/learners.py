"""Measure what one more learner costs a server: JupyterLab with notebook 4 open, for 1, 5, 10 and 20 learners.

Run it on Linux with `.venv/bin/python -m benchmarks.learners`. It starts one JupyterLab, and in it a kernel for each
learner, as opening the notebook does, and runs every cell in each. Private memory is what goes away when a kernel ends.
The proportional set size (PSS) also counts its share of what several processes have in common, such as the model's
file, so PSS summed over all is what the machine has in use.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from jupyter_client.blocking.client import BlockingKernelClient

ROOT = Path(__file__).parent.parent
NOTEBOOK = "notebooks/04_top_k_synonyms.ipynb"
LEARNERS = (1, 5, 10, 20)
GIBIBYTES = 24
TOKEN = "benchmark"


def main() -> None:
    """Print a table, and the line through its points."""
    with tempfile.TemporaryDirectory() as folder, jupyterlab(Path(folder)) as (server, address):
        print("learners  private, MB  PSS, MB   (all kernels together)")
        kernels: list[int] = []
        rows = []
        for learners in LEARNERS:
            while len(kernels) < learners:
                kernels.append(open_notebook(address, Path(folder)))
            private, proportional = (sum(memory(kernel)[i] for kernel in kernels) for i in (0, 1))
            rows.append((learners, private, proportional))
            print(f"{learners:8}  {private:11,.0f}  {proportional:7,.0f}", flush=True)
        print(f"the server, for all: private {memory(server)[0]:,.0f} MB, PSS {memory(server)[1]:,.0f} MB")
    for name, column in (("private", 1), ("PSS", 2)):
        each, first = np.polyfit([row[0] for row in rows], [row[column] for row in rows], 1)
        room = (GIBIBYTES * 1024**3 / 1e6 - first) / each
        print(f"{name}: {first:,.0f} MB and {each:,.0f} MB a learner, so {room:,.0f} learners in {GIBIBYTES} GiB")


@contextmanager
def jupyterlab(folder: Path) -> Iterator[tuple[int, str]]:
    """Run JupyterLab as `make lab` does; give its process id and its address."""
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(folder), "KNN_MODEL": ""}
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        f"--IdentityProvider.token={TOKEN}",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (files := list(folder.glob("jpserver-*.json"))):
            if process.poll() is not None:
                sys.exit("JupyterLab did not start. Run `make lab` to see why.")
            time.sleep(0.2)
        yield json.loads(files[0].read_text())["pid"], json.loads(files[0].read_text())["url"]
    finally:
        process.terminate()
        process.wait()


def open_notebook(address: str, folder: Path) -> int:
    """Start a kernel for the notebook, as opening it does, run every cell, and return the kernel's process id."""
    number = len(list(folder.glob("kernel-*.json")))
    session = {
        "path": f"notebooks/learner-{number}.ipynb",
        "name": "",
        "type": "notebook",
        "kernel": {"name": "python3"},
    }
    request = urllib.request.Request(
        f"{address}api/sessions", json.dumps(session).encode(), {"Authorization": f"token {TOKEN}"}, method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        kernel = json.load(answer)["kernel"]["id"]
    client = BlockingKernelClient(connection_file=str(folder / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    client.kernel_info(reply=True, timeout=120)
    run(client, f"import os\nos.chdir({str(ROOT / 'notebooks')!r})")
    for cell in nbformat.read(ROOT / NOTEBOOK, as_version=4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type == "code":
            run(client, cell.source)
    messages: list[Any] = []
    client.execute_interactive("import os\nprint(os.getpid())", output_hook=messages.append, timeout=60)
    client.stop_channels()
    return int(next(message["content"]["text"] for message in messages if message["msg_type"] == "stream"))


def run(client: BlockingKernelClient, code: str) -> None:
    """Run a cell, and stop when it fails."""
    reply = client.execute_interactive(code, output_hook=lambda _: None, timeout=300)
    if reply["content"]["status"] != "ok":
        sys.exit(f"This cell failed: {code}\n{reply['content'].get('evalue')}")


def memory(process: int) -> tuple[float, float]:
    """Return the private memory of a process, and its proportional set size, in megabytes."""
    kilobytes = {}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        kilobytes[name.rstrip(":")] = int(value)
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return private * 1024 / 1e6, kilobytes["Pss"] * 1024 / 1e6


if __name__ == "__main__":
    main()
