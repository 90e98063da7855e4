"""One whole fresh copy of the system, and browsers that hold it like a phone."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from scripts.stack.environment import Place
from scripts.stack.paths import ROOT, VAR
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

LOGS = VAR / "log" / "tests"
"""Where the logs of the last runs stay."""
LAST_LINES = 15

OpenPhone: TypeAlias = Callable[..., FieldApp]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The system on temporary data, with the demo city and the built pages."""
    if not (ROOT / "pwa" / "dist" / "index.html").exists():
        pytest.fail("The pages are not built: run `npm run build` in pwa/ first.")
    with temporary_stack("browser") as running:
        yield running


@pytest.fixture(autouse=True)
def all_programs_run(request: pytest.FixtureRequest) -> None:
    """A program that died by itself is named at the next test, with the end of its log."""
    if "stack" in request.fixturenames:
        request.getfixturevalue("stack").check_alive()


@contextmanager
def temporary_stack(name: str) -> Iterator[Stack]:
    """Run the system on a folder of its own, of which only the logs stay, under this name.

    pytest's folders are shut to other users, as whom PostgreSQL may run, whenever another pytest
    starts.
    """
    with TemporaryDirectory(prefix="xunzheng-") as folder:
        try:
            with Stack(Place(var=Path(folder), port=free_port())) as running:
                yield running
        finally:
            rmtree(LOGS / name, ignore_errors=True)
            if (written := Path(folder) / "log").exists():
                copytree(written, LOGS / name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Show how each of the system's programs ended its log when a test has failed."""
    if exitstatus == 0:
        return
    for log in sorted(LOGS.rglob("*.log")):
        terminalreporter.section(str(log.relative_to(ROOT)))
        with log.open(errors="replace") as lines:
            terminalreporter.write("".join(deque(lines, LAST_LINES)))


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
