"""What several tests need: the real default model, and a Hugging Face hub on this machine."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

from helpers.embeddings import TokenEmbeddings, load_embeddings

# The same examples at each run, and no limit on the time that one takes: machines differ many times in speed.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5000, deadline=None)  # pytest --hypothesis-profile=search
settings.load_profile("steady")


@pytest.fixture(scope="session")
def bert() -> TokenEmbeddings:
    """Load the default model, whatever KNN_MODEL says."""
    return load_embeddings("all-MiniLM-L6-v2")


class LocalHub(ThreadingHTTPServer):
    """A server that answers on loopback as the hub does: {repository}/resolve/{revision}/{file}."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HubHandler)
        self.files: dict[str, bytes] = {}  # by path, such as /owner/model/resolve/<revision>/vocab.txt
        self.requests: list[str] = []

    @property
    def address(self) -> str:
        """Return the address to use as HF_ENDPOINT."""
        return f"http://127.0.0.1:{self.server_port}"

    def serve_folder(self, folder: Path, repository: str, revision: str) -> None:
        """Offer the files of a folder as those of a repository."""
        for path in folder.iterdir():
            if path.is_file():
                self.files[f"/{repository}/resolve/{revision}/{path.name}"] = path.read_bytes()


class _HubHandler(BaseHTTPRequestHandler):
    server: LocalHub

    def _answer(self, *, with_body: bool) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        body = self.server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        if "/resolve/" in self.path:
            self.send_header("X-Repo-Commit", self.path.split("/resolve/")[1].split("/")[0])
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[LocalHub]:
    """Run a hub on loopback."""
    with LocalHub() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """Run a hub on loopback for one test."""
    with serving() as server:
        yield server
