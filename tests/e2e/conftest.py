"""One whole fresh copy of the system, and browsers that hold it like a phone."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from scripts.stack.environment import Place
from scripts.stack.paths import ROOT
from scripts.stack.stack import Stack, free_port
from tests.e2e.pages.field import FieldApp
from tests.e2e.pages.office import OfficeApp

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
YUNDANG = {"latitude": 24.4798, "longitude": 118.0894, "accuracy": 8}
"""A spot by Yundang lake in Siming district, within 8 m."""

OpenPhone: TypeAlias = Callable[..., FieldApp]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The system on temporary data, with the demo city and the built pages."""
    if not (ROOT / "pwa" / "dist" / "index.html").exists():
        pytest.fail("The pages are not built: run `npm run build` in pwa/ first.")
    with temporary_stack() as running:
        yield running


@contextmanager
def temporary_stack() -> Iterator[Stack]:
    """Run the system on a folder of its own; those of pytest are shut to other users, as whom
    PostgreSQL may run, whenever another pytest starts.
    """
    with (
        TemporaryDirectory(prefix="xunzheng-") as folder,
        Stack(Place(var=Path(folder), port=free_port())) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def open_phone(stack: Stack, playwright: Playwright, tmp_path: Path) -> Iterator[OpenPhone]:
    """Open a phone with a camera and, unless told otherwise, a place; each has its own storage."""
    contexts: list[BrowserContext] = []

    def open_one(*, permissions: tuple[str, ...] = ("camera", "geolocation")) -> FieldApp:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / f"phone-{len(contexts)}",
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=list(CHROMIUM_FLAGS),
            permissions=list(permissions),
            geolocation=YUNDANG,  # type: ignore[arg-type]
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
        )
        contexts.append(context)
        return FieldApp(context, stack.base_url)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A desktop browser."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, chromium_sandbox=False, args=list(CHROMIUM_FLAGS)
    )
    yield browser
    browser.close()


@pytest.fixture
def office(chromium: Browser, stack: Stack) -> Iterator[OfficeApp]:
    """The office app in a window of its own."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    yield OfficeApp(context, stack.base_url)
    context.close()
