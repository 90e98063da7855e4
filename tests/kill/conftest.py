"""The same system and driver as the other browser tests, a phone and the server's rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from scripts.stack.stack import Stack
from tests.e2e.conftest import playwright as playwright
from tests.e2e.conftest import stack as stack
from tests.kill.chromium import KillablePhone
from tests.kill.verdict import Server


@pytest.fixture
def server(stack: Stack) -> Server:
    """The server's rows."""
    return Server(stack)


@pytest.fixture
def phone(stack: Stack, playwright: Playwright, tmp_path: Path) -> Iterator[KillablePhone]:
    """A phone that nobody has used yet."""
    one = KillablePhone(playwright, tmp_path / "profile", stack.place.port)
    yield one
    one.close()
