"""Debian's Firefox ESR, driven by its own WebDriver BiDi."""

import json
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.e2e.conftest import YUNDANG
from tests.kill.foreign.bidi import BidiLine
from tests.kill.foreign.browser import BrowserFailed
from tests.kill.foreign.processes import kill_group

FIREFOX = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
HOOKS = Path(__file__).parent.parent / "hooks.js"
STARTS_WITHIN_S = 60
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_PLACE = {"location": {"lat": YUNDANG["latitude"], "lng": YUNDANG["longitude"]},
          "accuracy": YUNDANG["accuracy"]}  # fmt: skip
PREFERENCES: dict[str, str | int | bool] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "geo.prompt.testing": True,
    "geo.prompt.testing.allow": True,
    "geo.provider.testing": True,
    "geo.provider.network.url": f"data:application/json,{json.dumps(_PLACE)}",
    "intl.accept_languages": "zh-CN, zh",
    # A page that stands still at its point is not a slow script to ask about.
    "dom.max_script_run_time": 0,
    "dom.ipc.reportProcessHangs": False,
    # What comes back after a kill is what the app kept, not what the browser remembers of its tabs.
    "browser.sessionstore.resume_from_crash": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
}


class Firefox:
    """A headless Firefox on a profile folder."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._line: BidiLine | None = None
        self._tab = ""

    def launch(self) -> None:
        """Start on the profile; hooks.js runs before every page's own scripts."""
        self._profile.mkdir(exist_ok=True)
        (self._profile / "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                for name, value in PREFERENCES.items()
            ),
            encoding="utf-8",
        )
        log = self._profile.with_suffix(".log")
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [FIREFOX, "--headless", "--no-remote", "--profile", str(self._profile),
                 "--remote-debugging-port", "0"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        try:
            self._take_over(_wait_for_address(log, self._process))
        except BaseException:
            self.kill()
            raise

    def _take_over(self, address: str) -> None:
        self._line = BidiLine(f"{address}/session")
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        hooks = HOOKS.read_text(encoding="utf-8")
        self._ask("script.addPreloadScript", functionDeclaration=f"() => {{ {hooks} }}")

    def goto(self, url: str) -> None:
        """Load a page and return when it has been parsed."""
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="interactive")

    def evaluate(self, script: str, given: object = None) -> Any:
        """Call an (async) function expression of one argument in the page; JSON back."""
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=(
                f"async (given) => JSON.stringify((await ({script})(JSON.parse(given))) ?? null)"
            ),
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise BrowserFailed(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def kill(self) -> None:
        """Kill every process of it with SIGKILL; the profile stays."""
        if self._process is not None:
            kill_group(self._process)
            self._process = None
        if self._line is not None:
            self._line.close()
            self._line = None

    def close(self) -> None:
        """Put it away, running or not."""
        self.kill()

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        if self._line is None:
            raise BrowserFailed(f"{method}: the browser is not running")
        return self._line.ask(method, **parameters)


def _wait_for_address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    end = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        said = LISTENING.search(log.read_text(encoding="utf-8", errors="replace"))
        if said:
            return said[1]
        time.sleep(0.1)
    raise BrowserFailed(f"{FIREFOX} did not start: {log.read_text(errors='replace')[-2000:]}")
