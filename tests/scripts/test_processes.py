"""A supervisor's programs: none dies unnoticed, none outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from scripts.stack.paths import ROOT
from scripts.stack.processes import Program, Supervisor

SLEEPER = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True);"
    " time.sleep(60)"
)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path)
    yield supervisor
    supervisor.stop()


def python(name: str, code: str) -> Program:
    return Program(name, (sys.executable, "-c", code), dict(os.environ))


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "waited ten seconds in vain"
        time.sleep(0.02)


def test_a_program_that_dies_is_named_with_its_code(supervisor: Supervisor) -> None:
    supervisor.start(python("good", SLEEPER))
    supervisor.start(python("bad", "print('no such table'); raise SystemExit(3)"))

    wait_for(supervisor.first_dead)

    assert supervisor.first_dead() == ("bad", 3)
    assert supervisor.last_lines("bad") == ["no such table"]


def test_stopping_leaves_no_program_behind(supervisor: Supervisor) -> None:
    others = set(psutil.Process().children())
    supervisor.start(python("one", SLEEPER))
    supervisor.start(python("two", SLEEPER))
    started = set(psutil.Process().children()) - others

    supervisor.stop()

    assert len(started) == 2
    assert not [child for child in started if child.is_running()]


def test_a_program_deaf_to_the_signal_is_killed(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.stack.processes.STOP_SECONDS", 0.2)
    supervisor.start(python("deaf", STUBBORN))
    wait_for(lambda: supervisor.last_lines("deaf"))

    supervisor.stop()

    assert supervisor.first_dead() is None


def test_children_of_a_program_that_died_are_ended_too(supervisor: Supervisor) -> None:
    forking = (
        "import os, time\n"
        "if os.fork():\n    os._exit(1)\n"
        "print(os.getpid(), flush=True)\ntime.sleep(60)"
    )
    supervisor.start(python("worker", forking))
    wait_for(lambda: supervisor.last_lines("worker"))
    orphan = psutil.Process(int(supervisor.last_lines("worker")[0]))

    supervisor.stop()

    wait_for(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)


def test_a_restarted_program_is_a_new_one(supervisor: Supervisor) -> None:
    supervisor.start(
        python("api", "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    )
    wait_for(lambda: len(supervisor.last_lines("api")) == 1)

    supervisor.restart("api")

    wait_for(lambda: len(supervisor.last_lines("api")) == 2)
    assert len(set(supervisor.last_lines("api"))) == 2


def test_programs_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
from pathlib import Path
from scripts.stack.processes import Program, Supervisor
supervisor = Supervisor(Path({str(tmp_path)!r}))
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
supervisor.start(Program("child", (sys.executable, "-c", code), dict(os.environ)))
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    log = tmp_path / "child.log"
    wait_for(lambda: log.exists() and log.read_text().strip())
    child = psutil.Process(int(log.read_text()))

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
