"""What guards look at of terms."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.deadlines.models import ClockStop, Deadline
from backend.kernel.parts import Column, Part, list_of, row_of
from backend.kernel.worded import Worded, asked


@dataclass(frozen=True)
class Term:
    """What guards look at of a term."""

    code: str
    due_on: date
    is_stopped: bool


def terms_part(
    subject_kind: Column | str, subject_id: Column | InstrumentedAttribute[Any]
) -> Part[dict[str, Term]]:
    """Return the newest term of each code on a subject, open or closed, as part of another
    statement.
    """
    term, stop = aliased(Deadline, name="d"), aliased(ClockStop, name="s")
    stopped = exists().where(stop.deadline_id == term.id, stop.resumed_on.is_(None))
    shown = row_of(code=term.code, due_on=term.due_on, is_stopped=stopped)
    own = list_of(shown, term.created_at, term.id).where(
        term.subject_kind == subject_kind, term.subject_id == subject_id
    )
    return Part(own.scalar_subquery(), _read)


def _read(rows: Any) -> dict[str, Term]:
    return {
        row["code"]: Term(row["code"], date.fromisoformat(row["due_on"]), row["is_stopped"])
        for row in rows
    }


_TERMS = terms_part(asked("kind", Text), asked("id", Uuid))
_ALL = Worded(select(_TERMS.value))


def list_terms(subject_kind: str, subject_id: UUID) -> dict[str, Term]:
    """Return the newest term of each code on a subject, open or closed, in one small query."""
    return _TERMS.read(_ALL.ask(kind=subject_kind, id=subject_id).scalar_one())
