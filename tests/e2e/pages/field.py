"""The field app on one phone."""

import contextlib

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.pages import ARRIVES_MS

PASSWORD = "xunzheng-demo-2026"
READY_FOR_OFFLINE = """async (patience) => {
  const knowsGrids = async () => {
    const all = await indexedDB.databases()
    const mine = all.find((db) => db.name.startsWith('xunzheng-'))
    if (!mine) return false
    return new Promise((resolve) => {
      const request = indexedDB.open(mine.name)
      request.onsuccess = () => {
        const db = request.result
        const get = db.transaction('reference').objectStore('reference').get('grids')
        get.onsuccess = () => { db.close(); resolve(get.result !== undefined) }
      }
    })
  }
  const end = Date.now() + patience
  while (!navigator.serviceWorker.controller || !(await knowsGrids())) {
    if (Date.now() > end) throw new Error('not ready for offline')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}"""
"""Polled inside the page: its own policy forbids wait_for_function's eval."""


class FieldApp:
    """One tab of the field app; its phone may go offline, lose the tab and open another."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.context = context
        self.base_url = base_url
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def open(self, path: str = "/") -> None:
        """Load a page of the app by its address."""
        self.page.goto(f"{self.base_url}{path}")

    def sign_in(self, account_name: str) -> None:
        """Sign in with a demo account and wait for the home page."""
        self.open()
        self.page.get_by_label("账号").fill(account_name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.shoot_button).to_be_visible()

    def wait_until_ready_for_offline(self) -> None:
        """Return when the app can start with no network and knows the categories."""
        self.page.evaluate(READY_FOR_OFFLINE, ARRIVES_MS)

    def go_offline(self) -> None:
        """Lose the network."""
        self.context.set_offline(True)

    def go_online(self) -> None:
        """Find the network again; nothing is pressed."""
        self.context.set_offline(False)

    def slow_upload(self, bytes_per_second: int) -> None:
        """Let the page send no faster than this; -1 lifts the limit."""
        network = self.context.new_cdp_session(self.page)
        network.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": bytes_per_second,
            },
        )

    def count_sent_bytes(self) -> list[int]:
        """Return a list that grows by the size of each piece of an upload when it is begun."""
        sizes: list[int] = []

        def note(request: Request) -> None:
            if request.method == "PATCH" and "/uploads/" in request.url:
                sizes.append(int(request.headers.get("content-length", 0)))

        self.context.on("request", note)
        return sizes

    def lose_tab_while_recording(self, seconds: int) -> None:
        """Begin a video and lose the tab before it is stopped, as when the battery is pulled."""
        self.begin_video(seconds)
        # A closed tab may still run its last words; a crashed one does not.
        old = self.page
        self.page = self.context.new_page()
        with contextlib.suppress(PlaywrightError):
            old.goto("chrome://crash", timeout=2000)
        old.close()

    def close_tab_and_reopen(self) -> None:
        """Close the tab and open the app anew, as a person does after putting the phone away."""
        old = self.page
        self.page = self.context.new_page()
        old.close()
        self.open()

    @property
    def shoot_button(self) -> Locator:
        """The large button of the home page."""
        return self.page.locator("[data-action=shoot]")

    def take_photos(self, count: int = 1) -> None:
        """Open the camera from the home page and press the shutter."""
        self.shoot_button.click()
        shutter = self.page.locator("[data-action=shutter]")
        for taken in range(1, count + 1):
            expect(shutter).to_be_enabled()
            shutter.click()
            expect(self.page.locator("[data-part=count]")).to_contain_text(str(taken))

    def begin_video(self, seconds: int) -> None:
        """Open the camera from the home page and record for so long, without an end."""
        self.shoot_button.click()
        self.page.locator("[data-mode=video]").click()
        shutter = self.page.locator("[data-action=shutter]")
        expect(shutter).to_be_enabled()
        shutter.click()
        recording = self.page.locator("[data-part=recording]")
        expect(recording).to_contain_text(f"0:{seconds:02}")

    def record_video(self, seconds: int) -> None:
        """Open the camera from the home page, record a video and wait until it is sealed."""
        self.begin_video(seconds)
        self.page.locator("[data-action=shutter]").click()
        expect(self.page.locator("[data-part=count]")).to_contain_text("1")

    def pick_file(self, path: str) -> None:
        """Open the camera from the home page and choose a file instead."""
        self.shoot_button.click()
        self.page.locator("input[type=file]").set_input_files(path)
        expect(self.page.locator("[data-part=count]")).to_contain_text("1")

    def choose(self, category_code: str) -> None:
        """Choose a category by its picture."""
        self.page.locator(f"[data-category={category_code}]").click()

    def write_note(self, text: str) -> None:
        """Write the note of the report."""
        self.page.get_by_label("说明").fill(text)

    def report(self) -> None:
        """Press 上报 and wait for the words that promise the report is on the disk."""
        self.page.locator("[data-action=report]").click()
        expect(self.page.locator("[data-part=saved]")).to_contain_text("已保存在本机")

    def home(self) -> None:
        """Open the home page."""
        self.open()
        expect(self.shoot_button).to_be_visible()

    def unlock(self, pin: str) -> None:
        """Enter the PIN on the locked screen."""
        self.page.locator("input[type=password]").fill(pin)
        self.page.locator("[data-action=unlock]").click()

    @property
    def reports(self) -> Locator:
        """The cards of my reports on the current page."""
        return self.page.locator("[data-report]")

    def newest_report_id(self) -> str:
        """Return the id of the newest report on the page."""
        expect(self.reports.first).to_be_visible()
        return self.reports.first.get_attribute("data-report") or ""

    def stage(self, report_id: str) -> str:
        """Return how far a report has come: saved, uploading, received or verified."""
        dots = self.page.locator(f"[data-report='{report_id}'] [data-stage]")
        return dots.get_attribute("data-stage") or ""

    def watch_until_verified(self, report_id: str) -> list[str]:
        """Return every state the row of dots showed, in order, until it was verified."""
        dots = f"[data-report='{report_id}'] [data-stage]"
        expect(self.page.locator(dots)).to_be_visible()
        return list(
            self.page.evaluate(
                """([selector, patience]) => new Promise((resolve, reject) => {
                  const seen = []
                  const look = () => {
                    const stage = document.querySelector(selector)?.dataset.stage
                    if (stage && seen[seen.length - 1] !== stage) seen.push(stage)
                    if (stage === 'verified') { watch.disconnect(); resolve(seen) }
                  }
                  const watch = new MutationObserver(look)
                  watch.observe(document.body,
                    { subtree: true, childList: true, attributes: true })
                  setTimeout(() => reject(new Error(`saw only ${seen}`)), patience)
                  look()
                })""",
                [dots, 60_000],
            )
        )

    def open_report(self, report_id: str) -> None:
        """Open a report's page."""
        self.open(f"/reports/{report_id}")
        expect(self.page.locator("[data-exhibit]").first).to_be_visible()

    def digests(self) -> list[str]:
        """Return the SHA-256 of each photo on the report's page."""
        for summary in self.page.locator("summary").all():
            summary.click()
        return self.page.locator("[data-part=sha256]").all_inner_texts()

    def send_everything_again(self) -> None:
        """Forget every answer of the server, as if all had been lost on the way, and send anew."""
        self.page.evaluate(
            """async () => {
              const all = await indexedDB.databases()
              const { name } = all.find((db) => db.name.startsWith('xunzheng-'))
              const db = await new Promise((resolve) => {
                const request = indexedDB.open(name)
                request.onsuccess = () => resolve(request.result)
              })
              const change = (store, edit) => new Promise((resolve) => {
                const cursor = db.transaction(store, 'readwrite').objectStore(store).openCursor()
                cursor.onsuccess = () => {
                  const row = cursor.result
                  if (!row) return resolve()
                  row.update(edit(row.value))
                  row.continue()
                }
              })
              await change('operations', (row) => ({ ...row, state: 'waiting' }))
              await change('reports', (row) => ({ ...row, server: null }))
              await change('exhibits', (row) => ({
                ...row, server: null, upload_url: null, is_receipt_good: false, bytes_sent: 0,
              }))
              db.close()
            }"""
        )
        self.home()
