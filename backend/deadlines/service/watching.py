"""Looking at the running terms: who is reminded, who is told that a term is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.accounts import get_authority
from backend.deadlines import queries
from backend.deadlines.models import Deadline, DeadlineNotice
from backend.deadlines.rules import Calendar
from backend.deadlines.rules.watching import (
    FURTHEST,
    Leads,
    Running,
    level_reached,
    recipient_of,
)
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import session
from backend.kernel.ids import new_id
from backend.parameters import values_at

KEYS = {
    "early_days": "early_warning_days",
    "near_days": "warning_days",
    "long_overdue_days": "escalation_days",
    "near_hours": "warning_hours",
    "last_hours": "last_warning_hours",
}
BATCH = 500


def watch_terms(now: datetime, after: UUID | None) -> tuple[int, UUID | None]:
    """Note every level newly reached by a batch of running terms; return how many were noted and
    where the next batch begins, None at the end.

    A level is noted once for each last day a term has had, however often this runs.
    """
    today = bureau_date(now)
    terms = queries.list_running(today + FURTHEST, after, BATCH)
    if not terms:
        return 0, None
    first = min(min(term.started_on, term.due_on) for term in terms)
    calendar = queries.load_calendar(first, max(today, max(t.due_on for t in terms)))
    leads: dict[UUID, Leads] = {}
    noted = 0
    for term in terms:
        if term.authority_id not in leads:
            leads[term.authority_id] = _leads_of(term.authority_id, now)
        noted += _watch(term, now, calendar, leads[term.authority_id])
    return noted, terms[-1].id


def _leads_of(authority_id: UUID, now: datetime) -> Leads:
    values = values_at(authority_id, bureau_date(now), list(KEYS.values()))
    return Leads(**{name: values[key].value for name, key in KEYS.items()})


def _watch(term: Deadline, now: datetime, calendar: Calendar, leads: Leads) -> int:
    running = Running(term.started_on, term.due_on, term.due_at, term.unit, term.days)
    level = level_reached(running, now, bureau_date(now), calendar, leads)
    if level is None:
        return 0
    parent_id = get_authority(term.authority_id).parent_id
    role, goes_up = recipient_of(level, term.responsible_role, has_superior=parent_id is not None)
    statement = insert(DeadlineNotice).values(
        id=new_id(),
        authority_id=term.authority_id,
        deadline_id=term.id,
        level=level,
        due_on=term.due_on,
        recipient_authority_id=parent_id if goes_up else term.authority_id,
        recipient_role=role,
        at=now,
    )
    done = session().execute(statement.on_conflict_do_nothing().returning(DeadlineNotice.id))
    return len(done.all())


def acknowledge_notice(actor: Actor, notice_id: UUID, now: datetime) -> DeadlineNotice:
    """Note that the office has read a notice, once; raises NotFound for another office's."""
    notice = queries.get_notice(actor, notice_id)
    if notice.acknowledged_at is None:
        notice.acknowledged_by_name, notice.acknowledged_at = actor.full_name, now
    return notice
