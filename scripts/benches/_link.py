"""A slow line to the server: so many bits a second each way, and half of the delay on each way."""

import contextlib
import heapq
import socket
import threading
import time

BLOCK = 16 * 1024


class Shaper:
    """One direction of the line, shared by all of its connections."""

    def __init__(self, bytes_per_second: float, delay_s: float) -> None:
        self._rate, self.delay = bytes_per_second, delay_s
        self._free_at = 0.0
        self._lock = threading.Lock()
        self.carried = 0

    def due(self, size: int) -> float:
        """Take room on the line for so many bytes and return when they arrive."""
        with self._lock:
            self.carried += size
            self._free_at = max(self._free_at, time.monotonic()) + size / self._rate
            return self._free_at + self.delay


class SlowLine:
    """Listens on a port of its own and counts what it carries."""

    def __init__(self, server_port: int, bits_per_second: float, round_trip_s: float) -> None:
        self.up = Shaper(bits_per_second / 8, round_trip_s / 2)
        self.down = Shaper(bits_per_second / 8, round_trip_s / 2)
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._server_port))
                for source, target, shaper in ((near, far, self.up), (far, near, self.down)):
                    threading.Thread(
                        target=_carry, args=(source, target, shaper), daemon=True
                    ).start()


def _carry(source: socket.socket, target: socket.socket, shaper: Shaper) -> None:
    waiting: list[tuple[float, int, bytes]] = []
    ready = threading.Condition()
    threading.Thread(target=_deliver, args=(target, waiting, ready), daemon=True).start()
    number = 0
    block = b"begin"
    while block:
        try:
            block = source.recv(BLOCK)
        except OSError:
            block = b""
        due = shaper.due(len(block))
        with ready:
            heapq.heappush(waiting, (due, number, block))
            ready.notify()
        number += 1
        # The sender is held up as by a full buffer, and so sees the line as slow as it is.
        time.sleep(max(0.0, due - shaper.delay - time.monotonic()))


def _deliver(
    target: socket.socket, waiting: list[tuple[float, int, bytes]], ready: threading.Condition
) -> None:
    with contextlib.suppress(OSError):
        while True:
            with ready:
                while not waiting:
                    ready.wait()
                due, _, block = heapq.heappop(waiting)
            time.sleep(max(0.0, due - time.monotonic()))
            if not block:
                target.shutdown(socket.SHUT_WR)
                return
            target.sendall(block)
