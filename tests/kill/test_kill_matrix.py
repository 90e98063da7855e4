"""Killed anywhere and opened again: 0 lost, 0 double, 0 false verified."""

import time
from pathlib import Path

import pytest

from tests.kill.phone import Phone
from tests.kill.points import POINTS, Scene
from tests.kill.proxy import Stop
from tests.kill.verdict import Server, Verdict, called_verified_too_early, judge, say

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_when_killed(
    point: str, phone: Phone, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    note = f"击杀 {phone.browser_name} {point}"
    phone.sign_in()

    promised = POINTS[point](Scene(phone, note, tmp_path))
    survived = phone.reopen_without_network()
    early = called_verified_too_early(survived, server)
    end = phone.finish(note)

    verdict = judge(note, promised, survived, end, server)
    verdict.false += early + called_verified_too_early(end, server)
    say(capsys, phone, point, verdict, began)
    assert end.is_proven, end
    assert len(server.incidents(note)) == 1
    assert verdict == Verdict()
    for exhibit_id, exhibit in survived.exhibits.items():
        if exhibit_id in survived.blobs:
            assert survived.blobs[exhibit_id] == exhibit["sha256"]


def test_nothing_is_lost_when_killed_during_enrolment(
    phone: Phone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    began, point = time.monotonic(), "during enrolment"
    note = f"击杀 {phone.browser_name} {point}"
    is_enrolment = Stop(
        "answer", lambda head: head.method == "PUT" and "/api/v1/devices/" in head.path
    )
    phone.proxy.arm(is_enrolment)
    phone.enter("wang.grid")
    phone.kill_when_reached()

    phone.launch()
    end = phone.finish(note)

    verdict = judge(note, end, end, end, server)
    verdict.false += called_verified_too_early(end, server)
    say(capsys, phone, point, verdict, began)
    assert end.is_proven, end
    assert len(server.incidents(note)) == 1
    assert verdict == Verdict()
