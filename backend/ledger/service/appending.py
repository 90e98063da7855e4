"""Writing custody events."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, session
from backend.kernel.ids import new_id
from backend.ledger import rules

SALT_BYTES = 16
# As bytes where the driver has them: writing them as text takes longer than the rest.
APPEND_ONE = (
    "select event_seq, event_prev from append_custody_event(%s, %s, %s, %s, %s, %b, %b, %b)"
)
APPEND = (
    "select event_seq, event_prev from append_custody_events(%s, %s, %s::uuid[], %s::text[],"
    " %s::timestamptz[], %s::bytea[], %s::bytea[], %s::bytea[])"
)


APPEND_EACH = (
    "select l.event_seq, l.event_prev"
    " from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[], %s::bytea[],"
    " %s::bytea[], %s::bytea[]) with ordinality"
    " as e (subject, authority, id, action, at, before, middle, after, place),"
    " lateral append_custody_event(e.subject, e.authority, e.id, e.action, e.at, e.before,"
    " e.middle, e.after) l order by e.place"
)


Execute = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Sends a statement with its values and returns the rows."""


@dataclass(frozen=True)
class NewEvent:
    """One event of a batch; the fields are those of append_custody_event."""

    action: str
    actor: Actor | None
    object_: Json | None
    detail: Json
    at: datetime
    case_id: UUID | None = None
    device_key_id: str | None = None
    second_actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class AppendedEvent:
    """An event as it was written."""

    event_id: UUID
    seq: int
    prev_hash: str
    record: bytes

    @property
    def hash(self) -> str:
        """The SHA-256 of the record in hex: what the next event's `prev` and a receipt name."""
        return hashlib.sha256(self.record).hexdigest()


def append_custody_event(
    *,
    subject_id: UUID,
    case_id: UUID | None,
    action: str,
    actor: Actor | None,
    object_: Json | None,
    detail: Json,
    at: datetime,
    authority_id: UUID,
    device_key_id: str | None = None,
    second_actor: Actor | None = None,
) -> AppendedEvent:
    """Append an event to the subject's chain and queue it for the log, in the running
    transaction; no actor means the system.

    `object_` and `detail` are JSON without floats; raises ValueError otherwise.
    """
    event = NewEvent(action, actor, object_, detail, at, case_id, device_key_id, second_actor)
    return append_custody_events(subject_id, authority_id, [event])[0]


def append_custody_events(
    subject_id: UUID, authority_id: UUID, events: Sequence[NewEvent]
) -> list[AppendedEvent]:
    """Append events to one subject's chain in their order, in one round trip; raises ValueError
    as append_custody_event.
    """
    return append_with(session().connection().exec_driver_sql, subject_id, authority_id, events)


def append_with(
    execute: Execute, subject_id: UUID, authority_id: UUID, events: Sequence[NewEvent]
) -> list[AppendedEvent]:
    """Append as append_custody_events does, by another connection's own `execute`."""
    if not events:
        return []
    _check_actions(events)
    ids = [new_id() for _ in events]
    pieces = [
        rules.event_pieces(_facts(subject_id, authority_id, event_id, event))
        for event_id, event in zip(ids, events, strict=True)
    ]
    # The chain's lock, its newest hash, the record's bytes, its hashes and its place in the queue
    # are one statement, so that the lock is not held over any of our round trips.
    if len(events) == 1:
        (event,), (piece,) = events, pieces
        facts = (ids[0], event.action, wire_time(event.at))
        values: tuple[Any, ...] = (subject_id, authority_id, *facts, *piece.parts)
        links = execute(APPEND_ONE, values)
    else:
        values = (str(subject_id), str(authority_id), *_arrays(ids, events, pieces))
        links = execute(APPEND, values)
    return [
        AppendedEvent(event_id, seq, prev, piece.record(seq, prev))
        for event_id, piece, (seq, prev) in zip(ids, pieces, links, strict=True)
    ]


def append_to_each(events: Sequence[tuple[UUID, UUID, NewEvent]]) -> None:
    """Append to each subject's chain (subject, authority, event) in one round trip; raises
    ValueError as append_custody_event.
    """
    if not events:
        return
    _check_actions(event for _, _, event in events)
    # In the order of the subjects, as everybody takes the locks of several chains.
    ordered = sorted(events, key=lambda one: one[0])
    ids = [new_id() for _ in ordered]
    pieces = [
        rules.event_pieces(_facts(subject_id, authority_id, event_id, event))
        for event_id, (subject_id, authority_id, event) in zip(ids, ordered, strict=True)
    ]
    new = [event for _, _, event in ordered]
    subjects = _array(str(subject_id) for subject_id, _, _ in ordered)
    authorities = _array(str(authority_id) for _, authority_id, _ in ordered)
    values = (subjects, authorities, *_arrays(ids, new, pieces))
    session().connection().exec_driver_sql(APPEND_EACH, values)


def _check_actions(events: Iterable[NewEvent]) -> None:
    if not all(event.action.isidentifier() for event in events):
        raise ValueError("actions are written as identifiers")


def _arrays(
    ids: Sequence[UUID], events: Sequence[NewEvent], pieces: Sequence[rules.EventPieces]
) -> tuple[str, ...]:
    return (
        _array(map(str, ids)),
        _array(event.action for event in events),
        _array(wire_time(event.at) for event in events),
        _array(rf"\\x{piece.before.hex()}" for piece in pieces),
        _array(rf"\\x{piece.middle.hex()}" for piece in pieces),
        _array(rf"\\x{piece.after.hex()}" for piece in pieces),
    )


def _array(items: Iterable[str]) -> str:
    # As text: the driver's own arrays take longer than the rest of the append.
    return "{" + ",".join(f'"{item}"' for item in items) + "}"


def _facts(subject_id: UUID, authority_id: UUID, event_id: UUID, event: NewEvent) -> Json:
    return {
        "event_id": str(event_id),
        "subject_id": str(subject_id),
        "case_id": str(event.case_id) if event.case_id else None,
        "authority_id": str(authority_id),
        "action": event.action,
        "at": wire_time(event.at),
        "actor": _snapshot(event.actor, event.device_key_id),
        "second_actor": _snapshot(event.second_actor, None),
        "object": event.object_,
        "detail": event.detail,
        # Without it a stranger could guess a neighbour's event from a proof's sibling hash.
        "salt": base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode(),
    }


def _snapshot(actor: Actor | None, device_key_id: str | None) -> Json | None:
    if actor is None:
        return None
    # Names as they were on the day: a record must not change when a person is renamed.
    return {
        "user_id": str(actor.person_id),
        "name": actor.full_name,
        "role": ",".join(sorted(actor.roles)),
        "org": actor.authority_name,
        "badge_no": actor.badge_number,
        "ip": actor.ip,
        "device_key_id": device_key_id,
    }
