"""A video recorded in the app: sealed offline, verified by segments; and what a crash leaves."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

SEALS_AFTER_MS = 45_000
MIB = 1024 * 1024


@pytest.fixture
def phone(open_phone: OpenPhone) -> FieldApp:
    """A grid worker's phone with a camera and a microphone."""
    app = open_phone(permissions=("camera", "microphone", "geolocation"))
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    return app


def exhibits_of(phone: FieldApp, report_id: str) -> list[dict[str, Any]]:
    """Return the report's exhibits as the server has them."""
    api = f"{phone.base_url}/api/v1"
    report = phone.context.request.get(f"{api}/incidents/{report_id}").json()
    return [
        phone.context.request.get(f"{api}/exhibits/{exhibit['id']}").json()
        for exhibit in report["exhibits"]
    ]


def test_video_recorded_offline_is_verified_by_the_server(phone: FieldApp) -> None:
    phone.go_offline()
    phone.record_video(seconds=3)
    phone.choose("black_water")
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.open_report(report_id)
    expect(phone.page.locator("video")).to_be_visible()
    [root] = phone.digests()

    phone.home()
    phone.go_online()
    phone.watch_until_verified(report_id)

    [video] = exhibits_of(phone, report_id)
    assert video["state"] == "verified"
    assert video["kind"] == "video"
    assert video["media"]["segments_root"] == root
    phone.open_report(report_id)
    phone.digests()
    expect(phone.page.locator("[data-part=receipt]")).to_contain_text("签名有效，与本机原件一致")


def test_video_cut_off_by_a_crash_is_sealed_at_the_next_start(phone: FieldApp) -> None:
    phone.go_offline()
    phone.lose_tab_while_recording(seconds=3)

    phone.home()
    card = phone.page.get_by_text("继续未完成的上报")
    expect(card).to_be_visible(timeout=SEALS_AFTER_MS)
    card.click()

    expect(phone.page.get_by_text("录制中断")).to_be_visible()
    phone.choose("outfall")
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.go_online()
    phone.watch_until_verified(report_id)
    [video] = exhibits_of(phone, report_id)
    assert "_interrupted." in video["file_name"]
    assert video["media"]["size"] > 0


def test_large_video_goes_on_where_the_link_was_lost(phone: FieldApp, tmp_path: Path) -> None:
    clip = tmp_path / "渣土车 VID.mp4"
    clip.write_bytes(os.urandom(9 * MIB))
    sent = phone.count_sent_bytes()

    phone.pick_file(str(clip))
    phone.choose("solid_waste")
    phone.slow_upload(bytes_per_second=1_000_000)
    phone.report()
    phone.home()
    report_id = phone.newest_report_id()
    phone.page.wait_for_event("requestfinished", lambda request: request.method == "PATCH")
    phone.go_offline()
    phone.slow_upload(bytes_per_second=-1)
    phone.go_online()
    phone.watch_until_verified(report_id)

    [video] = exhibits_of(phone, report_id)
    assert video["media"]["size"] == 9 * MIB
    assert video["segments"]["count"] == 3
    assert sum(sent) <= 1.1 * 9 * MIB + MIB


HOLD_BYTES_BACK = """
  const start = MediaRecorder.prototype.start
  MediaRecorder.prototype.start = function () { start.call(this) }
"""


def test_recording_whose_bytes_do_not_come_is_stopped_and_told(phone: FieldApp) -> None:
    phone.context.add_init_script(HOLD_BYTES_BACK)
    phone.home()
    phone.begin_video(seconds=3)

    expect(phone.page.get_by_role("alert")).to_contain_text("没有录到新内容，已自动停止")
    # What the browser held back came out at the stop, and is sealed.
    expect(phone.page.locator("[data-part=count]")).to_contain_text("1")
