"""Work on untrusted bytes may hang, crash or grow; only its child ends."""

import os
import signal
import time

import pytest

from backend.kernel.sandbox import Sandbox, SandboxFailed


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(memory_bytes=256 * 1024 * 1024)


def _reason(sandbox: Sandbox, function, *args: object, timeout_s: float = 20) -> str:
    with pytest.raises(SandboxFailed) as failure:
        sandbox.run(function, *args, timeout_s=timeout_s)
    return failure.value.reason


def _kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _grow() -> int:
    return len(bytearray(1024 * 1024 * 1024))


def test_an_answer_comes_back_and_the_child_stays(sandbox) -> None:
    children = {sandbox.run(os.getpid, timeout_s=20) for _ in range(3)}

    assert len(children) == 1
    assert children != {os.getpid()}


def test_an_exception_comes_back_by_name(sandbox) -> None:
    assert _reason(sandbox, int, "x") == "ValueError"


def test_work_that_takes_too_long_is_ended_and_the_next_runs(sandbox) -> None:
    assert _reason(sandbox, time.sleep, 60, timeout_s=0.2) == "timeout"
    assert sandbox.run(max, 1, 2, timeout_s=20) == 2


def test_a_child_that_dies_is_replaced(sandbox) -> None:
    assert _reason(sandbox, _kill_itself) == "died"
    assert sandbox.run(max, 1, 2, timeout_s=20) == 2


def test_memory_ends_before_the_machines_does(sandbox) -> None:
    assert _reason(sandbox, _grow) == "MemoryError"
