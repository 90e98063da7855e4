"""Reads of messages: everybody reads only his own."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.messages.models import Message, Notice


def list_messages(
    actor: Actor, *, unread: bool | None, cursor: str | None, limit: int
) -> Page[Message]:
    """Return the actor's own messages, newest first."""
    query = select(Message).where(Message.person_id == actor.person_id)
    if unread is not None:
        query = query.where(Message.read_at.is_(None) if unread else Message.read_at.is_not(None))
    return fetch_page(query, Message.told_at, Message.id, cursor=cursor, limit=limit)


def list_own_by_id(actor: Actor, ids: Collection[UUID]) -> list[Message]:
    """Return those of the messages that are the actor's."""
    query = select(Message).where(Message.person_id == actor.person_id, Message.id.in_(ids))
    return list(session().scalars(query))


def lock_own(actor: Actor, message_id: UUID) -> Message:
    """Return the actor's message, locked for a change; raises NotFound."""
    query = (
        select(Message)
        .where(Message.person_id == actor.person_id, Message.id == message_id)
        .with_for_update()
    )
    message = session().scalars(query).one_or_none()
    if message is None:
        raise NotFound
    return message


def has_message(person_id: UUID, kind: str, subject_id: UUID) -> bool:
    """Tell whether the person was told this of the thing already."""
    query = select(Message.id).where(
        Message.person_id == person_id, Message.kind == kind, Message.subject_id == subject_id
    )
    return session().scalars(query.limit(1)).first() is not None


@dataclass(frozen=True)
class Reach:
    """How many people a notice went to, and how many of them have read it."""

    recipients: int
    read: int


def list_notices(actor: Actor, cursor: str | None, limit: int) -> Page[Notice]:
    """Return notices in scope, newest first."""
    query = select(Notice).where(within(actor, Notice.authority_id))
    return fetch_page(query, Notice.sent_at, Notice.id, cursor=cursor, limit=limit)


def get_notice(actor: Actor, notice_id: UUID) -> Notice:
    """Return a notice in scope; raises NotFound."""
    query = select(Notice).where(within(actor, Notice.authority_id), Notice.id == notice_id)
    notice = session().scalars(query).one_or_none()
    if notice is None:
        raise NotFound
    return notice


def find_notice(notice_id: UUID) -> Notice | None:
    """Return a notice whatever its scope."""
    return session().get(Notice, notice_id)


def reach_of(notice_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """Return the reach of each notice in one query."""
    query = (
        select(Message.subject_id, func.count(), func.count(Message.read_at))
        .where(Message.kind == "notice", Message.subject_id.in_(notice_ids))
        .group_by(Message.subject_id)
    )
    counted = {row[0]: Reach(row[1], row[2]) for row in session().execute(query)}
    return {key: counted.get(key, Reach(0, 0)) for key in notice_ids}
