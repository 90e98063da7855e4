"""Debian's WebKitGTK in a window of ours: its own driver keeps nothing beyond a session's end."""

import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.e2e.conftest import YUNDANG
from tests.kill.foreign.browser import BrowserFailed

PYTHON = "/usr/bin/python3"
"""The system's own: its packages bring the bindings of WebKitGTK."""
XVFB = "/usr/bin/Xvfb"
VIEW = Path(__file__).parent / "webkit_view.py"
SCRIPTS = (Path(__file__).parents[1] / "hooks.js", Path(__file__).parent / "recorder.js")
"""These run before every page's own."""
MARK = "XUNZHENG_KILL_PROFILE"
PATIENCE_S = 150.0


class WebKit:
    """A window under a display of its own, on a profile folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mark = f"{MARK}={folder}"
        self._number = 0
        self._view: subprocess.Popen[bytes] | None = None
        self._display: subprocess.Popen[bytes] | None = None
        self._rest = b""

    def launch(self) -> None:
        """Start on the profile; hooks.js runs before every page's own scripts."""
        self._folder.mkdir(parents=True, exist_ok=True)
        read, write = os.pipe()
        self._display = subprocess.Popen(
            [XVFB, "-displayfd", str(write), "-screen", "0", "800x800x24", "-nolisten", "tcp",
             "-terminate"],
            pass_fds=(write,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            display = told.readline().strip()
        place = [str(YUNDANG[name]) for name in ("latitude", "longitude", "accuracy")]
        with (self._folder / "view.log").open("ab") as log:
            self._view = subprocess.Popen(
                [PYTHON, str(VIEW), str(self._folder), *place, *map(str, SCRIPTS)],
                env=self._environment(display), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        self._rest = b""

    def _environment(self, display: str) -> dict[str, str]:
        name, _, value = self._mark.partition("=")
        return {
            **os.environ,
            name: value,
            "DISPLAY": f":{display}",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "memory",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        }

    def goto(self, url: str) -> None:
        """Load a page and return when it has been parsed."""
        self._ask({"goto": url})

    def evaluate(self, script: str, given: object = None) -> Any:
        """Call an (async) function expression of one argument in the page; JSON back."""
        return self._ask({"script": script, "given": given})

    def kill(self) -> None:
        """Kill every process of it with SIGKILL; the profile stays."""
        while pids := self._pids():
            for pid in pids:
                _send(pid, signal.SIGKILL)
            time.sleep(0.02)
        self._put_away()

    def close(self) -> None:
        """Put it away, running or not."""
        self.kill()

    def _put_away(self) -> None:
        if self._view is not None:
            for pipe in (self._view.stdin, self._view.stdout):
                if pipe is not None:
                    pipe.close()
            self._view.wait()
            self._view = None
        if self._display is not None:
            self._display.kill()
            self._display.wait()
            self._display = None

    def _pids(self) -> list[int]:
        mark = self._mark.encode()
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if mark in _environ(folder).split(b"\0")
        ]

    def _ask(self, question: dict[str, object]) -> Any:
        view = self._view
        if view is None or view.stdin is None or view.stdout is None:
            raise BrowserFailed("there is no window")
        self._number += 1
        view.stdin.write(json.dumps({"id": self._number, **question}).encode() + b"\n")
        view.stdin.flush()
        end = time.monotonic() + PATIENCE_S
        while True:
            answer = json.loads(self._read_line(view.stdout.fileno(), end))
            # An answer to what was given up on comes late.
            if answer["id"] == self._number:
                break
        if "error" in answer:
            raise BrowserFailed(answer["error"])
        return answer.get("value")

    def _read_line(self, source: int, end: float) -> bytes:
        while b"\n" not in self._rest:
            ready, _, _ = select.select([source], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise BrowserFailed("the window did not answer")
            block = os.read(source, 64 * 1024)
            if not block:
                raise BrowserFailed("the window is gone")
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\n")
        return line


def _environ(folder: Path) -> bytes:
    try:
        return (folder / "environ").read_bytes()
    except OSError:
        return b""


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
