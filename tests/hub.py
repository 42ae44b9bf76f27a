"""A Hugging Face hub on this machine: it speaks as much of the hub's protocol as a download needs.

Source: what huggingface_hub sends and expects, seen in its file_download.py and in the answers of huggingface.co.
"""

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple, TypeVar

Server = TypeVar("Server", bound=ThreadingHTTPServer)


class Repository(NamedTuple):
    """A model on the hub: its one commit, the names of that commit, and its files."""

    commit: str
    revisions: tuple[str, ...]
    files: dict[str, bytes]


class LocalHub(ThreadingHTTPServer):
    """A server that answers on loopback as the hub does."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), HubHandler)
        self.repositories: dict[str, Repository] = {}
        self.files: dict[str, bytes] = {}  # what else there is, by path
        self.requests: list[str] = []
        self.ranges: list[str] = []
        # What goes wrong with a request: it returns True where it has answered, and False where all is well.
        self.fault: Callable[[HubHandler], bool] | None = None
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that the other side, or a fault, has broken off."""

    @property
    def address(self) -> str:
        """Return the address to use as HF_ENDPOINT."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def serve_folder(self, folder: Path, repository: str, commit: str, *names: str) -> None:
        """Offer the files of a folder as those of a repository, whose commit may have other names."""
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.repositories[repository] = Repository(commit, (commit, *names), files)


class HubHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: LocalHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self._answer()

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""

    def _answer(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        if self.path == "/be-well":  # so that a process that has seen a fault can go on without it
            self.server.fault = None
            self.send(200, b"")
        elif self.server.fault is None or not self.server.fault(self):
            self.be_well()

    def be_well(self) -> None:
        """Answer as the hub does when nothing is wrong."""
        path = re.sub("^http://[^/]+", "", self.path).split("?")[
            0
        ]  # a whole address comes from one who uses us as proxy
        if path in self.server.files:
            self.send(200, self.server.files[path])
        elif path.startswith("/content/"):
            self._send_content(path.removeprefix("/content/"))
        elif path.startswith("/api/models/") and "/tree/" in path:
            self._send_names(*path.removeprefix("/api/models/").split("/tree/"))
        elif "/resolve/" in path:
            self._send_file(*path[1:].split("/resolve/"))
        else:
            self.send(404, b"")

    def send(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, *, length: int | None = None
    ) -> None:
        """Send an answer. The length may be another than it is."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _send_file(self, repository: str, rest: str) -> None:
        """Answer for a file: small ones at once, weights by way of another address, as the hub does."""
        found = self.server.repositories.get(repository)
        if found is None:
            self.send(404, b"", {"X-Error-Code": "RepoNotFound"})
            return
        revision, _, name = rest.replace("%2F", "/").rpartition("/")
        headers = {"X-Repo-Commit": found.commit}
        if revision not in found.revisions:
            self.send(404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif name not in found.files:
            self.send(404, b"", headers | {"X-Error-Code": "EntryNotFound"})
        elif name.endswith(".safetensors"):
            content = found.files[name]
            digest = hashlib.sha256(content).hexdigest()
            headers |= {"X-Linked-ETag": f'"{digest}"', "X-Linked-Size": str(len(content))}
            # To another host, as the hub does: its own addresses a download follows before it looks at the headers.
            location = f"{self.server.address.replace('127.0.0.1', 'localhost')}/content/{digest}"
            self.send(302, b"", headers | {"Location": location})
        else:
            content = found.files[name]
            etag = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            self.send(200, content, headers | {"ETag": f'"{etag}"'})

    def _send_content(self, digest: str) -> None:
        """Send the content of a large file, or the part of it that is asked for."""
        content = content_of(self.server, digest)
        part = self.headers.get("Range")
        if part:
            self.server.ranges.append(part)
            start = int(part.removeprefix("bytes=").removesuffix("-"))
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.send(206, content[start:], {"Content-Range": span, "ETag": f'"{digest}"'})
        else:
            self.send(200, content, {"ETag": f'"{digest}"', "Accept-Ranges": "bytes"})

    def _send_names(self, repository: str, revision: str) -> None:
        """Answer with the list of a repository's files."""
        found = self.server.repositories[repository]
        names = [
            {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}
            for name, content in found.files.items()
        ]
        self.send(200, json.dumps(names).encode(), {"Content-Type": "application/json"})


def content_of(server: LocalHub, digest: str) -> bytes:
    """Return the file that has this checksum."""
    contents = [content for repository in server.repositories.values() for content in repository.files.values()]
    return next(content for content in contents if hashlib.sha256(content).hexdigest() == digest)


def serving(certificate: Path | None = None) -> AbstractContextManager[LocalHub]:
    """Run a hub on loopback."""
    return running(LocalHub(certificate))


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server in a thread."""
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
