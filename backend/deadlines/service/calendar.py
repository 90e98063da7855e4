"""Keeping the working calendar, and counting anew the terms it moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.deadlines import queries, rules
from backend.deadlines.models import CalendarNotice, WorkCalendarDay
from backend.deadlines.service.counting import Cause, recount
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.kernel.ids import new_id

PACKAGED = "随程序提供的日历"
SPARE = timedelta(days=1000)
"""How far behind the last known day a term may still be counted, by weekday."""


def refresh_calendar() -> int:
    """Take in the calendar that came with this release and count anew the open terms it moves;
    return how many moved.

    An official day is never replaced by a provisional one.
    """
    rows = [asdict(day) for day in rules.national_calendar()]
    changed = _write(rows, official_wins=True)
    return _recount_open(_notice(None, None, PACKAGED, changed))


def import_notice(actor: Actor, notice: Json) -> CalendarNotice:
    """Take in the State Council's notice for a year and count anew the open terms it moves.

    `notice` names the year, its source, the days that are off and those worked in exchange 调休;
    every other day counts by its weekday. Raises Invalid for a day of another year or named twice.
    """
    year = notice["year"]
    exceptions = _exceptions(year, notice["days"])
    rows = []
    day = date(year, 1, 1)
    while day.year == year:
        is_working, name = exceptions.get(day, (day.weekday() < 5, None))
        rows.append(
            {
                "day": day,
                "is_working": is_working,
                "name": name,
                "source": notice["source"],
                "status": "official",
            }
        )
        day += rules.ONE_DAY
    changed = _write(rows, official_wins=False)
    row = _notice(actor, year, notice["source"], changed)
    _recount_open(row)
    return row


def preview_notice(actor: Actor, notice: Json, view: Callable[[CalendarNotice], Json]) -> Json:
    """Return what taking a notice in would change, and change nothing; raises Invalid."""
    with session().begin_nested() as attempt:
        shown = view(import_notice(actor, notice))
        attempt.rollback()
    session().expire_all()  # what was counted anew is as it was
    return shown


def _exceptions(
    year: int, days: Sequence[Mapping[str, Any]]
) -> dict[date, tuple[bool, str | None]]:
    found: dict[date, tuple[bool, str | None]] = {}
    for position, one in enumerate(days):
        day: date = one["day"]
        if day.year != year:
            raise Invalid({f"/days/{position}/day": ("other_year", f"不在 {year} 年内")})
        if day in found:
            raise Invalid({f"/days/{position}/day": ("day_twice", "同一天列了两次")})
        found[day] = (one["is_working"], one["name"])
    return found


def _write(rows: list[Json], *, official_wins: bool) -> int:
    lock_named("work-calendar")
    table = WorkCalendarDay.__table__
    before = _known_days()
    statement = insert(WorkCalendarDay).values([{"id": new_id(), **row} for row in rows])
    incoming = statement.excluded
    takes_over = (
        (incoming.status == "official") | (table.c.status == "provisional")
        if official_wins
        else incoming.status == "official"
    )
    statement = statement.on_conflict_do_update(
        index_elements=["day"],
        index_where=WorkCalendarDay.authority_id.is_(None),
        set_={
            name: case((takes_over, incoming[name]), else_=table.c[name])
            for name in ("is_working", "name", "source", "status")
        },
    )
    session().execute(statement)
    after = _known_days()
    return sum(before.get(day) != known for day, known in after.items())


def _known_days() -> dict[date, bool]:
    query = select(WorkCalendarDay.day, WorkCalendarDay.is_working).where(
        WorkCalendarDay.authority_id.is_(None)
    )
    return {row.day: row.is_working for row in session().execute(query)}


def _notice(actor: Actor | None, year: int | None, source: str, changed: int) -> CalendarNotice:
    row = CalendarNotice(
        id=new_id(),
        authority_id=actor.authority_id if actor else None,
        year=year,
        source=source,
        days_changed=changed,
        terms_moved=0,
        imported_by_name=actor.full_name if actor else None,
        imported_at=clock.now(),
    )
    session().add(row)
    session().flush()  # the changes below point at it
    return row


def _recount_open(notice: CalendarNotice) -> int:
    # Every open term, not only the provisional ones: an official day was changed before (2020).
    first, last = (
        session()
        .execute(select(func.min(WorkCalendarDay.day), func.max(WorkCalendarDay.day)))
        .one()
    )
    calendar = queries.load_calendar(first, last + SPARE)
    cause = Cause("calendar", notice.source, notice_id=notice.id)
    for deadline in queries.list_all_open_for_update():
        notice.terms_moved += recount(deadline, cause, calendar)
    return notice.terms_moved
