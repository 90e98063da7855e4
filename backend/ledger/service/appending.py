"""Writing custody events."""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, session
from backend.kernel.ids import new_id
from backend.ledger import rules
from backend.ledger.models import CustodyEvent

SALT_BYTES = 16
APPEND = (
    "select event_seq, event_prev from append_custody_events(%s, %s, %s::uuid[], %s::text[],"
    " %s::timestamptz[], %s::bytea[], %s::bytea[], %s::bytea[])"
)


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
) -> CustodyEvent:
    """Append an event to the subject's chain and queue it for the log, in the running
    transaction; no actor means the system.

    `object_` and `detail` are JSON without floats; raises ValueError otherwise.
    """
    event = NewEvent(action, actor, object_, detail, at, case_id, device_key_id, second_actor)
    return append_custody_events(subject_id, authority_id, [event])[0]


def append_custody_events(
    subject_id: UUID, authority_id: UUID, events: Sequence[NewEvent]
) -> list[CustodyEvent]:
    """Append events to one subject's chain in their order, in one round trip; raises ValueError
    as append_custody_event.
    """
    if not events:
        return []
    if not all(event.action.isidentifier() for event in events):
        raise ValueError("actions are written as identifiers")
    ids = [new_id() for _ in events]
    pieces = [
        rules.event_pieces(_facts(subject_id, authority_id, event_id, event))
        for event_id, event in zip(ids, events, strict=True)
    ]
    # The chain's lock, its newest hash, the record's bytes, its hashes and its place in the queue
    # are one statement, so that the lock is not held over any of our round trips.
    links = (
        session()
        .connection()
        .exec_driver_sql(
            APPEND,
            (
                str(subject_id),
                str(authority_id),
                _array(map(str, ids)),
                _array(event.action for event in events),
                _array(wire_time(event.at) for event in events),
                _array(rf"\\x{piece.before.hex()}" for piece in pieces),
                _array(rf"\\x{piece.middle.hex()}" for piece in pieces),
                _array(rf"\\x{piece.after.hex()}" for piece in pieces),
            ),
        )
    )
    return [
        _written(subject_id, authority_id, event_id, event, piece.record(seq, prev), (seq, prev))
        for event_id, event, piece, (seq, prev) in zip(ids, events, pieces, links, strict=True)
    ]


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


def _written(
    subject_id: UUID,
    authority_id: UUID,
    event_id: UUID,
    event: NewEvent,
    record: bytes,
    link: tuple[int, str],
) -> CustodyEvent:
    return CustodyEvent(
        event_id=event_id,
        authority_id=authority_id,
        subject_id=subject_id,
        seq=link[0],
        prev_hash=link[1],
        record=record,
        leaf_hash=rules.hash_leaf("sha256", record),
        action=event.action,
        at=event.at,
    )


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
