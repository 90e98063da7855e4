"""A phone with a browser that Playwright cannot drive."""

from typing import Any

from tests.kill.foreign.browser import ForeignBrowser
from tests.kill.foreign.hands import ForeignHands
from tests.kill.phone import Phone


class ForeignPhone(Phone):
    """A phone behind its own line to the server; its person signs in again after a kill."""

    app: ForeignHands

    def __init__(self, name: str, browser: ForeignBrowser, server_port: int) -> None:
        super().__init__(server_port)
        self.browser_name = name
        self._browser = browser
        self.app = ForeignHands(browser, self.address)
        self.launch()

    def launch(self) -> None:
        """Start the browser on the phone's profile."""
        self._browser.launch()

    def evaluate(self, script: str, given: object = None) -> Any:
        """Call a function expression of one argument in the page."""
        return self._browser.evaluate(script, given)

    def renew_session(self) -> None:
        """Sign in again, as the app asks for it."""
        self.app.sign_in(self.account_name)

    def kill(self) -> None:
        """Kill every process of the browser with SIGKILL."""
        self._browser.kill()
        self.proxy.disarm()

    def close(self) -> None:
        """Put the phone away."""
        self._browser.close()
        self.proxy.close()
