"""The office application, page by page, as the people who work in it see it."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, Playwright

from scripts.pictures.looks import OFFICE, WAIT_MS, Look, close_browser, open_browser, shoot
from scripts.stories.browser import PASSWORD
from scripts.stories.main_job import Story

FIRST = "FIRST"
"""Stands for the first thing of a list."""
PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "zheng.liaison": (
        ("work", "work"),
        ("incidents", "incidents"),
        ("incident", "incidents/{story.incident_id}"),
        ("map", "map"),
        ("leads", "leads"),
        ("lead", "leads/{story.lead_id}"),
        ("inspection", "inspections/{story.inspection_id}"),
        ("cases", "cases"),
        ("case", "cases/{story.case_id}"),
        ("self-check", "cases/{story.case_id}/self-check"),
        ("exhibits", "exhibits"),
        ("exhibit", "exhibits/{story.sealed[0].exhibit_id}"),
        ("exports", "exports"),
        ("handovers", "handovers"),
        ("handover", f"handovers/{FIRST}"),
        ("keeping", "keeping"),
        ("log", "log"),
    ),
    "chen.officer": (
        ("inspections", "inspections"),
        ("simple-penalties", "simple-penalties"),
        ("simple-penalty", f"simple-penalties/{FIRST}"),
        ("simple-penalty-new", "simple-penalties/new?lead={story.lead_id}"),
        ("measures", "measures"),
        ("measure", f"measures/{FIRST}"),
        ("conflicts", "conflicts"),
    ),
    "zhao.dispatch": (
        ("batch", "work/batch/accept"),
        ("patrols", "patrols"),
        ("rounds", "rounds"),
        ("notices", "notices"),
    ),
    "zhou.head": (
        ("numbers", "settings?view=numbers"),
        ("questions", "settings?view=questions"),
        ("delegations", "settings?view=delegations"),
        ("tables", "settings?view=tables"),
        ("calendar", "settings?view=calendar"),
    ),
    "admin.security": (("devices", "devices"), ("device", f"devices/{FIRST}")),
}


def photograph_office(driver: Playwright, url: str, look: Look, target: Path, story: Story) -> None:
    """Photograph the pages of each person's work, from signing in."""
    for account, pages in PAGES.items():
        context = open_browser(driver, OFFICE, look)
        page = context.new_page()
        page.goto(f"{url}/office/")
        page.locator("#sign-in-password").wait_for(timeout=WAIT_MS)
        shoot(page, target, "office-sign-in", look)
        page.locator("input").first.fill(account)
        page.locator("#sign-in-password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("navigation").first.wait_for(timeout=WAIT_MS)
        for name, path in pages:
            if _reach(page, url, path.format(story=story)):
                shoot(page, target, f"office-{name}", look)
        close_browser(context)


def _reach(page: Page, url: str, path: str) -> bool:
    """Open a page and tell whether there is one: a list may be empty."""
    folder = path.removesuffix(FIRST)
    page.goto(f"{url}/office/{folder.rstrip('/')}")
    page.get_by_role("heading", level=1).first.wait_for(timeout=WAIT_MS)
    if folder == path:
        return True
    page.wait_for_load_state("networkidle")
    first = page.locator(f"main a[href^='/office/{folder}']:not([href$='/new'])").first
    if not first.count():
        return False
    first.click()
    page.wait_for_url(f"**/{folder}**", timeout=WAIT_MS)
    return True
