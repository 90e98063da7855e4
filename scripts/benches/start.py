"""How long the field app takes to start with no network on a slow phone."""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from scripts.benches.facts import say_figure
from scripts.pictures.looks import CHROMIUM, FLAGS
from scripts.stack.environment import Place
from scripts.stack.stack import Stack, free_port
from tests.e2e.pages.field import FieldApp

SLOWER = 4
MOST_MS = 2000
SHOWN = """() => new Promise((resolve) => {
  const look = () => document.querySelector('[data-action=shoot]')
    ? requestAnimationFrame(() => resolve(performance.now()))
    : setTimeout(look, 10)
  look()
})"""
"""Milliseconds from the navigation until the large button is there and painted."""


def run(arguments: list[str]) -> int:
    """Start the installed app offline several times, each in a new browser process."""
    parser = argparse.ArgumentParser(prog="scripts/bench start")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        place = Place(Path(folder) / "var", free_port())
        profile = Path(folder) / "phone"
        with Stack(place) as stack:
            _install(driver, profile, stack.base_url)
            url = stack.base_url
        # The server is gone altogether.
        times = [_start(driver, profile, url) for _ in range(chosen.rounds)]
    median = statistics.median(times)
    facts: dict[str, Any] = {"slower": SLOWER, "rounds": chosen.rounds, "most": MOST_MS}
    say_figure("start", "cold_offline_start", median, "ms", longest=max(times), **facts)
    return 0 if median < MOST_MS else 1


def _open(driver: Playwright, profile: Path) -> BrowserContext:
    return driver.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        chromium_sandbox=False,
        args=FLAGS,
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
    )


def _install(driver: Playwright, profile: Path, url: str) -> None:
    context = _open(driver, profile)
    phone = FieldApp(context, url)
    phone.sign_in("wang.grid")
    phone.wait_until_ready_for_offline()
    context.close()


def _start(driver: Playwright, profile: Path, url: str) -> float:
    context = _open(driver, profile)
    page = context.pages[0]
    processor = context.new_cdp_session(page)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{url}/", wait_until="commit")
    shown = float(page.evaluate(SHOWN))
    context.close()
    return shown
