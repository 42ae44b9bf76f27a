"""JupyterHub for a class on one Linux machine. README.md in this folder has the steps."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent  # one environment for all: the hub's own
START = HERE / "start.py"

# What each learner gets. The folder that `make student` writes has the notebooks without their solutions.
NOTEBOOKS = os.environ.get("KNN_NOTEBOOKS", str(HERE.parent / "notebooks"))
# What one process of a learner, such as a kernel, may allocate. Notebook 2 needs most, as it loads PyTorch.
MEMORY = 2 * 1024**3
# How many processes and threads a learner may have: room for ten kernels or so.
THREADS = 1000
IDLE = 3600  # seconds without a request or a running cell, after which a learner's server is stopped

if os.geteuid() != 0:
    sys.exit("Start the hub as root (`sudo`): it runs each learner's server under the learner's own account.")
try:
    subprocess.run(
        [sys.executable, "-c", f"import helpers; open({str(START)!r})"],
        user="nobody",
        cwd="/",
        check=True,
        stderr=subprocess.DEVNULL,
    )
except (PermissionError, subprocess.CalledProcessError):
    sys.exit(
        f"Learners can't use {sys.executable} or {HERE}: put the project where every account can read it, such as "
        "/opt, and make its environment there with the system's Python."
    )


def choose_port(spawner):
    """Give each account a port of its own."""
    spawner.port = 20_000 + pwd.getpwnam(spawner.user.name).pw_uid % 10_000


# `get_config` is JupyterHub's.
c = get_config()  # noqa: F821

# Only this machine can connect: put a proxy with TLS in front, such as Caddy or nginx. Without one, name a certificate
# in c.JupyterHub.ssl_cert and c.JupyterHub.ssl_key, and bind to https://:443.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules" / ".bin" / "configurable-http-proxy")]

# PAM, which JupyterHub itself maintains: a login is a Linux account, which accounts.py makes. So the system keeps the
# passwords, and it keeps learners out of each other's files and processes.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"learners"}

# Linux enforces these limits on each process, and a learner can't raise them. RLIMIT_DATA counts what a process
# allocates, not the model's file, which all share. JupyterHub's own `mem_limit` does nothing with local processes.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [
    *("prlimit", f"--data={MEMORY}", f"--nproc={THREADS}", "--core=0"),
    *(sys.executable, str(START), NOTEBOOKS),
    str(BIN / "jupyterhub-singleuser"),
]
# In a class that starts all at once, free ports that were found at random collide: two servers, or two kernels, bind
# the same one. So a server's port comes from the number of its account, below those that Linux gives to connections,
# and kernels use sockets in the learner's home folder.
c.Spawner.pre_spawn_hook = choose_port
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.Spawner.default_url = "/lab/tree/notebooks/01_toy_knn.ipynb"
c.Spawner.environment = {"HF_HUB_OFFLINE": "1"}  # the default model is in the environment
# When forty start at once on two processors, the last one waits for minutes.
c.Spawner.start_timeout = c.Spawner.http_timeout = 600

# Servers and kernels go on while the hub is restarted.
c.JupyterHub.cleanup_servers = False

c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}"]}
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
