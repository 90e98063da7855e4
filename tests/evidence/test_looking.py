"""Looking at pictures gives way to the intake, but not for ever."""

import time

import pytest

from backend.evidence.jobs import looking
from tests.phones import Capture


@pytest.fixture
def waiting(phone, monkeypatch) -> Capture:
    """An examined capture whose picture nobody has looked at, in the middle of the intake."""
    with monkeypatch.context() as without_looking:
        without_looking.setattr(looking.duplicates, "list_waiting", lambda *_: {})
        capture = phone.deliver()
    monkeypatch.setattr(looking, "QUIET_S", 2.0)
    looking.last_intake.append(time.monotonic())
    looking.last_asked.clear()
    return capture


@pytest.fixture(autouse=True)
def _rested():
    yield
    looking.last_intake.clear()
    looking.last_asked.clear()


def test_a_busy_intake_goes_first(waiting) -> None:
    assert looking.look_at_examined() == 0


def test_after_a_pause_of_the_intake_pictures_are_looked_at(waiting) -> None:
    looking.last_intake.append(time.monotonic() - 2.1)

    assert looking.look_at_examined() == 1


def test_who_waits_ten_minutes_is_looked_at_although_the_intake_never_rests(
    waiting, fake_clock
) -> None:
    fake_clock.advance(minutes=9)
    early = looking.look_at_examined()
    looking.last_asked.clear()
    fake_clock.advance(minutes=2)

    late = looking.look_at_examined()

    assert (early, late) == (0, 1)
    assert looking.look_at_examined() == 0


def test_a_busy_intake_is_asked_seldom_who_waits(waiting, fake_clock) -> None:
    looking.look_at_examined()
    fake_clock.advance(minutes=11)
    at_once = looking.look_at_examined()
    looking.last_asked.append(time.monotonic() - looking.ASK_S)

    assert (at_once, looking.look_at_examined()) == (0, 1)
