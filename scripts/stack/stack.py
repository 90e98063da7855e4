"""The whole system on one machine: servers, keys, schema, demo city, API, worker, log signer."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.stack.embedded import stop_embedded
from scripts.stack.environment import Place, build_environment
from scripts.stack.paths import ROOT
from scripts.stack.ports import free_port as free_port
from scripts.stack.ports import port_is_free as port_is_free
from scripts.stack.processes import Program, Supervisor
from scripts.stack.witness import witness_program

HEALTH_SECONDS = 120.0
DATA_FOLDERS = (
    "postgres", "valkey", "objects", "keys", "keys-signer", "keys-witness", "secrets", "log",
)  # fmt: skip


class StackError(RuntimeError):
    """The system cannot run; the message says what to do."""


class Stack:
    """One copy of the system; use it in a `with` block, or call start and stop."""

    def __init__(self, place: Place, say: Callable[[str], None] = lambda _: None) -> None:
        self.place = place
        self.supervisor = Supervisor(place.var.resolve() / "log")
        self.environment: Mapping[str, str] = {}
        self._say = say

    @property
    def base_url(self) -> str:
        """Return the address of the running copy."""
        return self.place.base_url

    def start(self) -> None:
        """Return when the API answers; raises StackError with the reason when it cannot."""
        try:
            self._prepare()
            self._start_programs()
            self.wait_until_healthy()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop programs, then servers; data stays."""
        self.supervisor.stop()
        stop_embedded(self.place.var)

    def restart(self, name: str) -> None:
        """Kill api, worker or signer with -9 and start it again; for api, wait until it answers."""
        self.supervisor.restart(name)
        if name == "api":
            self.wait_until_healthy()

    def command(self, *arguments: str) -> str:
        """Run `python -m backend.cli ARGUMENTS` and return what it printed."""
        result = subprocess.run(
            [sys.executable, "-m", "backend.cli", *arguments],
            cwd=ROOT, env=dict(self.environment), capture_output=True, text=True, check=False,
        )  # fmt: skip
        log = self.supervisor.log_of("setup")
        with log.open("a", encoding="utf-8") as file:
            file.write(f"$ backend.cli {' '.join(arguments)}\n{result.stderr}")
        if result.returncode != 0:
            tail = "\n".join((result.stderr or result.stdout).splitlines()[-15:])
            raise StackError(f"`backend.cli {' '.join(arguments)}` failed, see {log}:\n{tail}")
        return result.stdout

    def wait_until_healthy(self) -> None:
        """Return when GET /api/v1/health answers 200; raises StackError when a program dies."""
        url = f"http://127.0.0.1:{self.place.port}/api/v1/health"
        deadline = time.monotonic() + HEALTH_SECONDS
        while time.monotonic() < deadline:
            self.check_alive()
            if _answers(url):
                return
            time.sleep(0.1)
        lines = "\n".join(self.supervisor.last_lines("api"))
        raise StackError(
            f"{url} did not answer in {HEALTH_SECONDS:.0f} s; end of api.log:\n{lines}"
        )

    def check_alive(self) -> None:
        """Raise StackError with the last lines of its log when a program has died."""
        dead = self.supervisor.first_dead()
        if dead is None:
            return
        name, code = dead
        lines = "\n".join(self.supervisor.last_lines(name))
        log = self.supervisor.log_of(name)
        raise StackError(f"{name} ended with code {code}; the end of {log}:\n{lines}")

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def _prepare(self) -> None:
        if not port_is_free(self.place.host, self.place.port):
            raise StackError(
                f"Port {self.place.port} is in use: stop the other program or choose --port."
            )
        self._say("PostgreSQL and Valkey")
        self.environment = build_environment(self.place)
        self._say("keys and database schema")
        with ThreadPoolExecutor() as pool:
            list(pool.map(self.command, ("generate-keys", "migrate")))
        self._start_witness()
        if self.place.demo:
            self._say("demo city")
            self.command("seed-demo")

    def _start_witness(self) -> None:
        # Before the demo city, whose log is witnessed as it is seeded.
        witness = witness_program(self.place.var.resolve(), self.environment)
        if witness is not None:
            self.supervisor.start(witness)

    def _start_programs(self) -> None:
        self._say("API, worker and log signer")
        python = sys.executable
        api = (
            python, "-m", "granian", "--interface", "wsgi", "--host", self.place.host,
            "--port", str(self.place.port), "--workers", str(self.place.api_processes),
            "--blocking-threads", "8", "--no-ws", "backend.wsgi:app",
        )  # fmt: skip
        programs = {
            "api": api,
            "worker": (python, "-m", "backend.worker"),
            "signer": (python, "-m", "backend.cli", "sign-log"),
        }
        for name, arguments in programs.items():
            self.supervisor.start(Program(name, arguments, self.environment))


def remove_data(var: Path) -> None:
    """Stop the servers of `var` and delete all of its data."""
    stop_embedded(var)
    for name in DATA_FOLDERS:
        shutil.rmtree(var / name, ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - a fixed http address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
