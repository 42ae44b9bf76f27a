"""Tests of the lines in docs/models.md that choose a model, with a local hub and a load in place of `make lab`.

The checksums of bert-base-uncased are left out, since the hub serves a small model in its place.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.loading.registry import MODELS
from tests.hub import LocalHub, serving
from tests.loading.certificates import needs_openssl, self_signed
from tests.loading.tunnel import tunnel_to
from tests.loading.valid_model import write_valid_model
from tests.notebooks import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the lines are for a shell")
LINES = [
    line.split("  #")[0].strip()
    for line in (ROOT / "docs" / "models.md").read_text(encoding="utf-8").splitlines()
    if "make lab" in line and "KNN_MODEL=" in line
]
PROXY, CERTIFICATE, OFFLINE = "HTTPS_PROXY=", "SSL_CERT_FILE=", "HF_HUB_OFFLINE="
LOAD = """
from helpers.embeddings import load_embeddings
from helpers.loading.registry import MODELS
MODELS[1].sha256.clear()
print(load_embeddings().token_id("beauty"))
"""


def line_with(variable: str) -> str:
    (line,) = (line for line in LINES if line.startswith(variable))
    return line


def serve_models(hub: LocalHub, home: Path) -> None:
    """Write a model to the home folder, and serve it under the names that docs/models.md uses."""
    folder = home / "my-bert"
    write_valid_model(folder)
    hub.serve_folder(folder, MODELS[1].repository, MODELS[1].revision)
    hub.serve_folder(folder, "distilbert/distilbert-base-cased", "c" * 40, "main")


def run(line: str, home: Path, endpoint: str) -> str:
    command = line.replace("make lab", '"$PYTHON" -c "$LOAD"')
    settings = {"HOME": str(home), "HF_HOME": str(home / "hf"), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": "0"}
    settings |= {"PYTHON": sys.executable, "LOAD": LOAD, "PYTHONPATH": str(ROOT), "NO_PROXY": ""}
    done = subprocess.run(["sh", "-c", command], env=os.environ | settings, capture_output=True, text=True)
    return done.stdout or done.stderr


def test_every_line_is_tested() -> None:
    assert all(line.startswith(("KNN_MODEL=", PROXY, CERTIFICATE, OFFLINE)) for line in LINES)


@pytest.mark.verify
@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("KNN_MODEL=")])
def test_line_with_a_model(line: str, hub: LocalHub, tmp_path: Path) -> None:
    serve_models(hub, tmp_path)
    assert run(line, tmp_path, hub.address) == "5\n"


@pytest.mark.verify
def test_line_without_a_network_needs_the_cache(hub: LocalHub, tmp_path: Path) -> None:
    serve_models(hub, tmp_path)
    message = run(line_with(OFFLINE), tmp_path, "http://x.invalid")
    assert "HF_HUB_OFFLINE says not to ask the hub" in message
    advice = message.strip().partition("Run this first, then the same again: ")[2]
    assert run(f"export HF_HUB_OFFLINE=1; {advice}; {LINES[0]}", tmp_path, hub.address) == "5\n"
    assert run(line_with(OFFLINE), tmp_path, "http://x.invalid") == "5\n"


@pytest.mark.verify
@needs_openssl
def test_line_with_a_certificate(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path).rename(tmp_path / "school.pem")
    with serving(certificate) as hub:
        serve_models(hub, tmp_path)
        assert "is not one that this computer trusts" in run(LINES[0], tmp_path, hub.address)
        assert run(line_with(CERTIFICATE), tmp_path, hub.address) == "5\n"


@pytest.mark.verify
@needs_openssl
def test_line_with_a_proxy(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    with serving(certificate) as hub, tunnel_to(hub.server_port) as proxy:
        serve_models(hub, tmp_path)
        line = line_with(PROXY).replace("http://proxy.example:8080", f"http://127.0.0.1:{proxy.server_port}")
        assert run(f"SSL_CERT_FILE={certificate} {line}", tmp_path, "https://hub.example") == "5\n"
        assert "hub.example:443" in proxy.requested
