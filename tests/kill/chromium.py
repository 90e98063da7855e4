"""A phone whose browser is Chromium, driven by Playwright."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Playwright, expect

from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, YUNDANG
from tests.e2e.pages import ARRIVES_MS
from tests.e2e.pages.field import FieldApp
from tests.kill.hands import SHUTTER
from tests.kill.phone import PATIENCE_S, Phone

HOOKS = Path(__file__).parent / "hooks.js"


class ChromiumHands(FieldApp):
    """What a person does at the points that stop half way, too."""

    def _first(self, selector: str, text: str = "") -> Locator:
        return self.page.locator(selector).filter(has_text=text, visible=True).first

    def see(self, selector: str, text: str = "") -> None:
        """Wait until the first of these can be seen."""
        expect(self._first(selector, text)).to_be_visible(timeout=2 * ARRIVES_MS)

    def see_value(self, selector: str, value: str) -> None:
        """Wait until a field holds this."""
        expect(self._first(selector)).to_have_value(value)

    def is_there(self, selector: str, text: str = "") -> bool:
        """Whether it can be seen now."""
        return self._first(selector, text).is_visible()

    def click(self, selector: str, text: str = "") -> None:
        """Press the first of these when it can be seen."""
        self._first(selector, text).click()

    def write(self, selector: str, value: str, nth: int = 0) -> None:
        """Fill a field."""
        self.page.locator(selector).nth(nth).fill(value)

    def type(self, selector: str, words: str) -> None:
        """Write letter by letter behind what a field holds."""
        self._first(selector).press_sequentially(words)

    def open_camera(self) -> None:
        """Go from the home page to the camera and wait until a photo can be taken."""
        self.shoot_button.click()
        expect(self.page.locator(SHUTTER)).to_be_enabled()

    def continue_draft(self) -> None:
        """Go from the home page to the report that was begun."""
        self.page.get_by_text("继续未完成的上报").click()
        # The page of the draft is loaded first: going back before it is there goes nowhere.
        self.page.wait_for_url("**/drafts/**")

    def go_back(self) -> None:
        """Go back a page, as with the phone's own button."""
        self.page.go_back()

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        self.page.wait_for_timeout(seconds * 1000)


class KillablePhone(Phone):
    """A phone with Chromium."""

    browser_name = "chromium"
    app: ChromiumHands

    def __init__(self, playwright: Playwright, folder: Path, server_port: int) -> None:
        super().__init__(server_port)
        self._playwright = playwright
        self._folder = folder
        self._cookies: list[Any] = []
        self.launch()

    def launch(self) -> None:
        """Start the browser on the phone's profile."""
        self.context = self._playwright.chromium.launch_persistent_context(
            self._folder,
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=list(CHROMIUM_FLAGS),
            permissions=["camera", "microphone", "geolocation"],
            geolocation=YUNDANG,  # type: ignore[arg-type]
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
        )
        # A browser forgets the session's cookie when it dies; the person signs in again.
        self.context.add_cookies(self._cookies)
        self.context.add_init_script(path=HOOKS)
        self.app = ChromiumHands(self.context, self.address)
        self.app.page.set_default_timeout(PATIENCE_S * 1000)

    def enter(self, account_name: str) -> None:
        """Sign in and remember the session for the time after the kill."""
        super().enter(account_name)
        self._cookies = list(self.context.cookies())

    def renew_session(self) -> None:
        """The cookie has been put back at the start."""

    def evaluate(self, script: str, given: object = None) -> Any:
        """Call a function expression of one argument in the page."""
        return self.app.page.evaluate(script, given)

    def kill(self) -> None:
        """Kill every process of the browser with SIGKILL."""
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.proxy.disarm()
        with contextlib.suppress(PlaywrightError):
            self.context.close()
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self._folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Put the phone away."""
        with contextlib.suppress(PlaywrightError):
            self.context.close()
        self.proxy.close()

    def _pids(self) -> list[int]:
        mark = f"--user-data-dir={self._folder}".encode()
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if mark in _command_line(folder)
        ]


def _command_line(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""
