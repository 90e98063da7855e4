"""The field app, page by page, as a phone shows it."""

from pathlib import Path

from playwright.sync_api import Page, Playwright

from scripts.pictures.looks import PHONE, WAIT_MS, Look, close_browser, open_browser, shoot
from scripts.stories.browser import PASSWORD

TABS = ("tasks", "map", "messages", "me", "queue", "reports", "patrol")
PIN = "739182"


def photograph_phone(driver: Playwright, url: str, look: Look, target: Path) -> None:
    """Photograph every page on the way from signing in to a saved report and a locked screen."""
    context = open_browser(driver, PHONE, look)
    page = context.new_page()
    _sign_in(page, url, look, target)
    _report(page, look, target)
    for name in TABS:
        page.goto(f"{url}/{name}")
        shoot(page, target, f"field-{name}", look)
    page.goto(f"{url}/tasks")
    task = page.locator("a[href*='/tasks/']").first
    if task.count():
        task.click()
        shoot(page, target, "field-task", look)
    _lock(page, url, look, target)
    close_browser(context)


def _sign_in(page: Page, url: str, look: Look, target: Path) -> None:
    page.goto(f"{url}/")
    page.locator("input[type=password]").wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-sign-in", look)
    page.locator("input[autocomplete=username]").fill("wang.grid")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("[data-action=shoot]").wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(2_000)
    shoot(page, target, "field-home-first", look)
    page.locator("[data-part=pin-offer] button").last.click()
    shoot(page, target, "field-home", look)


def _report(page: Page, look: Look, target: Path) -> None:
    page.locator("[data-action=shoot]").click()
    shutter = page.locator("[data-action=shutter]:enabled")
    shutter.wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(1_500)
    shoot(page, target, "field-camera", look)
    shutter.click()
    category = page.locator("[data-category]").first
    category.wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-category", look)
    category.click()
    report = page.locator("[data-action=report]")
    report.wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-report", look)
    report.click()
    page.locator("[data-part=saved]").wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-saved", look)


def _lock(page: Page, url: str, look: Look, target: Path) -> None:
    page.goto(f"{url}/pin")
    page.locator("[data-action=set-pin]").wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-pin", look)
    for field in page.locator("input[type=password]").all():
        field.fill(PIN)
    page.locator("[data-action=set-pin]").click()
    page.locator("[data-action=shoot]").wait_for(timeout=WAIT_MS)
    page.goto(f"{url}/")
    page.locator("[data-action=unlock]").wait_for(timeout=WAIT_MS)
    shoot(page, target, "field-unlock", look)
