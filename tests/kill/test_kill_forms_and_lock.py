"""Killed over a form and over the lock: what was typed is there, and no PIN costs a record."""

import time

import pytest

from tests.kill.hands import SHOOT
from tests.kill.lock_points import (
    ANSWERS,
    FORM_POINTS,
    LOCK_POINTS,
    NOTE_FIELD,
    PIN,
    PIN_FIELD,
    open_sites,
)
from tests.kill.phone import PATIENCE_S, Phone
from tests.kill.rows import Rows
from tests.kill.verdict import Server, Verdict, say

pytestmark = pytest.mark.e2e

UNLOCK = "[data-action=unlock]"


@pytest.mark.parametrize("point", FORM_POINTS)
def test_form_keeps_what_was_typed_when_killed(
    point: str, phone: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    began, words = time.monotonic(), f"排口在北侧 {point}"
    phone.sign_in("chen.officer")
    open_sites(phone)

    FORM_POINTS[point](phone, words)
    phone.reopen_without_network()

    kept = phone.evaluate(ANSWERS)
    verdict = Verdict(lost=[] if words in kept else [words], double=kept[1:])
    phone.app.open("/drafts")
    phone.app.click("a[href*='/forms/']")
    say(capsys, phone, point, verdict, began)
    phone.app.see_value(NOTE_FIELD, words)
    assert verdict == Verdict()


@pytest.mark.parametrize("point", LOCK_POINTS)
def test_lock_costs_no_record_when_killed(
    point: str, phone: Phone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    began, note = time.monotonic(), f"击杀 {phone.browser_name} {point}"
    phone.sign_in()
    phone.app.take_photos(2)
    phone.app.pause(1)
    promised = phone.rows()
    assert len(promised.exhibits) == 2

    LOCK_POINTS[point](phone)
    phone.launch()
    phone.renew_session()
    _let_in(phone)
    _finish(phone, note)

    verdict = _judge(promised, note, server)
    say(capsys, phone, point, verdict, began)
    assert verdict == Verdict()
    assert len(server.incidents(note)) == 1


def _let_in(phone: Phone) -> None:
    phone.app.open()
    phone.app.see(f"{UNLOCK}, {SHOOT}")
    if phone.app.is_there(UNLOCK):
        phone.app.write(PIN_FIELD, PIN)
        phone.app.click(UNLOCK)
    phone.app.see(SHOOT)


def _finish(phone: Phone, note: str) -> None:
    phone.app.continue_draft()
    phone.app.choose("black_water")
    phone.app.write_note(note)
    phone.app.report()
    phone.app.click("button", "完成")
    phone.app.see("[data-report]")
    newest = phone.evaluate("() => document.querySelector('[data-report]').dataset.report")
    phone.app.see(f"[data-report='{newest}'] [data-stage=verified]")


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
