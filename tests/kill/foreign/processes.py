"""Processes of a browser, however many it has started."""

import contextlib
import os
import signal
import subprocess


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process that leads a group, and the whole group, with SIGKILL."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
