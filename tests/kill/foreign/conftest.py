"""The phone of these tests has another browser; what it is held against is the same."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from scripts.stack.stack import Stack
from tests.kill.foreign.browser import ForeignBrowser
from tests.kill.foreign.firefox import Firefox
from tests.kill.foreign.phone import ForeignPhone
from tests.kill.foreign.webkit import WebKit

BROWSERS: Mapping[str, Callable[[Path], ForeignBrowser]] = {
    "firefox": Firefox,
    "webkit": WebKit,
}
"""Each on a profile folder of its own."""


@pytest.fixture(params=BROWSERS, scope="module")
def browser_name(request: pytest.FixtureRequest) -> str:
    """The browser whose turn it is."""
    name: str = request.param
    return name


@pytest.fixture
def phone(browser_name: str, stack: Stack, tmp_path: Path) -> Iterator[ForeignPhone]:
    """A phone that nobody has used yet."""
    browser = BROWSERS[browser_name](tmp_path / "profile")
    one = ForeignPhone(browser_name, browser, stack.place.port)
    yield one
    one.close()
