"""The witness behind HTTP, with the standard library alone."""

import fcntl
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from backend.kernel import notes
from backend.witness.decision import Answer, Witness

LARGEST_BODY = 64 * 1024
SLOWEST_CLIENT_S = 10


class Server(ThreadingHTTPServer):
    """A server of one witness; nobody else can serve from the same folder meanwhile."""

    daemon_threads = True

    def __init__(
        self, folder: Path, name: str, logs: Iterable[notes.VerifierKey], address: tuple[str, int]
    ) -> None:
        self._lock = (folder / "witness.lock").open("w")
        super().__init__(address, Handler)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.witness = Witness(folder, name, logs)
        except BaseException:
            self.server_close()
            raise

    def server_close(self) -> None:
        """Let go of the port and the folder."""
        super().server_close()
        self._lock.close()


class Handler(BaseHTTPRequestHandler):
    """POST /add-checkpoint and nothing else."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = SLOWEST_CLIENT_S

    def do_POST(self) -> None:
        """Answer a checkpoint."""
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint" or not length.isdecimal():
            self._send(Answer(404 if length.isdecimal() else 411))
        elif int(length) > LARGEST_BODY:
            self._send(Answer(413))
        else:
            self._send(self.server.witness.add_checkpoint(self.rfile.read(int(length))))

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if answer.status in (404, 411, 413):
            # Its body was left unread.
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def serve(folder: Path, name: str, logs: Iterable[notes.VerifierKey], host: str, port: int) -> None:
    """Serve until the process is asked to stop."""
    with Server(folder, name, logs, (host, port)) as server:
        server.serve_forever()
