"""Opening, closing and extending terms."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.deadlines import (
    Deadline,
    cancel_deadlines,
    due_date,
    extend_deadline,
    find_deadline,
    is_over,
    list_deadlines_of,
    meet_deadline,
    open_deadline,
    refresh_calendar,
)
from backend.deadlines.models import WorkCalendarDay
from backend.kernel.db import session as current_session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from tests.factories import City

SUBJECT = new_id()


def open_term(city: City, code: str = "file", **changes: Any):
    facts = {
        "authority_id": city.authorities["siming"],
        "subject_kind": "lead",
        "subject_id": SUBJECT,
        "subject_number": "XS-2026-000001",
        "code": code,
        "started_on": date(2026, 9, 17),
        "days": 15,
        "unit": "calendar",
        "basis": "生态环境行政处罚办法 18",
        "responsible_role": "officer",
    }
    return current_session().get_one(Deadline, open_deadline(**{**facts, **changes}))


def test_the_seeded_calendar_counts_like_the_rules(session: Session) -> None:
    assert due_date(date(2026, 9, 24), 5, "working") == date(2026, 10, 9)


def test_an_opened_term_is_open_and_counted(city: City) -> None:
    deadline = open_term(city)

    assert (deadline.status, deadline.due_on) == ("open", date(2026, 10, 8))
    assert not deadline.provisional


def test_a_term_reaching_an_unnotified_year_is_marked_provisional(city: City) -> None:
    assert open_term(city, started_on=date(2026, 11, 22), days=90).provisional


def test_a_second_open_term_of_one_code_is_refused(city: City) -> None:
    open_term(city)

    with pytest.raises(IntegrityError, match="uq_deadline_open"):
        open_term(city)


def test_a_closed_term_may_be_opened_again(city: City) -> None:
    open_term(city)
    meet_deadline("lead", SUBJECT, "file", date(2026, 10, 1))

    again = open_term(city)

    assert find_deadline("lead", SUBJECT, "file") is again


def test_acting_on_the_last_day_meets_the_term(city: City) -> None:
    term = open_term(city)

    assert meet_deadline("lead", SUBJECT, "file", date(2026, 10, 8)) == "met"

    assert (term.status, term.closed_on) == ("met", date(2026, 10, 8))


def test_acting_after_the_last_day_misses_the_term(city: City) -> None:
    open_term(city)

    assert meet_deadline("lead", SUBJECT, "file", date(2026, 10, 9)) == "missed"


def test_a_waiting_period_that_has_run_out_is_met(city: City) -> None:
    open_term(city, is_waiting_period=True)

    assert meet_deadline("lead", SUBJECT, "file", date(2026, 10, 9)) == "met"


def test_meeting_what_is_not_open_changes_nothing(city: City) -> None:
    open_term(city)
    meet_deadline("lead", SUBJECT, "file", date(2026, 10, 1))

    assert meet_deadline("lead", SUBJECT, "file", date(2026, 12, 1)) is None
    assert find_deadline("lead", SUBJECT, "file").closed_on == date(2026, 10, 1)


def test_cancelling_by_code_leaves_the_others_open(city: City) -> None:
    open_term(city)
    open_term(city, "decide", days=90)

    cancel_deadlines("lead", SUBJECT, ["file"], on=date(2026, 10, 1))

    assert {row.code: row.status for row in list_deadlines_of("lead", [SUBJECT])[SUBJECT]} == {
        "file": "cancelled",
        "decide": "open",
    }


def test_cancelling_without_codes_cancels_all(city: City) -> None:
    open_term(city)
    open_term(city, "decide", days=90)

    cancel_deadlines("lead", SUBJECT, on=date(2026, 10, 1))

    assert {row.status for row in list_deadlines_of("lead", [SUBJECT])[SUBJECT]} == {"cancelled"}


def test_an_extension_counts_from_the_start_not_from_the_rolled_day(city: City) -> None:
    open_term(city)

    extended = extend_deadline("lead", SUBJECT, "file", 15, "生态环境行政处罚办法 18 二款")

    assert extended.due_on == date(2026, 10, 19)
    assert extended.basis == "生态环境行政处罚办法 18;生态环境行政处罚办法 18 二款"


def test_extending_what_is_not_open_is_refused(city: City) -> None:
    with pytest.raises(NotFound):
        extend_deadline("lead", SUBJECT, "file", 15, "x")


def test_a_term_is_over_the_day_after_its_last_day(city: City) -> None:
    deadline = open_term(city)

    assert not is_over(deadline, date(2026, 10, 8))
    assert is_over(deadline, date(2026, 10, 9))


def test_a_newer_calendar_moves_the_open_terms_it_touches(session: Session, city: City) -> None:
    session.execute(
        update(WorkCalendarDay)
        .where(WorkCalendarDay.day == date(2027, 3, 1))
        .values(is_working=False)
    )
    deadline = open_term(city, started_on=date(2027, 2, 14), days=15)
    assert deadline.due_on == date(2027, 3, 2)

    assert refresh_calendar() == 1
    assert deadline.due_on == date(2027, 3, 1)


def test_an_official_day_is_not_replaced_by_a_guess(session: Session) -> None:
    notified = (
        update(WorkCalendarDay)
        .where(WorkCalendarDay.day == date(2027, 3, 1))
        .values(is_working=False, status="official", source="国办发明电〔2026〕9号")
    )
    session.execute(notified)

    refresh_calendar()

    day = session.scalars(
        select(WorkCalendarDay).where(WorkCalendarDay.day == date(2027, 3, 1))
    ).one()
    assert (day.is_working, day.status) == (False, "official")
