"""`scripts/screenshots`: tell the story on a fresh server and photograph every page."""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from backend.demo.photos import make_photo
from scripts.pictures.looks import LOOKS, OFFICE, WAIT_MS, Look, close_browser, open_browser, shoot
from scripts.pictures.phone import photograph_phone
from scripts.stack.environment import Place
from scripts.stack.paths import ROOT, VAR
from scripts.stack.stack import Stack, free_port
from scripts.stories.browser import PASSWORD, Server
from scripts.stories.main import CHAPTERS
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller

README_PICTURES = ROOT / ".readme"
IN_README = (
    "field-home.zh",
    "field-camera.zh",
    "field-report.zh",
    "office-incident.zh",
    "office-case.zh",
    "office-exhibit.zh",
)


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument("--readme", action="store_true", help="renew the README's pictures")
    parser.add_argument("--field", action="store_true", help="only the field app, without a story")
    options = parser.parse_args()
    target = VAR / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="xunzheng-pictures-") as folder:
        place = Place(Path(folder) / "var", free_port())
        with Stack(place, say=print) as stack, sync_playwright() as driver:
            story = None if options.field else _tell(stack, Path(folder))
            for look in LOOKS:
                photograph_phone(driver, stack.base_url, look, target)
                if story is not None:
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


def _photograph_office(
    driver: Playwright, url: str, look: Look, target: Path, story: Story
) -> None:
    context = open_browser(driver, OFFICE, look)
    page = context.new_page()
    page.goto(f"{url}/office/")
    page.locator("#sign-in-password").wait_for(timeout=WAIT_MS)
    shoot(page, target, "office-sign-in", look)
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
        shoot(page, target, f"office-{name}", look)
    close_browser(context)


if __name__ == "__main__":
    main()
