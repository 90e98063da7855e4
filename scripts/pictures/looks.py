"""How a page is looked at and photographed."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from scripts.stories.main_job import SPOT

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE, OFFICE = (360, 740), (1366, 768)
WAIT_MS = 30_000


@dataclass(frozen=True)
class Look:
    """How a page is shown."""

    name: str
    locale: str = "zh-CN"
    text: str = "normal"
    theme: str = "light"


LOOKS = (
    Look("zh"),
    Look("en", locale="en"),
    Look("zh-large", text="large"),
    Look("zh-dark", theme="dark"),
    Look("en-large", locale="en", text="large"),
)


def open_browser(driver: Playwright, size: tuple[int, int], look: Look) -> BrowserContext:
    """Open a browser of that size which shows everything in that look."""
    browser = driver.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS)
    spot: Any = {"longitude": SPOT.lon, "latitude": SPOT.lat, "accuracy": 8}
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2 if size == PHONE else 1,
        permissions=["camera", "geolocation"],
        geolocation=spot,
        locale=look.locale,
    )
    context.add_init_script(
        f"localStorage.setItem('xz.locale', '{look.locale}');"
        f"localStorage.setItem('xz.text', '{look.text}');"
        f"localStorage.setItem('xz.theme', '{look.theme}');"
    )
    return context


def shoot(page: Page, target: Path, name: str, look: Look) -> None:
    """Photograph a page once it stands still."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    page.screenshot(path=target / f"{name}.{look.name}.png")


def close_browser(context: BrowserContext) -> None:
    """Close the browser with its context."""
    browser = context.browser
    context.close()
    if browser:
        browser.close()
