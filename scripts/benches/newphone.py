"""How long a new phone, and a slow one, takes over everything that its person may see."""

import argparse
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts.benches._cpu import wait_until_at_rest
from scripts.benches._phones import Browser, phone_of, report_operation
from scripts.benches.facts import say_figure
from scripts.pictures.looks import CHROMIUM, FLAGS
from scripts.stack.environment import Place
from scripts.stack.stack import Stack, free_port
from tests.e2e.pages.field import FieldApp

BATCH = 200
PATIENCE_S = 600
LOOK_EVERY_MS = 200
TAKEN_OVER = """async (name) => {
  // Opening what is not there yet would make it, empty.
  if (!(await indexedDB.databases()).some((db) => db.name === name)) return 0
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const counting = db.transaction('grid_incidents').objectStore('grid_incidents').count()
      counting.onsuccess = () => { db.close(); resolve(counting.result) }
    }
  })
}"""


def run(arguments: list[str]) -> int:
    """Fill a fresh copy with one person's reports and let a new phone fetch them."""
    parser = argparse.ArgumentParser(prog="scripts/bench newphone")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--slower", type=int, default=4, help="of the phone's processor")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "var", free_port(), api_processes=2)
        with Stack(place) as stack:
            person_id = _report(stack, chosen.reports)
            seconds = _take_over(stack, person_id, chosen, Path(folder) / "phone")
    facts = {"reports": chosen.reports, "slower": chosen.slower}
    say_figure("newphone", "everything taken over", seconds, "s", **facts)
    return 0


def _report(stack: Stack, count: int) -> str:
    """Send reports from another phone of the same person; return who that is."""
    browser = Browser(stack.place.port, "wang.grid")
    phone = phone_of(browser, stack.place.port)
    for start in range(0, count, BATCH):
        operations = [report_operation(str(n)) for n in range(start, min(start + BATCH, count))]
        browser.post("/sync/push", {"device_id": phone.device_id, "operations": operations})
    wait_until_at_rest(stack.supervisor.pids())
    return browser.person_id


def _take_over(stack: Stack, person_id: str, chosen: argparse.Namespace, profile: Path) -> float:
    """Sign in on a new phone and return how long it takes until every report lies there."""
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS,
            viewport={"width": 360, "height": 740}, locale="zh-CN",
        )  # fmt: skip
        phone = FieldApp(context, stack.base_url)
        processor = context.new_cdp_session(phone.page)
        processor.send("Emulation.setCPUThrottlingRate", {"rate": chosen.slower})
        phone.sign_in("wang.grid")
        began = time.monotonic()
        _wait_for(phone.page, f"xunzheng-{person_id}", chosen.reports)
        seconds = time.monotonic() - began
        context.close()
    return seconds


def _wait_for(page: Page, database: str, reports: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while (found := page.evaluate(TAKEN_OVER, database)) < reports:
        if time.monotonic() > end:
            raise TimeoutError(f"{found} of {reports} reports after {PATIENCE_S} s")
        page.wait_for_timeout(LOOK_EVERY_MS)
