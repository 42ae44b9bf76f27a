"""A proxy on this machine for addresses that begin with https: it connects, whatever the name, to one place."""

import select
import socket
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.hub import running


class Tunnel(ThreadingHTTPServer):
    """A proxy that connects to a port on this machine."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), TunnelHandler)
        self.port = port
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """Return the address to use as HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.server_port}"


class TunnelHandler(BaseHTTPRequestHandler):
    """Connects, then passes bytes on in both directions."""

    server: Tunnel

    def do_CONNECT(self) -> None:
        """Connect to the one place."""
        self.server.asked.append(self.path)
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            self.send_response(200)
            self.end_headers()
            other = {self.connection: there, there: self.connection}
            while True:
                ready, _, _ = select.select(list(other), [], [])
                for end in ready:
                    received = end.recv(65536)
                    if not received:
                        return
                    other[end].sendall(received)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


def tunnel_to(port: int) -> AbstractContextManager[Tunnel]:
    """Run a proxy on loopback."""
    return running(Tunnel(port))
