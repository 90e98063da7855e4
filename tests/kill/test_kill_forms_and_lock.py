"""Killed over a form and over the lock: what was typed is there, and no PIN costs a record."""

import pytest

from tests.kill.lock_points import FORM_POINTS, LOCK_POINTS
from tests.kill.lock_trials import kill_over_form, kill_over_lock
from tests.kill.phone import Phone
from tests.kill.verdict import Server

pytestmark = pytest.mark.e2e


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
