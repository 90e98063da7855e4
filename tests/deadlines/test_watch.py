"""Warnings before a term ends, escalations after it: to whom, once, whatever crashes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.deadlines import (
    Deadline,
    extend_deadline,
    is_over_at,
    meet_deadline,
    open_deadline,
    open_hours,
    stop_clock,
)
from backend.deadlines.jobs import watch_deadlines
from backend.deadlines.models import DeadlineNotice
from backend.deadlines.rules import Calendar, CalendarDay, national_calendar
from backend.deadlines.rules.watching import Leads, Running, level_reached, recipient_of
from backend.kernel import clock
from backend.kernel.ids import new_id

CHINA = Calendar(
    {day.day: CalendarDay(day.is_working, day.status == "official") for day in national_calendar()}
)
LEADS = Leads(early_days=7, near_days=3, long_overdue_days=5, near_hours=6, last_hours=2)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
THIRTY = Running(date(2026, 9, 1), date(2026, 10, 9), None, "calendar", 38)
DAY = Running(date(2026, 11, 22), date(2026, 11, 23), NOON + timedelta(hours=24), "hours", 24)


def level(term: Running, today: date, now: datetime = NOON) -> str | None:
    return level_reached(term, now, today, CHINA, LEADS)


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 9, 17), None),
        (date(2026, 9, 23), "early"),
        (date(2026, 9, 30), "near"),
        (date(2026, 10, 6), "near"),
        (date(2026, 10, 9), "last"),
        (date(2026, 10, 10), "overdue"),
        (date(2026, 10, 15), "overdue"),
        (date(2026, 10, 16), "long_overdue"),
    ],
)
def test_levels_count_working_days_so_that_a_holiday_never_hides_the_end(today, reached) -> None:
    assert level(THIRTY, today) == reached


def test_a_short_term_is_not_warned_of_from_its_first_day() -> None:
    week = Running(date(2026, 11, 2), date(2026, 11, 5), None, "working", 3)

    assert level(week, date(2026, 11, 2)) is None


@pytest.mark.parametrize(
    ("hours", "reached"),
    [(1, None), (17, None), (18, "near"), (22, "last"), (25, "overdue"), (150, "long_overdue")],
)
def test_a_term_of_hours_warns_by_the_hour(hours, reached) -> None:
    assert level(DAY, date(2026, 11, 22), NOON + timedelta(hours=hours)) == reached


@pytest.mark.parametrize(
    ("reached", "role", "told"),
    [
        ("near", "officer", ("officer", False)),
        ("overdue", "officer", ("head", False)),
        ("overdue", "head", ("head", True)),
        ("long_overdue", "officer", ("head", True)),
    ],
)
def test_escalation_goes_to_the_head_and_then_to_the_authority_above(reached, role, told) -> None:
    assert recipient_of(reached, role, has_superior=True) == told


def test_where_nobody_is_above_the_own_head_is_told() -> None:
    assert recipient_of("long_overdue", "head", has_superior=False) == ("head", False)


@pytest.fixture
def term(session, city) -> Any:
    key = open_deadline(
        authority_id=city.authorities["siming"],
        subject_kind="seizure",
        subject_id=new_id(),
        subject_number="闽厦环查（扣）〔2026〕1号",
        code="seizure",
        started_on=clock.bureau_date(clock.now()),
        days=30,
        unit="calendar",
        basis="行政强制法 第二十五条",
        responsible_role="officer",
    )
    session.commit()
    return session.get_one(Deadline, key)


def levels(session) -> list[tuple[str, str]]:
    rows = session.scalars(select(DeadlineNotice).order_by(DeadlineNotice.at, DeadlineNotice.id))
    return [(row.level, row.recipient_role) for row in rows]


def test_each_level_is_told_once_however_often_the_watch_runs(
    session, city, term, fake_clock
) -> None:
    for _ in range(60):
        watch_deadlines()
        watch_deadlines()
        fake_clock.advance(days=1)

    assert levels(session) == [
        ("early", "officer"),
        ("near", "officer"),
        ("last", "officer"),
        ("overdue", "head"),
        ("long_overdue", "head"),
    ]


def test_the_second_escalation_reaches_the_authority_above(session, city, term, fake_clock) -> None:
    fake_clock.advance(days=50)
    watch_deadlines()

    told = session.scalars(select(DeadlineNotice)).one()
    assert told.recipient_authority_id == city.authorities["city"]
    assert told.authority_id == city.authorities["siming"]


def test_a_term_that_was_met_is_silent(session, city, term, fake_clock) -> None:
    meet_deadline("seizure", term.subject_id, "seizure", term.started_on)
    session.commit()
    fake_clock.advance(days=50)
    watch_deadlines()

    assert levels(session) == []


def test_a_term_that_stands_still_is_silent(session, city, term, fake_clock) -> None:
    stop_clock(
        "seizure", term.subject_id, "seizure", on=term.started_on, reason="检测", basis="第二十五条"
    )
    session.commit()
    fake_clock.advance(days=50)
    watch_deadlines()

    assert levels(session) == []


def test_an_extended_term_warns_anew(session, city, term, fake_clock) -> None:
    fake_clock.advance(days=29)
    watch_deadlines()
    extend_deadline("seizure", term.subject_id, "seizure", 30, "第二十五条", approved_by="周正")
    session.commit()
    fake_clock.advance(days=30)
    watch_deadlines()

    assert len(levels(session)) == 2
    assert len({row.due_on for row in session.scalars(select(DeadlineNotice))}) == 2


def test_an_extension_names_its_approver(session, city, term) -> None:
    before = term.due_on
    extend_deadline("seizure", term.subject_id, "seizure", 30, "第二十五条", approved_by="周正")

    [change] = term.changes
    assert (change.cause, change.approved_by, change.due_before) == ("extended", "周正", before)
    assert change.due_after == term.due_on > before


def day_of_hours(session, city) -> Any:
    key = open_hours(
        authority_id=city.authorities["siming"],
        subject_kind="seizure",
        subject_id=new_id(),
        subject_number="",
        code="urgent_report",
        started_at=clock.now(),
        hours=24,
        basis="行政强制法 第十九条",
        responsible_role="head",
    )
    session.commit()
    return session.get_one(Deadline, key)


@pytest.mark.parametrize(("minutes", "status"), [(1439, "met"), (1441, "missed")])
def test_twenty_four_hours_are_counted_to_the_minute(
    session, city, fake_clock, minutes, status
) -> None:
    row = day_of_hours(session, city)
    fake_clock.advance(minutes=minutes)

    assert is_over_at(row, clock.now()) == (status == "missed")
    closed = meet_deadline("seizure", row.subject_id, "urgent_report", row.started_on)

    assert closed == status


def test_hours_neither_stand_still_nor_grow(session, city) -> None:
    row = day_of_hours(session, city)

    with pytest.raises(ValueError, match="stand still"):
        stop_clock("seizure", row.subject_id, row.code, on=row.started_on, reason="", basis="")
    with pytest.raises(ValueError, match="extension"):
        extend_deadline("seizure", row.subject_id, row.code, 1, "")


def test_the_office_reads_its_notices_and_notes_them_read(
    signed_in, session, city, term, fake_clock
) -> None:
    fake_clock.advance(days=29)
    watch_deadlines()
    chen = signed_in("chen")

    [notice] = chen.get("/deadline-notices", unread="true").json["items"]
    assert notice["deadline"]["subject"]["number"] == "闽厦环查（扣）〔2026〕1号"
    read = chen.post(f"/deadline-notices/{notice['id']}/actions/acknowledge")

    assert read.json["acknowledged_by"] == "陈志强"
    assert chen.get("/deadline-notices", unread="true").json["items"] == []


def test_a_notice_to_one_office_is_hidden_from_the_others(
    signed_in, session, city, term, fake_clock
) -> None:
    fake_clock.advance(days=29)
    watch_deadlines()
    [notice] = signed_in("chen").get("/deadline-notices").json["items"]

    for name in ("zhou", "huli-all"):
        other = signed_in(name)
        assert other.get("/deadline-notices").json["items"] == []
        path = f"/deadline-notices/{notice['id']}/actions/acknowledge"
        assert other.post(path).status_code == 404
