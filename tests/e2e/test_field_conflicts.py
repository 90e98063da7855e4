"""A note corrected on two phones at once: both versions are shown and the reporter chooses."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

MINE, THEIRS = "北侧排口发黑，有油膜", "南侧排口发黑"


def correct(phone: FieldApp, report_id: str, words: str) -> None:
    """Correct a report's note on its page."""
    phone.open(f"/reports/{report_id}")
    phone.page.locator("[data-action=edit-note]").click()
    phone.page.get_by_label("说明").fill(words)
    phone.page.locator("[data-action=save-note]").click()
    expect(phone.page.locator("[data-part=note]")).to_contain_text(words)


def test_two_versions_of_a_note_are_never_merged(open_phone: OpenPhone) -> None:
    one, other = open_phone(), open_phone()
    for phone in (one, other):
        phone.sign_in("wang.grid")
        phone.wait_until_ready_for_offline()
    one.take_photos()
    one.choose("black_water")
    one.write_note("排口发黑")
    one.report()
    one.home()
    report_id = one.newest_report_id()
    one.watch_until_verified(report_id)
    other.home()
    expect(other.page.locator(f"[data-report='{report_id}']")).to_be_visible()

    one.go_offline()
    correct(one, report_id, MINE)
    correct(other, report_id, THEIRS)
    sent = other.page.locator("[data-part=note]").get_by_text("更正待上传")
    expect(sent).to_have_count(0)
    one.go_online()
    one.open("/conflicts")

    card = one.page.locator("[data-part=conflict]")
    expect(card).to_contain_text(MINE)
    expect(card).to_contain_text(THEIRS)
    expect(one.page.locator("[data-part=note] .words")).to_have_text(THEIRS)
    card.locator("label", has_text=MINE).click()
    card.locator("[data-action=settle]").click()
    expect(one.page.get_by_text("没有待选择的改动")).to_be_visible()
    one.open(f"/reports/{report_id}")
    expect(one.page.locator("[data-part=note] .words")).to_have_text(MINE)
