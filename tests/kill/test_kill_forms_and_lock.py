"""Killed over a form and over the lock: what was typed is there, and no PIN costs a record."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.field import ARRIVES_MS
from tests.kill.phone import PATIENCE_S, KillablePhone, Rows
from tests.kill.test_kill_matrix import Server, Verdict, say
from tests.kill.test_kill_matrix import phone as phone
from tests.kill.test_kill_matrix import server as server

pytestmark = pytest.mark.e2e

PIN = "739182"
FORM = "[data-action=form-site_check]"
NOTE_FIELD = "[data-field=note] textarea"
ANSWERS = """async () => {
  const all = await indexedDB.databases()
  const { name } = all.find((db) => db.name.startsWith('xunzheng-'))
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  const drafts = await new Promise((resolve) => {
    const request = db.transaction('drafts').objectStore('drafts').getAll()
    request.onsuccess = () => resolve(request.result)
  })
  db.close()
  return drafts.flatMap(({ form, answers }) => (form ? [answers.note] : []))
}"""


def _begin_form(phone: KillablePhone, words: str) -> None:
    page = phone.app.page
    phone.app.open("/sites")
    page.locator("a[href*='/sites/']").first.click()
    page.locator(FORM).click()
    page.locator(NOTE_FIELD).press_sequentially(words)


def _a_second_after_the_keystroke(phone: KillablePhone, words: str) -> None:
    _begin_form(phone, words)
    phone.app.page.wait_for_timeout(1000)
    phone.kill()


def _before_the_camera_opens(phone: KillablePhone, words: str) -> None:
    _begin_form(phone, words[:-1])
    phone.stop_in_page("camera opens", "")
    # The last letter and the tap follow one another with nothing between them.
    phone.app.page.locator(NOTE_FIELD).press_sequentially(words[-1])
    phone.press("[data-action=photos]")
    phone.kill_when_reached()


@pytest.mark.parametrize(
    ("point", "drive"),
    [
        ("a second after a form's keystroke", _a_second_after_the_keystroke),
        ("form, before the camera opens", _before_the_camera_opens),
    ],
)
def test_form_keeps_what_was_typed_when_killed(
    point: str,
    drive: Callable[[KillablePhone, str], None],
    phone: KillablePhone,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began, words = time.monotonic(), f"排口在北侧 {point}"
    phone.sign_in("chen.officer")
    phone.app.open("/sites")
    expect(phone.app.page.locator("a[href*='/sites/']").first).to_be_visible(timeout=60_000)

    drive(phone, words)
    phone.reopen_without_network()

    kept = phone.app.page.evaluate(ANSWERS)
    verdict = Verdict(lost=[] if words in kept else [words], double=kept[1:])
    phone.app.open("/drafts")
    phone.app.page.locator("a[href*='/forms/']").first.click()
    say(capsys, point, verdict, began)
    expect(phone.app.page.locator(NOTE_FIELD)).to_have_value(words)
    assert verdict == Verdict()


def _set_pin(phone: KillablePhone) -> None:
    phone.app.open("/pin")
    fields = phone.app.page.locator("input[type=password]")
    expect(fields).to_have_count(2, timeout=ARRIVES_MS)
    for field in fields.all():
        field.fill(PIN)


def _pin_set_and_die(store: str) -> Callable[[KillablePhone], None]:
    def drive(phone: KillablePhone) -> None:
        _set_pin(phone)
        phone.stop_in_page(store, "put")
        phone.press("[data-action=set-pin]")
        phone.kill_when_reached()

    return drive


def _unlock_and_die(phone: KillablePhone) -> None:
    _set_pin(phone)
    phone.app.page.locator("[data-action=set-pin]").click()
    expect(phone.app.shoot_button).to_be_visible(timeout=ARRIVES_MS)
    phone.app.page.wait_for_timeout(2000)
    phone.app.open("/")
    phone.app.page.locator("input[type=password]").fill(PIN)
    phone.stop_in_page("vaults", "put")
    phone.press("[data-action=unlock]")
    phone.kill_when_reached()


LOCK_POINTS: dict[str, Callable[[KillablePhone], None]] = {
    "PIN set, vault not written": _pin_set_and_die("vaults"),
    "PIN set, rows half sealed": _pin_set_and_die("exhibits"),
    "PIN set, bytes half sealed": _pin_set_and_die("blobs"),
    "while unlocking": _unlock_and_die,
}


@pytest.mark.parametrize("point", LOCK_POINTS)
def test_lock_costs_no_record_when_killed(
    point: str, phone: KillablePhone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    began, note = time.monotonic(), f"击杀 {point}"
    phone.sign_in()
    phone.app.take_photos(2)
    phone.app.page.wait_for_timeout(1000)
    promised = phone.rows()
    assert len(promised.exhibits) == 2

    LOCK_POINTS[point](phone)
    phone.launch()
    _let_in(phone)
    _finish(phone, note)

    verdict = _judge(promised, note, server)
    say(capsys, point, verdict, began)
    assert verdict == Verdict()
    assert len(server.incidents(note)) == 1


def _let_in(phone: KillablePhone) -> None:
    phone.app.open()
    unlock = phone.app.page.locator("[data-action=unlock]")
    expect(unlock.or_(phone.app.shoot_button)).to_be_visible(timeout=ARRIVES_MS)
    if unlock.is_visible():
        phone.app.unlock(PIN)
    expect(phone.app.shoot_button).to_be_visible(timeout=ARRIVES_MS)


def _finish(phone: KillablePhone, note: str) -> None:
    phone.app.page.get_by_text("继续未完成的上报").click()
    phone.app.choose("black_water")
    phone.app.write_note(note)
    phone.app.report()
    phone.app.page.get_by_role("button", name="完成").click()
    phone.app.watch_until_verified(phone.app.newest_report_id())


def _judge(promised: Rows, note: str, server: Server) -> Verdict:
    kept = server.exhibits(promised.device)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not _are_verified(promised, server):
        time.sleep(1)
    lost = [
        exhibit_id
        for exhibit_id, exhibit in promised.exhibits.items()
        if kept.get(exhibit_id, {}).get("sha256") != exhibit["sha256"]
    ]
    false = [] if _are_verified(promised, server) else ["called verified"]
    return Verdict(lost, server.incidents(note)[1:], false)


def _are_verified(promised: Rows, server: Server) -> bool:
    kept = server.exhibits(promised.device)
    return all(kept.get(name, {}).get("state") == "verified" for name in promised.exhibits)
