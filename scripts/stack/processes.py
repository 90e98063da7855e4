"""Child processes watched together: none dies unnoticed, none outlives its supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.stack.paths import ROOT

KEEP_LOG_BYTES = 10 * 1024 * 1024
STOP_SECONDS = 10.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A program to keep running; `name` is also the name of its log file."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]


class Supervisor:
    """Starts programs, says which one died, stops all in the opposite order."""

    def __init__(self, log_dir: Path) -> None:
        self.log_dir = log_dir
        self._programs: dict[str, Program] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, program: Program) -> None:
        """Start the program; its output is appended to its log."""
        self.log_dir.mkdir(parents=True, exist_ok=True)
        log = self.log_of(program.name)
        if log.exists() and log.stat().st_size > KEEP_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            # Its own session: Ctrl-C reaches the supervisor alone, which then stops in order.
            process = subprocess.Popen(
                program.arguments,
                cwd=ROOT,
                env=dict(program.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self._programs[program.name] = program
        self._running[program.name] = process

    def restart(self, name: str) -> None:
        """Start a program again that was killed or has died."""
        self.kill(name)
        self.start(self._programs[name])

    def kill(self, name: str) -> None:
        """End a program and its children as a power cut would: with SIGKILL."""
        process = self._running.pop(name, None)
        if process is not None:
            _signal_group(process, signal.SIGKILL)
            process.wait()

    def first_dead(self) -> tuple[str, int] | None:
        """Return name and exit code of a program that has ended by itself, or None."""
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def pids(self) -> dict[str, int]:
        """Return the process number of each running program, which is also its session's."""
        return {name: process.pid for name, process in self._running.items()}

    def last_lines(self, name: str, count: int = 20) -> list[str]:
        """Return the end of a program's log."""
        log = self.log_of(name)
        return log.read_text(errors="replace").splitlines()[-count:] if log.exists() else []

    def log_of(self, name: str) -> Path:
        """Return the path of a program's log."""
        return self.log_dir / f"{name}.log"

    def stop(self) -> None:
        """Stop every program, the last started first; one that does not listen is killed."""
        while self._running:
            _, process = self._running.popitem()
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            # A program that died by itself may have left children of its own.
            _signal_group(process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        process.poll()


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    # A supervisor killed with -9 must not leave a server on the port.
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
