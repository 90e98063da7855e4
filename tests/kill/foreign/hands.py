"""A person's hands on the field app, made of `evaluate` alone."""

import base64
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e.pages.field import PASSWORD, READY_FOR_OFFLINE
from tests.kill.foreign.browser import BrowserFailed, ForeignBrowser
from tests.kill.foreign.script import CHOOSE_FILE, CLICK, IS_THERE, LABELLED, WRITE
from tests.kill.hands import REPORT, SHOOT, SHUTTER

ARRIVES_S = 60
LOOK_EVERY_S = 0.1


class ForeignHands:
    """What a person does with the app in a browser's one tab."""

    def __init__(self, browser: ForeignBrowser, address: str) -> None:
        self._browser = browser
        self._address = address

    def wait_for(self, what: str, is_so: Callable[[], object]) -> None:
        """Look until it is so; a page that is just being left answers nothing."""
        end = time.monotonic() + ARRIVES_S
        reason = ""
        while time.monotonic() < end:
            try:
                if is_so():
                    return
            except BrowserFailed as error:
                reason = str(error)
            time.sleep(LOOK_EVERY_S)
        raise AssertionError(f"{what} never came {reason}")

    def see(self, selector: str, text: str = "") -> None:
        """Wait until it is on the screen and can be pressed."""
        self.wait_for(f"{selector} {text}", lambda: self.is_there(selector, text))

    def see_value(self, selector: str, value: str) -> None:
        """Wait until a field holds this."""
        self.wait_for(f"{selector} {value}", lambda: self._value(selector) == value)

    def is_there(self, selector: str, text: str = "") -> bool:
        """Whether it is on the screen now and can be pressed."""
        return bool(self._browser.evaluate(IS_THERE, {"selector": selector, "text": text}))

    def click(self, selector: str, text: str = "") -> None:
        """Press it when it is there."""
        self.see(selector, text)
        self._browser.evaluate(CLICK, {"selector": selector, "text": text})

    def write(self, selector: str, value: str, nth: int = 0) -> None:
        """Write into a field when it is there."""
        self.see(selector)
        self._browser.evaluate(WRITE, {"selector": selector, "value": value, "nth": nth})

    def type(self, selector: str, words: str) -> None:
        """Write letter by letter behind what a field holds."""
        self.see(selector)
        for letter in words:
            self.write(selector, self._value(selector) + letter)

    def write_labelled(self, label: str, value: str) -> None:
        """Write into the field with this label."""
        self.wait_for(label, lambda: self._browser.evaluate(LABELLED, label))
        self.write(self._browser.evaluate(LABELLED, label), value)

    def open(self, path: str = "/") -> None:
        """Load a page of the app by its address."""
        self._browser.goto(f"{self._address}{path}")

    def sign_in(self, account_name: str) -> None:
        """Sign in with a demo account and wait for the home page."""
        self.open("/sign-in")
        self.write_labelled("账号", account_name)
        self.write_labelled("密码", PASSWORD)
        self.click("form button", "登录")
        self.see(f"{SHOOT}, [data-action=unlock]")

    def wait_until_ready_for_offline(self) -> None:
        """Return when the app can start with no network and knows the categories."""
        self._browser.evaluate(READY_FOR_OFFLINE, ARRIVES_S * 1000)

    def home(self) -> None:
        """Open the home page."""
        self.open()
        self.see(SHOOT)

    def open_camera(self) -> None:
        """Go from the home page to the camera and wait until a photo can be taken."""
        self.click(SHOOT)
        self.see(SHUTTER)

    def take_photos(self, count: int = 1) -> None:
        """Open the camera from the home page and press the shutter."""
        self.open_camera()
        for taken in range(1, count + 1):
            self.click(SHUTTER)
            self.see("[data-part=count]", str(taken))

    def begin_video(self, seconds: int) -> None:
        """Open the camera from the home page and record for so long, without an end."""
        self.open_camera()
        self.click("[data-mode=video]")
        self.click(SHUTTER)
        self.see("[data-part=recording]", f"0:{seconds:02}")

    def pick_file(self, path: str) -> None:
        """Open the camera from the home page and choose a file instead."""
        self.open_camera()
        content = base64.b64encode(Path(path).read_bytes()).decode()
        given = {"name": Path(path).name, "type": "image/jpeg", "base64": content}
        self._browser.evaluate(CHOOSE_FILE, given)
        self.see("[data-part=count]", "1")

    def choose(self, category_code: str) -> None:
        """Choose a category by its picture."""
        self.click(f"[data-category={category_code}]")

    def write_note(self, text: str) -> None:
        """Write the note of the report."""
        self.write_labelled("说明", text)

    def report(self) -> None:
        """Press 上报 and wait for the words that promise the report is on the disk."""
        self.click(REPORT)
        self.see("[data-part=saved]", "已保存在本机")

    def continue_draft(self) -> None:
        """Go from the home page to the report that was begun."""
        self.click("a, button", "继续未完成的上报")
        # The page of the draft is loaded first: going back before it is there goes nowhere.
        self.wait_for("the draft", lambda: self._path().startswith("/drafts/"))

    def go_back(self) -> None:
        """Go back a page, as with the phone's own button."""
        self._browser.evaluate("() => { history.back() }")

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
        time.sleep(seconds)

    def _value(self, selector: str) -> str:
        script = "(selector) => document.querySelector(selector)?.value"
        return str(self._browser.evaluate(script, selector))

    def _path(self) -> str:
        return str(self._browser.evaluate("() => location.pathname"))
