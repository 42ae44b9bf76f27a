"""A proxy for addresses that begin with https, which connects to one port of this machine, whatever the name."""

import contextlib
import socket
import threading
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.hub import running


class Tunnel(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), TunnelHandler)
        self.port = port
        self.requested: list[str] = []


class TunnelHandler(BaseHTTPRequestHandler):
    server: Tunnel

    def do_CONNECT(self) -> None:
        self.server.requested.append(self.path)
        with socket.create_connection(("127.0.0.1", self.server.port)) as target:
            self.send_response(200)
            self.end_headers()
            threading.Thread(target=copy, args=(target, self.connection), daemon=True).start()
            copy(self.connection, target)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print no log."""


def copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other thread may close both at any time
        while received := source.recv(65536):
            target.sendall(received)


def tunnel_to(port: int) -> AbstractContextManager[Tunnel]:
    return running(Tunnel(port))
