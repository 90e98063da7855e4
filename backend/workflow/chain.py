"""The hash chain of steps."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Protocol, Self
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, insert_rows, rows_as_json, session
from backend.kernel.ids import new_id
from backend.kernel.jcs import canonical_bytes
from backend.kernel.memory import forget_about
from backend.workflow import queries
from backend.workflow.models import WorkflowEvent

SYSTEM_NAME, SYSTEM_ROLE = "系统", "system"
_TAKE_STEP = "select take_step(%s, %s, %s)"


class Subject(Protocol):
    """What the engine needs of a row with a state."""

    id: Any
    authority_id: Any
    state: Any
    revision: Any
    procedure_version: Any


class StoredSubject(Subject, Protocol):
    """A subject that is a row of its own table."""

    __tablename__: str


@dataclass
class NewSubject:
    """A subject that was just inserted, as far as its history needs it."""

    id: UUID
    authority_id: UUID
    state: str
    revision: int
    procedure_version: int

    @classmethod
    def of(cls, row: Json) -> Self:
        """Return the subject of an inserted row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})


def take_step(
    kind: str,
    subject: StoredSubject,
    action: str,
    target: str,
    form: Json,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Write a subject's state as the engine, which alone may, with what else changed in its row and
    with the step in its history, chained by hash over the stored bytes; no actor means that time
    took the step.
    """
    changes = _take_changes(subject)
    session().flush()  # what the step means for other rows precedes its history
    last = queries.find_last_link(subject.id)
    seq, prev_hash = (last.seq + 1, last.hash) if last else (1, "")
    facts = _Facts(kind, action, subject.state, actor, now)
    step = rows_as_json([_link(facts, subject, target, form, seq, prev_hash)])
    values = (subject.__tablename__, rows_as_json([changes]), step)
    revision = session().connection().exec_driver_sql(_TAKE_STEP, values).scalar_one()
    set_committed_value(subject, "state", target)
    set_committed_value(subject, "revision", revision)
    forget_about(subject.id)


def _take_changes(subject: StoredSubject) -> Json:
    """Return the columns of a stored row that were changed and not written, and take them for
    written: one update writes them together with the state.
    """
    row = inspect(subject, raiseerr=False)
    if row is None or not row.persistent:
        return {}
    names = [name for name in row.committed_state if name in row.mapper.columns]
    changes = {row.mapper.columns[name].name: getattr(subject, name) for name in names}
    for name in names:
        set_committed_value(subject, name, getattr(subject, name))
    return changes


def append_first_steps(
    kind: str, action: str, started: Sequence[tuple[Subject, Json]], actor: Actor, now: datetime
) -> None:
    """Begin the history of each new subject with its form."""
    session().flush()  # the subjects' rows must precede their histories
    facts = _Facts(kind, action, None, actor, now)
    steps = [_link(facts, subject, subject.state, form, 1, "") for subject, form in started]
    insert_rows(WorkflowEvent, steps)


@dataclass(frozen=True)
class _Facts:
    """What steps taken at once have in common."""

    kind: str
    action: str
    came_from: str | None
    actor: Actor | None
    now: datetime


def _link(
    facts: _Facts, subject: Subject, target: str, form: Json, seq: int, prev_hash: str
) -> Json:
    who, principal = _who(facts.actor), facts.actor.on_behalf_of if facts.actor else None
    kept = {key: _as_json(value) for key, value in form.items()}
    record = canonical_bytes(
        {
            "v": "xunzheng.step/1",
            "subject_kind": facts.kind,
            "subject_id": str(subject.id),
            "seq": seq,
            "action": facts.action,
            "from": facts.came_from,
            "to": target,
            "actor": who,
            "form": kept,
            "at": wire_time(facts.now),
            "procedure_version": subject.procedure_version,
            "prev": prev_hash,
        }
    )
    return {
        "id": new_id(),
        "authority_id": subject.authority_id,
        "subject_kind": facts.kind,
        "subject_id": subject.id,
        "seq": seq,
        "action": facts.action,
        "from_state": facts.came_from,
        "to_state": target,
        "actor_id": facts.actor.person_id if facts.actor else None,
        "actor_name": who["name"],
        "actor_role": who["role"],
        "on_behalf_of_id": principal.person_id if principal else None,
        "on_behalf_of_name": principal.full_name if principal else None,
        "form": kept,
        "at": facts.now,
        "record": record,
        "prev_hash": prev_hash,
        "hash": hashlib.sha256(record).hexdigest(),
    }


def _who(actor: Actor | None) -> Json:
    if actor is None:
        return {"id": None, "name": SYSTEM_NAME, "role": SYSTEM_ROLE}
    who = {"id": str(actor.person_id), "name": actor.full_name, "role": min(actor.roles)}
    if actor.on_behalf_of is None:
        return who
    principal = actor.on_behalf_of
    behalf = {"id": str(principal.person_id), "name": principal.full_name}
    return who | {"role": principal.role, "on_behalf_of": behalf}


def _as_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return wire_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, str) and value.startswith("data:"):
        return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
    return value
