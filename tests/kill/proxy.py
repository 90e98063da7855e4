"""A line to the server that can be stopped at a point of one exchange, and never goes on."""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SIGNAL_PATH = "/api/v1/kill-point"
"""The page calls this when it has reached a point of its own; nobody answers."""
Place = Literal["request", "body", "answer"]


@dataclass(frozen=True)
class Head:
    """The first lines of a request."""

    method: str
    path: str
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """How many bytes of body follow."""
        return int(self.headers.get("content-length", 0))


@dataclass(frozen=True)
class Stop:
    """Where to stop: before the request is passed on, in the middle of its body, or with the
    server's answer in hand.
    """

    place: Place
    matches: Callable[[Head], bool]


class StallingProxy:
    """Listens on a port of its own; one exchange a connection."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.reached = threading.Event()
        self._stop: Stop | None = None
        self._go_on = threading.Event()
        self.is_cut = False
        self.rewrite: Callable[[Head, bytes], bytes] = lambda _, answer: answer
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._go_on.set()
        self._listener.close()

    def arm(self, stop: Stop | None) -> None:
        """Stop at this point, or at the page's own signal when None."""
        self._stop = stop
        self._go_on = threading.Event()
        self.reached.clear()

    def disarm(self) -> None:
        """Let everything through again; what was stopped is dropped."""
        self._stop = None
        self._go_on.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), line:
            received = _read_head(line)
            if received is None or self.is_cut:
                return
            head, raw, begun = received
            if head.path.startswith(SIGNAL_PATH):
                self._stall()
                return
            with socket.create_connection(("127.0.0.1", self._server_port)) as far:
                self._exchange(line, far, head, raw, begun)

    def _exchange(
        self, line: socket.socket, far: socket.socket, head: Head, raw: bytes, begun: bytes
    ) -> None:
        stop = self._stop
        place = stop.place if stop is not None and stop.matches(head) else None
        if place == "request":
            self._stall()
            return
        far.sendall(_closing(raw))
        half = head.size // 2 if place == "body" else head.size
        _pass_body(line, far, begun[:half], half)
        if place == "body":
            self._stall()
            return
        answer = _read_all(far)
        if place == "answer":
            self._stall()
            return
        line.sendall(self.rewrite(head, answer))

    def _stall(self) -> None:
        go_on = self._go_on
        self.reached.set()
        go_on.wait()


def _read_head(line: socket.socket) -> tuple[Head, bytes, bytes] | None:
    received = b""
    while b"\r\n\r\n" not in received:
        block = line.recv(64 * 1024)
        if not block:
            return None
        received += block
    raw, _, begun = received.partition(b"\r\n\r\n")
    first, *rest = raw.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (name_value.partition(":") for name_value in rest)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Head(method, path, headers), raw, begun


DROPPED = (b"connection:", b"if-none-match:", b"if-modified-since:")
"""A page may be another one the next time, whatever the browser has kept of it."""


def _closing(raw: bytes) -> bytes:
    lines = [line for line in raw.split(b"\r\n") if not line.lower().startswith(DROPPED)]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def _pass_body(line: socket.socket, far: socket.socket, begun: bytes, size: int) -> None:
    far.sendall(begun)
    left = size - len(begun)
    while left > 0:
        block = line.recv(min(64 * 1024, left))
        if not block:
            raise ValueError("the request was cut")
        far.sendall(block)
        left -= len(block)


def _read_all(far: socket.socket) -> bytes:
    blocks = []
    while block := far.recv(256 * 1024):
        blocks.append(block)
    return _closing_answer(b"".join(blocks))


def _closing_answer(answer: bytes) -> bytes:
    raw, _, body = answer.partition(b"\r\n\r\n")
    return _closing(raw) + body


def with_body(answer: bytes, body: bytes) -> bytes:
    """The answer with another body."""
    raw, _, _ = answer.partition(b"\r\n\r\n")
    lines = [
        line for line in raw.split(b"\r\n")
        if not line.lower().startswith((b"content-length:", b"content-encoding:", b"etag:",
                                        b"transfer-encoding:"))
    ]  # fmt: skip
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", b""]) + body
