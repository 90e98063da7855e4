"""A link that breaks: passes so many bytes of each connection to the server, then cuts it."""

import contextlib
import socket
import threading


class LossyProxy:
    """Listens on a port of its own; `taken` counts what senders got rid of."""

    def __init__(self, server_port: int, cut_after: int) -> None:
        self._server_port = server_port
        self._cut_after = cut_after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.taken = 0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            far = socket.create_connection(("127.0.0.1", self._server_port))
            with far:
                threading.Thread(target=_pump, args=(far, line), daemon=True).start()
                self._pass_on(line, far)
                # What was passed on still arrives; the sender sees a dead link.
                far.shutdown(socket.SHUT_WR)

    def _pass_on(self, line: socket.socket, far: socket.socket) -> None:
        left = self._cut_after
        while left:
            block = line.recv(min(16 * 1024, left))
            if not block:
                return
            self.taken += len(block)
            far.sendall(block)
            left -= len(block)
        self.cuts += 1


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while block := source.recv(64 * 1024):
            target.sendall(block)
