"""The same points in other browsers: 0 lost, 0 double, 0 false verified."""

from pathlib import Path

import pytest

from tests.kill.lock_points import FORM_POINTS, LOCK_POINTS
from tests.kill.lock_trials import kill_over_form, kill_over_lock
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


@pytest.mark.parametrize("point", FORM_POINTS)
def test_form_keeps_what_was_typed_when_killed(
    point: str, phone: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_over_form(point, phone, capsys)


@pytest.mark.parametrize("point", LOCK_POINTS)
def test_lock_costs_no_record_when_killed(
    point: str, phone: Phone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_over_lock(point, phone, server, capsys)
