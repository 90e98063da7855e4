"""What the kill matrix needs of a browser; a person's hands are made of `evaluate` alone."""

from typing import Any, Protocol


class BrowserFailed(Exception):
    """The browser did not do what it was asked, or the page's script threw."""


class ForeignBrowser(Protocol):
    """One browser on a profile folder of its own, with one tab."""

    def launch(self) -> None:
        """Start on the profile; hooks.js runs before every page's own scripts."""

    def goto(self, url: str) -> None:
        """Load a page and return when it has been parsed."""

    def evaluate(self, script: str, given: object = None) -> Any:
        """Call an (async) function expression of one argument in the page; JSON back."""

    def kill(self) -> None:
        """Kill every process of it with SIGKILL; the profile stays."""

    def close(self) -> None:
        """Put it away, running or not."""
