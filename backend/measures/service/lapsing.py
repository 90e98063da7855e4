"""What time itself ends."""

from datetime import datetime
from uuid import UUID

from backend.deadlines import find_deadline, list_overdue_ids, meet_deadline
from backend.kernel.clock import bureau_date
from backend.measures import queries
from backend.measures.rules.registration import TERM
from backend.measures.service import WORKFLOWS
from backend.workflow import pass_by_time

KIND = "advance_registration"


def list_lapsed(now: datetime) -> list[UUID]:
    """Return the registrations that nobody handled in time."""
    return list_overdue_ids(KIND, TERM, now, bureau_date(now))


def lapse(measure_id: UUID, now: datetime) -> bool:
    """Record that the law has lifted a registration, once; False when somebody handled it since."""
    measure = queries.find_measure(measure_id, lock=True)
    term = find_deadline(KIND, measure_id, TERM)
    if measure is None or term is None or term.status != "open":
        return False
    today = bureau_date(now)
    facts = {"due_on": term.due_on.isoformat(), "basis": term.basis}
    if not pass_by_time(WORKFLOWS[KIND], measure, "lapse", facts, now):
        return False
    measure.done = {**measure.done, "lapsed_on": term.due_on.isoformat()}
    meet_deadline(KIND, measure_id, TERM, today)
    return True
