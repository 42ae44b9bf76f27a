"""A certificate that no authority has signed, as the network of a school may have one."""

import shutil
import subprocess
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")


def self_signed(folder: Path) -> Path:
    """Make a certificate for this machine and for hub.example, and its key, in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "certificate.pem"
    names = "subjectAltName=DNS:localhost,DNS:hub.example,IP:127.0.0.1"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=hub.example", "-addext", names]
    command = ["openssl", "req", *options, "-keyout", str(path), "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path
