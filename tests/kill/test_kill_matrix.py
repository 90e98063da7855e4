"""Killed anywhere and opened again: 0 lost, 0 double, 0 false verified."""

from pathlib import Path

import pytest

from tests.kill.phone import Phone
from tests.kill.points import POINTS
from tests.kill.trials import kill_at, kill_during_enrolment
from tests.kill.verdict import Server

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_when_killed(
    point: str, phone: Phone, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_at(point, phone, server, tmp_path, capsys)


def test_nothing_is_lost_when_killed_during_enrolment(
    phone: Phone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_during_enrolment(phone, server, capsys)
