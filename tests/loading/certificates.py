"""A certificate that nobody vouches for, as a school's network may have one."""

import shutil
import subprocess
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make a certificate with")


def self_signed(folder: Path) -> Path:
    """Make a certificate for this machine and for hub.example, and its key, in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate, both = (folder / name for name in ("key.pem", "certificate.pem", "both.pem"))
    names = "subjectAltName=DNS:localhost,DNS:hub.example,IP:127.0.0.1"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=hub.example", "-addext", names]
    command = ["openssl", "req", *options, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(key.read_text() + certificate.read_text())
    return both
