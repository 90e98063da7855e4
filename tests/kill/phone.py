"""A phone whose browser can be killed with SIGKILL; its profile stays on the disk."""

import time
from abc import ABC, abstractmethod
from typing import Any

from tests.kill.hands import Hands
from tests.kill.proxy import StallingProxy
from tests.kill.rows import READ_ROWS, Rows, rows_of

PATIENCE_S = 120


class Phone(ABC):
    """A phone behind its own line to the server; the browsers' own part is below it."""

    browser_name: str
    app: Hands

    def __init__(self, server_port: int) -> None:
        self.proxy = StallingProxy(server_port)
        self.account_name = ""

    @property
    def address(self) -> str:
        """Where the app lies for this phone."""
        return f"http://localhost:{self.proxy.port}"

    @abstractmethod
    def launch(self) -> None:
        """Start the browser on the phone's profile."""

    @abstractmethod
    def evaluate(self, script: str, given: object = None) -> Any:
        """Call a function expression of one argument in the page."""

    @abstractmethod
    def kill(self) -> None:
        """Kill every process of the browser with SIGKILL."""

    @abstractmethod
    def close(self) -> None:
        """Put the phone away."""

    @abstractmethod
    def renew_session(self) -> None:
        """Have a session again after a kill, in which a browser forgets its cookie."""

    def enter(self, account_name: str) -> None:
        """Sign in."""
        self.account_name = account_name
        self.app.sign_in(account_name)

    def sign_in(self, account_name: str = "wang.grid") -> None:
        """Sign in and wait until the app could start with no network."""
        self.enter(account_name)
        self.app.wait_until_ready_for_offline()

    def stop_in_page(self, store: str, method: str, after: str | None = None, **more: bool) -> None:
        """Have the page stand still at its next write to the store, maybe only after an answer."""
        self.proxy.arm(None)
        point = {"store": store, "method": method, "after": after, **more}
        self.evaluate("(point) => { window.killPoint = point }", point)

    def press(self, selector: str) -> None:
        """Press without waiting for what comes of it."""
        self.evaluate(
            "(chosen) => { setTimeout(() => document.querySelector(chosen).click(), 50) }", selector
        )

    def kill_when_reached(self) -> None:
        """Kill at the point; fails when it is never reached."""
        assert self.proxy.reached.wait(PATIENCE_S), "the point was never reached"
        self.kill()

    def rows(self) -> Rows:
        """Read the phone's disk, the originals' digests too."""
        return rows_of(self.evaluate(READ_ROWS))

    def reopen_without_network(self) -> Rows:
        """Start the same profile again and say what survived before the server can tell."""
        self.proxy.is_cut = True
        self.launch()
        self.app.home()
        survived = self.rows()
        self.proxy.is_cut = False
        return survived

    def finish(self, note: str) -> Rows:
        """Do what the person had begun, and wait until the phone calls everything verified."""
        self.renew_session()
        self.app.home()
        self._wait_for_recordings()
        rows = self.rows()
        if rows.drafts:
            self.app.continue_draft()
            self._send(note)
        elif not rows.reports:
            self.app.take_photos()
            self._send(note)
        return self._wait_until_proven()

    def _send(self, note: str) -> None:
        self.app.choose("black_water")
        self.app.write_note(note)
        self.app.report()

    def _wait_for_recordings(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.rows().recordings and time.monotonic() < end:
            self.app.pause(0.5)
        self.app.home()

    def _wait_until_proven(self) -> Rows:
        end = time.monotonic() + PATIENCE_S
        while True:
            self.evaluate("() => { window.dispatchEvent(new Event('online')) }")
            rows = self.rows()
            if rows.is_proven or time.monotonic() > end:
                return rows
            self.app.pause(1)
