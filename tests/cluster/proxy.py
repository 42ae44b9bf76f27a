"""A relay between a client and its scheduler that counts the bytes."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Relay(socketserver.ThreadingTCPServer):
    daemon_threads = True
    target = ("", 0)
    count = 0


class _Handler(socketserver.BaseRequestHandler):
    server: _Relay

    def handle(self) -> None:
        with socket.create_connection(self.server.target) as other:
            back = threading.Thread(target=self._pass_on, args=(other, self.request), daemon=True)
            back.start()
            self._pass_on(self.request, other)
            back.join()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(2**16):
                self.server.count += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either side may close at any time


@contextmanager
def relay(address: str) -> Iterator[_Relay]:
    """Relay to a scheduler's address; the server's `count` is what has passed, in both directions."""
    host, port = address.removeprefix("tcp://").split(":")
    with _Relay(("127.0.0.1", 0), _Handler) as server:
        server.target = (host, int(port))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
