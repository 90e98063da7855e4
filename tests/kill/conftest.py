"""The same system and driver as the other browser tests, a phone and the server's rows."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from scripts.stack.stack import Stack
from tests.e2e.conftest import all_programs_run as all_programs_run
from tests.e2e.conftest import playwright as playwright
from tests.e2e.conftest import pytest_terminal_summary as pytest_terminal_summary
from tests.e2e.conftest import stack as stack
from tests.kill.chromium import KillablePhone
from tests.kill.foreign.browser import ForeignBrowser
from tests.kill.foreign.firefox import Firefox
from tests.kill.foreign.phone import ForeignPhone
from tests.kill.foreign.webkit import WebKit
from tests.kill.phone import Phone
from tests.kill.verdict import Server

FOREIGN: Mapping[str, Callable[[Path], ForeignBrowser]] = {"firefox": Firefox, "webkit": WebKit}
"""Browsers that Playwright cannot drive, each on a profile folder of its own."""


@pytest.fixture
def server(stack: Stack) -> Server:
    """The server's rows."""
    return Server(stack)


@pytest.fixture(params=["chromium", *FOREIGN], scope="module")
def browser_name(request: pytest.FixtureRequest) -> str:
    """The browser whose turn it is."""
    name: str = request.param
    return name


@pytest.fixture
def phone(
    browser_name: str, request: pytest.FixtureRequest, stack: Stack, tmp_path: Path
) -> Iterator[Phone]:
    """A phone that nobody has used yet."""
    profile, port = tmp_path / "profile", stack.place.port
    one: Phone
    if browser_name in FOREIGN:
        one = ForeignPhone(browser_name, FOREIGN[browser_name](profile), port)
    else:
        one = KillablePhone(request.getfixturevalue("playwright"), profile, port)
    yield one
    one.close()
