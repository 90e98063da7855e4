"""A PIN on the phone: what lies on the disk is sealed, opens again, and ends with a revocation."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import PASSWORD, FieldApp
from tests.e2e.pages.lock import set_pin
from tests.e2e.pages.office import OfficeApp

pytestmark = pytest.mark.e2e

PIN, OTHER_PIN = "739182", "481516"
NOTE = "排口水体发黑"
DISK = """async () => {
  const { name } = (await indexedDB.databases()).find((db) => db.name.startsWith('xunzheng-'))
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  const found = { words: '', pictures: 0 }
  for (const store of db.objectStoreNames) {
    if (store === 'settings' || store === 'reference') continue
    const rows = await new Promise((resolve) => {
      const all = db.transaction(store).objectStore(store).getAll()
      all.onsuccess = () => resolve(all.result)
    })
    found.words += JSON.stringify(rows)
    for (const row of rows) {
      if (!(row.blob instanceof Blob)) continue
      const head = new Uint8Array(await row.blob.slice(0, 2).arrayBuffer())
      if (head[0] === 0xff && head[1] === 0xd8) found.pictures += 1
    }
  }
  db.close()
  return found
}"""
"""What somebody reads who copied the phone's disk."""


@pytest.fixture
def phone(open_phone: OpenPhone) -> FieldApp:
    """A phone that saved a report before it got its PIN, and has not sent it."""
    app = open_phone()
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    expect(app.page.locator("[data-part=pin-offer]")).to_be_visible()
    app.take_photos()
    app.choose("black_water")
    app.write_note(NOTE)
    app.report()
    app.home()
    app.watch_until_verified(app.newest_report_id())
    return app


def test_nothing_personal_lies_on_the_disk_in_the_open(phone: FieldApp) -> None:
    before = phone.page.evaluate(DISK)
    set_pin(phone, PIN)
    phone.page.wait_for_timeout(2000)

    after = phone.page.evaluate(DISK)

    assert NOTE in before["words"]
    assert before["pictures"] == 1
    assert NOTE not in after["words"]
    assert after["pictures"] == 0


def test_phone_asks_at_each_start_and_opens_offline(phone: FieldApp) -> None:
    report_id = phone.newest_report_id()
    set_pin(phone, PIN)
    phone.go_offline()
    phone.close_tab_and_reopen()
    expect(phone.page.locator("[data-action=unlock]")).to_be_visible()

    phone.unlock(OTHER_PIN)
    expect(phone.page.get_by_role("alert")).to_contain_text("密码不对")
    phone.unlock(PIN)

    expect(phone.page.locator(f"[data-report='{report_id}']")).to_be_visible()
    phone.take_photos()
    phone.choose("dust")
    phone.report()
    phone.go_online()
    phone.page.goto(f"{phone.base_url}/")
    phone.unlock(PIN)
    phone.watch_until_verified(phone.newest_report_id())


def test_phone_locks_itself_after_a_pause(phone: FieldApp) -> None:
    set_pin(phone, PIN)
    phone.page.clock.install()
    phone.open("/")
    phone.unlock(PIN)
    expect(phone.shoot_button).to_be_visible()

    phone.page.clock.fast_forward(200_000)
    expect(phone.shoot_button).to_be_visible()
    phone.page.clock.fast_forward(150_000)

    expect(phone.page.locator("[data-action=unlock]")).to_be_visible()


def test_forgotten_pin_costs_no_record(phone: FieldApp) -> None:
    report_id = phone.newest_report_id()
    set_pin(phone, PIN)
    phone.open("/")
    phone.page.locator("[data-action=forgot]").click()
    phone.page.get_by_label("登录密码").fill(PASSWORD)
    phone.page.get_by_label("新的本机密码").fill(OTHER_PIN)
    phone.page.locator("[data-action=reset]").click()

    expect(phone.page.locator(f"[data-report='{report_id}']")).to_be_visible()
    phone.open("/")
    phone.unlock(OTHER_PIN)
    expect(phone.page.locator(f"[data-report='{report_id}']")).to_be_visible()


def test_revoked_phone_shuts_at_its_next_contact(phone: FieldApp, office: OfficeApp) -> None:
    set_pin(phone, PIN)
    device = phone.page.evaluate(
        """() => fetch('/api/v1/devices').then((answer) => answer.json())
             .then((page) => page.items[0])"""
    )
    office.sign_in("admin.security")
    office.command(f"/devices/{device['id']}", "revoke", {"reason": "手机丢失", "lost_at": None})

    phone.open("/")
    phone.unlock(PIN)

    expect(phone.page.locator("[data-part=ended]")).to_be_visible(timeout=60_000)
    phone.open("/")
    expect(phone.page.locator("[data-part=ended]")).to_be_visible()
