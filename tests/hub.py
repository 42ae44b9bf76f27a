"""A local server that speaks as much of the Hugging Face hub's protocol as a download needs.

Source: file_download.py of huggingface_hub, and the answers of huggingface.co.
"""

import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple, TypeVar

Server = TypeVar("Server", bound=ThreadingHTTPServer)


class Repository(NamedTuple):
    """A model on the hub with one commit; `revisions` are the names by which it can be requested."""

    commit: str
    revisions: tuple[str, ...]
    files: dict[str, bytes]


class LocalHub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), HubHandler)
        self.repositories: dict[str, Repository] = {}
        self.files: dict[str, bytes] = {}  # other files, by path
        self.requests: list[str] = []
        self.ranges: list[str] = []
        self.fault: Fault | None = None
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    def handle_error(self, request: object, client_address: object) -> None:
        """Print no traceback for a broken connection: some tests break it on purpose."""

    @property
    def address(self) -> str:
        """The address to use as HF_ENDPOINT."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def serve_folder(self, folder: Path, repository: str, commit: str, *names: str) -> None:
        """Serve the files of a folder as those of a repository. `names` are branches or tags of the commit."""
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.repositories[repository] = Repository(commit, (commit, *names), files)


class HubHandler(BaseHTTPRequestHandler):
    server: LocalHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        (self.server.fault or HubHandler.answer)(self)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print no log."""

    def send(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, *, length: int | None = None
    ) -> None:
        """Send an answer. `length` replaces the true length in its headers."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def large_file(self) -> bytes:
        """Return the file that the request asks for by its SHA-256."""
        digest = self.path.rpartition("/")[2]
        files = [file for repository in self.server.repositories.values() for file in repository.files.values()]
        return next(file for file in files if hashlib.sha256(file).hexdigest() == digest)

    def send_large_file(self, share: float = 1) -> None:
        """Send a large file or the requested range of it, or only a share of that with the length of the whole."""
        content, start, headers = self.large_file(), 0, {"Accept-Ranges": "bytes"}
        requested = self.headers.get("Range")
        if requested:
            self.server.ranges.append(requested)
            start = int(requested.removeprefix("bytes=").removesuffix("-"))
            headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        rest = content[start:]
        headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
        self.send(206 if requested else 200, rest[: int(share * len(rest))], headers, length=len(rest))

    def answer(self) -> None:
        """Answer as the hub does."""
        path = self.path.split("?")[0]
        if path in self.server.files:
            self.send(200, self.server.files[path])
        elif path.startswith("/content/"):
            self.send_large_file()
        elif path.startswith("/api/models/") and "/tree/" in path:
            self._send_names(path.removeprefix("/api/models/").split("/tree/")[0])
        elif "/resolve/" in path:
            self._send_file(*path[1:].split("/resolve/"))
        else:
            self.send(404, b"")

    def _send_file(self, name: str, rest: str) -> None:
        """Send a small file, or redirect to the address of a large one, as the hub does."""
        repository = self.server.repositories.get(name)
        if repository is None:
            self.send(404, b"", {"X-Error-Code": "RepoNotFound"})
            return
        revision, _, file = rest.replace("%2F", "/").rpartition("/")
        headers = {"X-Repo-Commit": repository.commit}
        if revision not in repository.revisions:
            self.send(404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif file not in repository.files:
            self.send(404, b"", headers | {"X-Error-Code": "EntryNotFound"})
        elif file.endswith(".safetensors"):
            content = repository.files[file]
            digest = hashlib.sha256(content).hexdigest()
            headers |= {"X-Linked-ETag": f'"{digest}"', "X-Linked-Size": str(len(content))}
            # To another host, as on the hub: huggingface_hub would follow a redirect to the same host unseen.
            location = f"{self.server.address.replace('127.0.0.1', 'localhost')}/content/{digest}"
            self.send(302, b"", headers | {"Location": location})
        else:
            content = repository.files[file]
            etag = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            self.send(200, content, headers | {"ETag": f'"{etag}"'})

    def _send_names(self, name: str) -> None:
        """Send the list of a repository's files."""
        names = [
            {"type": "file", "path": path, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}
            for path, content in self.server.repositories[name].files.items()
        ]
        self.send(200, json.dumps(names).encode(), {"Content-Type": "application/json"})


Fault = Callable[[HubHandler], None]  # answers requests in place of HubHandler.answer


def serving(certificate: Path | None = None) -> AbstractContextManager[LocalHub]:
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
