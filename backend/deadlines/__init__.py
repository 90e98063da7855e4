"""Statutory terms 法定期限, counted in bureau days on a calendar with swapped weekends 调休."""

from backend.deadlines.models import Deadline
from backend.deadlines.queries import (
    find_deadline,
    find_deadlines,
    list_deadlines_of,
    list_overdue_ids,
    load_calendar,
    subjects_overdue,
)
from backend.deadlines.queries.as_json import terms_as_json
from backend.deadlines.queries.terms import Term, list_terms, terms_part
from backend.deadlines.rules import Calendar, national_calendar
from backend.deadlines.schemas import DeadlineSchema
from backend.deadlines.service import (
    cancel_deadlines,
    due_date,
    extend_deadline,
    is_over,
    is_over_at,
    meet_deadline,
    open_deadline,
    open_hours,
    resume_clock,
    stop_clock,
)
from backend.deadlines.service.calendar import refresh_calendar

__all__ = [
    "Calendar",
    "Deadline",
    "DeadlineSchema",
    "Term",
    "cancel_deadlines",
    "due_date",
    "extend_deadline",
    "find_deadline",
    "find_deadlines",
    "is_over",
    "is_over_at",
    "list_deadlines_of",
    "list_overdue_ids",
    "list_terms",
    "load_calendar",
    "meet_deadline",
    "national_calendar",
    "open_deadline",
    "open_hours",
    "refresh_calendar",
    "resume_clock",
    "stop_clock",
    "subjects_overdue",
    "terms_as_json",
    "terms_part",
]
