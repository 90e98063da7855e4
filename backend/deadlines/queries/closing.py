"""Closing terms without objects: nearly every step of a procedure closes some."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm.util import identity_key

from backend.deadlines.models import Deadline
from backend.kernel.db import session

_LOCK = """
    select id, due_on, due_at, is_waiting_period from deadline
    where subject_kind = %s and subject_id = %s and status = 'open'
        and (%s::text[] is null or code = any(%s)) order by id for update
"""
_CLOSE = "update deadline set status = %s, closed_on = %s where id = any(%s)"


@dataclass(frozen=True)
class OpenTerm:
    """What decides how an open term is closed."""

    id: UUID
    due_on: date
    due_at: datetime | None
    is_waiting_period: bool


def lock_open(subject_kind: str, subject_id: UUID, codes: Collection[str] | None) -> list[OpenTerm]:
    """Return and lock the open terms of a subject, of these codes or of all."""
    if any(isinstance(one, Deadline) for one in session().dirty):
        session().flush()  # a term that was just moved is closed as it is now
    wanted = None if codes is None else list(codes)
    values = (subject_kind, subject_id, wanted, wanted)
    rows = session().connection().exec_driver_sql(_LOCK, values)
    return [OpenTerm(*row) for row in rows]


def close_terms(ids: Collection[UUID], status: str, on: date) -> None:
    """Write how these terms ended, and when."""
    session().connection().exec_driver_sql(_CLOSE, (status, on, list(ids)))
    for one in ids:
        known = session().identity_map.get(identity_key(Deadline, one))
        if known is not None:
            session().expire(known, ["status", "closed_on"])
