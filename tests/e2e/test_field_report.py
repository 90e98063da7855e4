"""Story, steps 1 and 2: a photo taken offline reaches the server by itself, once."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

NOTE = "2号排口水体发黑发臭，水面有油膜，𠮷野家后巷"


@pytest.fixture
def phone(open_phone: OpenPhone) -> FieldApp:
    """A grid worker's phone, signed in once with a network."""
    app = open_phone()
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    return app


def incident_on_server(phone: FieldApp, report_id: str) -> dict[str, object]:
    """Return the report as the server has it."""
    answer = phone.context.request.get(f"{phone.base_url}/api/v1/incidents/{report_id}")
    assert answer.ok, answer.text()
    body: dict[str, object] = answer.json()
    return body


def recorded(incident: dict[str, object]) -> dict[str, object]:
    """Return what must never change by sending again; previews may still be on their way."""
    kept = {name: incident[name] for name in ("id", "number", "revision", "reported_at", "history")}
    exhibits: list[dict[str, object]] = incident["exhibits"]  # type: ignore[assignment]
    return {**kept, "exhibits": [exhibit["id"] for exhibit in exhibits]}


def test_report_made_offline_survives_the_tab_and_sends_itself(phone: FieldApp) -> None:
    phone.go_offline()
    phone.take_photos(2)
    phone.choose("black_water")
    phone.write_note(NOTE)
    phone.report()
    phone.close_tab_and_reopen()
    report_id = phone.newest_report_id()
    assert phone.stage(report_id) == "saved"
    phone.open_report(report_id)
    expect(phone.page.get_by_text(NOTE)).to_be_visible()
    digests = phone.digests()
    assert len(digests) == 2

    phone.home()
    phone.go_online()
    stages = phone.watch_until_verified(report_id)

    assert (stages[0], stages[-1]) == ("saved", "verified")
    incident = incident_on_server(phone, report_id)
    assert incident["note"] == NOTE
    assert [exhibit["state"] for exhibit in incident["exhibits"]] == ["verified"] * 2  # type: ignore[attr-defined]
    phone.open_report(report_id)
    assert phone.digests() == digests
    expect(phone.page.locator("[data-part=receipt]").first).to_contain_text("与本机原件一致")


def test_sending_everything_again_changes_nothing(phone: FieldApp) -> None:
    phone.take_photos()
    phone.choose("outfall")
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.watch_until_verified(report_id)
    before = incident_on_server(phone, report_id)

    phone.send_everything_again()
    phone.watch_until_verified(report_id)

    assert recorded(incident_on_server(phone, report_id)) == recorded(before)


def test_draft_is_still_there_after_the_tab_was_lost(phone: FieldApp) -> None:
    phone.go_offline()
    phone.take_photos()
    phone.choose("dust")
    phone.write_note("渣土车未覆盖")
    phone.page.wait_for_timeout(1000)

    phone.close_tab_and_reopen()
    phone.page.get_by_text("继续未完成的上报").click()

    expect(phone.page.get_by_label("说明")).to_have_value("渣土车未覆盖")
    expect(phone.page.locator("[data-category=dust]")).to_have_attribute("aria-pressed", "true")


def test_report_without_a_place_says_why(open_phone: OpenPhone) -> None:
    phone = open_phone(permissions=("camera",))
    phone.sign_in("wang.grid")
    phone.wait_until_ready_for_offline()

    phone.take_photos()
    phone.choose("noise")
    expect(phone.page.locator("[data-part=no-place]")).to_be_visible()
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.watch_until_verified(report_id)

    incident = incident_on_server(phone, report_id)
    assert incident["position"] is None
    assert incident["no_position_reason"] in {"denied", "unavailable", "timeout"}


def test_picked_file_is_marked_as_not_taken_in_the_app(phone: FieldApp, tmp_path: Path) -> None:
    picture = tmp_path / "渣土 IMG.jpg"
    Image.new("RGB", (320, 240), "olive").save(picture)

    phone.pick_file(str(picture))
    phone.choose("solid_waste")
    expect(phone.page.get_by_text("非本应用拍摄")).to_be_visible()
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.watch_until_verified(report_id)

    phone.open_report(report_id)
    expect(phone.page.get_by_text("从文件选取，非应用内拍摄")).to_be_visible()
