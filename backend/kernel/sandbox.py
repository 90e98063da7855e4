"""A child process for work on untrusted bytes: it may be killed for its time or memory."""

import multiprocessing
import resource
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

Answer = TypeVar("Answer")
TIMEOUT, DIED = "timeout", "died"
START_S = 60.0
"""How long the child may take to start and import on a busy machine."""


class SandboxFailed(Exception):
    """The work did not end well: `reason` is `timeout`, `died` or the name of its exception."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sandbox:
    """One child at a time, started at first use and kept for the next call."""

    def __init__(self, *, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._child: Any = None
        self._line: Connection | None = None

    def run(self, function: Callable[..., Answer], *args: Any, timeout_s: float) -> Answer:
        """Return what a module-level function returns for picklable arguments; raises
        SandboxFailed and starts a new child next time when it takes too long or dies.
        """
        is_good: bool
        answer: Any
        with self._lock:
            line = self._line or self._start()
            try:
                line.send((function, args))
                is_good, answer = line.recv() if line.poll(timeout_s) else (False, TIMEOUT)
            except (EOFError, OSError):
                is_good, answer = False, DIED
            if not is_good and answer in {TIMEOUT, DIED}:
                self._stop()
        if not is_good:
            raise SandboxFailed(answer)
        result: Answer = answer
        return result

    def _start(self) -> Connection:
        # spawn: forking a worker that has threads may copy a lock in its locked state.
        context = multiprocessing.get_context("spawn")
        line, far_end = context.Pipe()
        self._child = context.Process(
            target=_serve, args=(far_end, self._memory_bytes), daemon=True, name="sandbox"
        )
        self._child.start()
        far_end.close()
        if not line.poll(START_S):
            self._stop()
            raise SandboxFailed(TIMEOUT)
        line.recv()
        self._line = line
        return line

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        self._child.kill()
        self._child.join()


def _serve(line: Connection, memory_bytes: int) -> None:
    # The terminal's Ctrl-C reaches the whole group; the worker decides when this child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line.send("ready")
    is_limited = False
    while True:
        try:
            function, args = line.recv()
        except EOFError:
            return
        if not is_limited:
            # Only now are the function's modules loaded, whose own size must not count.
            _limit_memory(memory_bytes)
            is_limited = True
        try:
            line.send((True, function(*args)))
        except Exception as error:
            line.send((False, type(error).__name__))


def _limit_memory(more_bytes: int) -> None:
    statm = Path("/proc/self/statm")
    if statm.exists():
        present = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (present + more_bytes, resource.RLIM_INFINITY))
