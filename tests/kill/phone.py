"""A phone whose browser can be killed with SIGKILL; its profile stays on the disk."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright

from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, YUNDANG
from tests.e2e.pages.field import FieldApp
from tests.kill.proxy import StallingProxy

HOOKS = Path(__file__).parent / "hooks.js"
PATIENCE_S = 120
READ_ROWS = """async () => {
  const all = await indexedDB.databases()
  const mine = all.find(({ name }) => name.startsWith('xunzheng-'))
  if (!mine) return null
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(mine.name)
    request.onsuccess = () => resolve(request.result)
  })
  const read = (store) => new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).getAll()
    request.onsuccess = () => resolve(request.result)
  })
  const [exhibits, reports, operations, drafts, recordings, settings] = await Promise.all(
    ['exhibits', 'reports', 'operations', 'drafts', 'recordings', 'settings'].map(read))
  const blobs = []
  for (const { id, blob } of await read('blobs')) {
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
    blobs.push([id, hex.join('')])
  }
  db.close()
  const device = settings.find(({ key }) => key === 'device')
  return {
    device: device ? device.value.id : null,
    exhibits: exhibits.map((row) => ({
      id: row.id, sha256: row.sha256, root: row.segments_root, report: row.report_id,
      isVerified: row.is_receipt_good && row.server?.state === 'verified',
      isCleared: Boolean(row.cleared_at),
    })),
    // Those of other phones, which were only pulled, are no promise of this one.
    reports: reports.filter(({ origin }) => origin === 'device')
      .map(({ id, note }) => ({ id, note })),
    waiting: operations.filter(({ state }) => state !== 'done').length,
    dead: operations.filter(({ state }) => state === 'dead').length,
    drafts: drafts.map(({ id, note }) => ({ id, note })),
    recordings: recordings.map(({ id }) => id),
    blobs: Object.fromEntries(blobs),
  }
}"""


@dataclass(frozen=True)
class Rows:
    """What lies on the phone's disk."""

    device: str | None
    exhibits: dict[str, dict[str, Any]]
    reports: dict[str, str]
    waiting: int
    dead: int
    drafts: dict[str, str]
    recordings: list[str]
    blobs: dict[str, str]

    @property
    def is_proven(self) -> bool:
        """Everything reported is verified by the server, for all the phone knows."""
        whole = all(exhibit["isVerified"] for exhibit in self.exhibits.values())
        return bool(self.reports) and self.waiting == 0 and whole and not self.drafts


class KillablePhone:
    """A phone behind its own line to the server."""

    def __init__(self, playwright: Playwright, folder: Path, server_port: int) -> None:
        self._playwright = playwright
        self._folder = folder
        self.proxy = StallingProxy(server_port)
        self._cookies: list[Any] = []
        self.launch()

    def launch(self) -> None:
        """Start the browser on the phone's profile."""
        self.context = self._playwright.chromium.launch_persistent_context(
            self._folder,
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=list(CHROMIUM_FLAGS),
            permissions=["camera", "microphone", "geolocation"],
            geolocation=YUNDANG,  # type: ignore[arg-type]
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
        )
        # A browser forgets the session's cookie when it dies; the person signs in again.
        self.context.add_cookies(self._cookies)
        self.context.add_init_script(path=HOOKS)
        self.app = FieldApp(self.context, f"http://localhost:{self.proxy.port}")
        self.app.page.set_default_timeout(PATIENCE_S * 1000)

    def sign_in(self, account_name: str = "wang.grid") -> None:
        """Sign in and wait until the app could start with no network."""
        self.app.sign_in(account_name)
        self.app.wait_until_ready_for_offline()
        self.keep_session()

    def keep_session(self) -> None:
        """Remember the session for the time after the kill."""
        self._cookies = list(self.context.cookies())

    def stop_in_page(self, store: str, method: str, after: str | None = None, **more: bool) -> None:
        """Have the page stand still at its next write to the store, maybe only after an answer."""
        self.proxy.arm(None)
        point = {"store": store, "method": method, "after": after, **more}
        self.app.page.evaluate("(point) => { window.killPoint = point }", point)

    def press(self, selector: str) -> None:
        """Press without waiting for what comes of it."""
        self.app.page.evaluate(
            "(chosen) => { setTimeout(() => document.querySelector(chosen).click(), 50) }", selector
        )

    def kill_when_reached(self) -> None:
        """Kill at the point; fails when it is never reached."""
        assert self.proxy.reached.wait(PATIENCE_S), "the point was never reached"
        self.kill()

    def kill(self) -> None:
        """Kill every process of the browser with SIGKILL."""
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.proxy.disarm()
        with contextlib.suppress(PlaywrightError):
            self.context.close()
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self._folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Put the phone away."""
        with contextlib.suppress(PlaywrightError):
            self.context.close()
        self.proxy.close()

    def _pids(self) -> list[int]:
        mark = f"--user-data-dir={self._folder}".encode()
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if mark in _command_line(folder)
        ]

    def rows(self) -> Rows:
        """Read the phone's disk, the originals' digests too."""
        found = self.app.page.evaluate(READ_ROWS)
        if found is None:
            return Rows(None, {}, {}, 0, 0, {}, [], {})
        found["exhibits"] = {row["id"]: row for row in found["exhibits"]}
        for name in ("reports", "drafts"):
            found[name] = {row["id"]: row["note"] for row in found[name]}
        return Rows(**found)

    def reopen_without_network(self) -> Rows:
        """Start the same profile again and say what survived before the server can tell."""
        self.proxy.is_cut = True
        self.launch()
        self.app.open()
        self.app.page.locator("[data-action=shoot]").wait_for()
        survived = self.rows()
        self.proxy.is_cut = False
        return survived

    def finish(self, note: str) -> Rows:
        """Do what the person had begun, and wait until the phone calls everything verified."""
        self.app.home()
        self._wait_for_recordings()
        rows = self.rows()
        if rows.drafts:
            self.app.page.get_by_text("继续未完成的上报").click()
            self._send(note)
        elif not rows.reports:
            self.app.take_photos()
            self._send(note)
        return self._wait_until_proven()

    def _send(self, note: str) -> None:
        self.app.choose("black_water")
        self.app.write_note(note)
        self.app.report()

    def _wait_for_recordings(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.rows().recordings and time.monotonic() < end:
            self.app.page.wait_for_timeout(500)
        self.app.home()

    def _wait_until_proven(self) -> Rows:
        end = time.monotonic() + PATIENCE_S
        while True:
            self.app.page.evaluate("() => { window.dispatchEvent(new Event('online')) }")
            rows = self.rows()
            if rows.is_proven or time.monotonic() > end:
                return rows
            self.app.page.wait_for_timeout(1000)


def _command_line(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""
