"""Tests of the lines in docs/models.md that choose a model: a shell runs each, with a load in place of `make lab`.

The hub is one on this machine. One thing isn't real: the files of bert-base-uncased, whose checksums are left out.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from helpers.loading.registry import MODELS
from tests.hub import LocalHub, serving
from tests.loading.certificates import needs_openssl, self_signed
from tests.loading.sound import write_sound_model
from tests.loading.tunnel import tunnel_to
from tests.notebooks import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the lines are for a shell")
BASE = MODELS[1]
LOAD = """
from helpers.embeddings import load_embeddings
from helpers.loading.registry import MODELS
MODELS[1].sha256.clear()
print(load_embeddings().token_id("beauty"))
"""


def lines() -> list[str]:
    """Return the lines of docs/models.md that choose a model."""
    models = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    return [line.split("  #")[0].strip() for line in models.splitlines() if "make lab" in line and "KNN_MODEL=" in line]


def one(part: str) -> str:
    """Return the one line that has this in it."""
    (line,) = (line for line in lines() if part in line)
    return line


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a home folder with a model in it, and a certificate that the system doesn't know."""
    write_sound_model(tmp_path / "my-bert")
    return tmp_path


@pytest.fixture
def stocked(home: Path) -> Iterator[LocalHub]:
    """Run a hub that has the models that docs/models.md names."""
    with serving() as hub:
        stock(hub, home)
        yield hub


def stock(hub: LocalHub, home: Path) -> None:
    """Let a hub have the models."""
    hub.serve_folder(home / "my-bert", BASE.repository, BASE.revision)
    hub.serve_folder(home / "my-bert", "distilbert/distilbert-base-cased", "c" * 40, "main")


def run(line: str, home: Path, endpoint: str) -> str:
    """Run a line of docs/models.md."""
    command = line.replace("make lab", '"$PYTHON" -c "$LOAD"')
    settings = {"HOME": str(home), "HF_HOME": str(home / "hf"), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": "0"}
    settings |= {"PYTHON": sys.executable, "LOAD": LOAD, "PYTHONPATH": str(ROOT), "NO_PROXY": ""}
    done = subprocess.run(["sh", "-c", command], env=os.environ | settings, capture_output=True, text=True)
    return done.stdout or done.stderr


@pytest.mark.verify
@pytest.mark.parametrize("line", [line for line in lines() if line.startswith("KNN_MODEL=")])
def test_a_line_that_names_a_model(line: str, home: Path, stocked: LocalHub) -> None:
    """By name, a folder, from the hub, at a revision."""
    assert run(line, home, stocked.address) == "5\n"


@pytest.mark.verify
def test_the_line_without_a_network(home: Path, stocked: LocalHub) -> None:
    """It needs the cache: without one it says so, and with one it asks nobody."""
    line = one("HF_HUB_OFFLINE=1")
    assert "HF_HUB_OFFLINE says not to ask the hub" in run(line, home, "http://x.invalid")
    run(lines()[0], home, stocked.address)
    assert run(line, home, "http://x.invalid") == "5\n"


@pytest.mark.verify
@needs_openssl
def test_the_line_for_a_network_with_its_own_certificate(home: Path) -> None:
    """Without the variable the certificate is refused."""
    certificate = self_signed(home)
    certificate.with_name("certificate.pem").rename(home / "school.pem")
    with serving(certificate) as hub:
        stock(hub, home)
        assert "is not one that this computer trusts" in run(lines()[0], home, hub.address)
        assert run(one("SSL_CERT_FILE"), home, hub.address) == "5\n"


@pytest.mark.verify
@needs_openssl
def test_the_line_for_a_proxy(home: Path) -> None:
    """The hub has a name that only the proxy knows."""
    certificate = self_signed(home)
    with ExitStack() as stack:
        hub = stack.enter_context(serving(certificate))
        proxy = stack.enter_context(tunnel_to(hub.server_port))
        stock(hub, home)
        line = one("HTTPS_PROXY=").replace("http://proxy.example:8080", proxy.address)
        line = f"SSL_CERT_FILE={home / 'certificate.pem'} {line}"
        assert run(line, home, "https://hub.example") == "5\n"
        assert "hub.example:443" in proxy.asked


def test_every_line_is_run() -> None:
    """A new line in docs/models.md must get its test."""
    assert len(lines()) == len([line for line in lines() if line.startswith("KNN_MODEL=")]) + 3
