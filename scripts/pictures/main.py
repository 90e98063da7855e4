"""`scripts/screenshots`: tell the story on a fresh server and photograph every page."""

import argparse
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from backend.demo.photos import make_photo
from scripts.stack.environment import Place
from scripts.stack.paths import ROOT, VAR
from scripts.stack.stack import Stack, free_port
from scripts.stories.browser import PASSWORD, Server
from scripts.stories.main import CHAPTERS
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller

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
README_PICTURES = ROOT / ".readme"
IN_README = (
    "field-home.zh",
    "field-camera.zh",
    "field-report.zh",
    "office-incident.zh",
    "office-case.zh",
    "office-exhibit.zh",
)


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
)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument("--readme", action="store_true", help="renew the README's pictures")
    options = parser.parse_args()
    target = VAR / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="xunzheng-pictures-") as folder:
        place = Place(Path(folder) / "var", free_port())
        with Stack(place, say=print) as stack, sync_playwright() as driver:
            story = _tell(stack, Path(folder))
            for look in LOOKS:
                _photograph_phone(driver, stack.base_url, look, target)
                _photograph_office(driver, stack.base_url, look, target, story)
    print(f"Pictures are in {target.relative_to(ROOT)}.")
    if options.readme:
        README_PICTURES.mkdir(exist_ok=True)
        for name in IN_README:
            shutil.copy(target / f"{name}.png", README_PICTURES)


def _tell(stack: Stack, folder: Path) -> Story:
    at = datetime.now(UTC)
    photos = [(f"IMG_{n:04d}.jpg", make_photo(at, SPOT.lon, SPOT.lat, n)) for n in (1, 2)]
    story = Story(Server(stack.base_url), Teller(), photos, folder)
    for chapter in CHAPTERS:
        chapter(story)
    return story


def _context(driver: Playwright, size: tuple[int, int], look: Look) -> BrowserContext:
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


def _shoot(page: Page, target: Path, name: str, look: Look) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    page.screenshot(path=target / f"{name}.{look.name}.png")


def _photograph_phone(driver: Playwright, url: str, look: Look, target: Path) -> None:
    context = _context(driver, PHONE, look)
    page = context.new_page()
    page.goto(f"{url}/")
    page.locator("input[type=password]").wait_for(timeout=WAIT_MS)
    _shoot(page, target, "field-sign-in", look)
    page.locator("input[autocomplete=username]").fill("wang.grid")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("[data-action=shoot]").wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(2_000)
    _shoot(page, target, "field-home", look)
    page.locator("[data-action=shoot]").click()
    shutter = page.locator("[data-action=shutter]:enabled")
    shutter.wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(1_500)
    _shoot(page, target, "field-camera", look)
    shutter.click()
    category = page.locator("[data-category]").first
    category.wait_for(timeout=WAIT_MS)
    _shoot(page, target, "field-category", look)
    category.click()
    report = page.locator("[data-action=report]")
    report.wait_for(timeout=WAIT_MS)
    _shoot(page, target, "field-report", look)
    report.click()
    page.locator("[data-part=saved]").wait_for(timeout=WAIT_MS)
    _shoot(page, target, "field-saved", look)
    for name in ("tasks", "map", "messages", "me", "queue"):
        page.goto(f"{url}/{name}")
        _shoot(page, target, f"field-{name}", look)
    _close(context)


def _photograph_office(
    driver: Playwright, url: str, look: Look, target: Path, story: Story
) -> None:
    context = _context(driver, OFFICE, look)
    page = context.new_page()
    page.goto(f"{url}/office/")
    page.locator("#sign-in-password").wait_for(timeout=WAIT_MS)
    _shoot(page, target, "office-sign-in", look)
    page.locator("input").first.fill("zheng.liaison")
    page.locator("#sign-in-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("navigation").first.wait_for(timeout=WAIT_MS)
    exhibit = f"exhibits/{story.sealed[0].exhibit_id}"
    for name, path in (
        ("work", "work"),
        ("incidents", "incidents"),
        ("incident", f"incidents/{story.incident_id}"),
        ("map", "map"),
        ("leads", "leads"),
        ("lead", f"leads/{story.lead_id}"),
        ("inspection", f"inspections/{story.inspection_id}"),
        ("cases", "cases"),
        ("case", f"cases/{story.case_id}"),
        ("exhibits", "exhibits"),
        ("exhibit", exhibit),
        ("exports", "exports"),
    ):
        page.goto(f"{url}/office/{path}")
        page.get_by_role("heading", level=1).first.wait_for(timeout=WAIT_MS)
        _shoot(page, target, f"office-{name}", look)
    _close(context)


def _close(context: BrowserContext) -> None:
    browser = context.browser
    context.close()
    if browser:
        browser.close()


if __name__ == "__main__":
    main()
