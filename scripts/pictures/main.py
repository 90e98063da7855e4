"""`scripts/screenshots`: tell the story on a fresh server and photograph every page."""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from backend.demo.photos import make_photo
from scripts.pictures.looks import LOOKS
from scripts.pictures.office import photograph_office
from scripts.pictures.phone import photograph_phone
from scripts.stack.environment import Place
from scripts.stack.paths import ROOT, VAR
from scripts.stack.stack import Stack, free_port
from scripts.stories.browser import Server
from scripts.stories.main import CHAPTERS
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller
from scripts.stories.told.run import tell

README_PICTURES = ROOT / ".readme"
BESIDE = ("simple", "seizure")
"""Told cases that fill the pages beside the main story's."""
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
    parser.add_argument(
        "--looks", nargs="*", choices=[look.name for look in LOOKS], help="only in these looks"
    )
    options = parser.parse_args()
    target = VAR / "screenshots"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="xunzheng-pictures-") as folder:
        place = Place(Path(folder) / "var", free_port())
        with Stack(place, say=print) as stack, sync_playwright() as driver:
            story = None if options.field else _tell(stack, Path(folder))
            for look in [one for one in LOOKS if one.name in (options.looks or [one.name])]:
                photograph_phone(driver, stack.base_url, look, target)
                if story is not None:
                    photograph_office(driver, stack.base_url, look, target, story)
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
    tell(story.server, BESIDE, folder / "volumes")
    return story


if __name__ == "__main__":
    main()
