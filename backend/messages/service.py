"""Telling people, and noting that they have read."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.accounts import list_active_with_role
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.kernel.ids import new_id
from backend.messages import queries
from backend.messages.errors import NoticeDiffers
from backend.messages.models import Message, Notice
from backend.sync import Changed, record_changes

KIND = "message"
READERS = "grid_worker"


@dataclass(frozen=True)
class Telling:
    """What one person is to be told; `facts` are plain JSON values."""

    authority_id: UUID
    person_id: UUID
    kind: str
    subject_kind: str
    subject_id: UUID
    facts: Json


def tell(telling: Telling, now: datetime) -> None:
    """Leave one message for one person, in the running transaction."""
    tell_many([telling], now)


def tell_many(tellings: Sequence[Telling], now: datetime) -> None:
    """Leave messages for people and tell their phones, in the running transaction."""
    rows = [Message(id=new_id(), told_at=now, read_at=None, **vars(one)) for one in tellings]
    session().add_all(rows)
    session().flush()  # the feed names rows that must be there when it is read
    record_changes([_changed(row) for row in rows])


def mark_read(actor: Actor, message_id: UUID, read_at: datetime) -> Message:
    """Note when the actor read his message; the first time counts. Raises NotFound."""
    message = queries.lock_own(actor, message_id)
    if message.read_at is None:
        message.read_at = read_at
        record_changes([_changed(message)])
    return message


def send_notice(actor: Actor, notice_id: UUID, content: Json, now: datetime) -> tuple[Notice, bool]:
    """Send a notice to the grid workers named, or to all in scope, and return it and whether it
    is new; raises NoticeDiffers or Invalid.
    """
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"notice:{notice_id}")
    known = queries.find_notice(notice_id)
    if known is not None:
        if known.sent_by_id != actor.person_id or known.digest != digest:
            raise NoticeDiffers
        return known, False
    readers = _readers(actor, content["person_ids"])
    notice = Notice(
        id=notice_id,
        authority_id=actor.authority_id,
        title=content["title"],
        body=content["body"],
        sent_by_id=actor.person_id,
        sent_by_name=actor.full_name,
        sent_at=now,
        digest=digest,
    )
    session().add(notice)
    facts = {"title": notice.title, "body": notice.body, "sent_by": notice.sent_by_name}
    tell_many(
        [Telling(where, who, "notice", "notice", notice_id, facts) for who, where in readers], now
    )
    return notice, True


def _readers(actor: Actor, person_ids: Collection[UUID] | None) -> list[tuple[UUID, UUID]]:
    people = list_active_with_role(actor, READERS)
    if person_ids is not None:
        people = [person for person in people if person.id in set(person_ids)]
    if not people or (person_ids is not None and len(people) != len(set(person_ids))):
        raise Invalid({"/person_ids": ("readers_unknown", "收件人须为本辖区在岗的网格员")})
    return [(person.id, person.authority_id) for person in people]


def _changed(message: Message) -> Changed:
    return Changed(KIND, message.id, message.authority_id, None, message.person_id)
