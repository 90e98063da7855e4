"""What a pull shows of the things that changed."""

from collections.abc import Mapping
from uuid import UUID

from flask import json

from backend.kernel.actor import Actor
from backend.kernel.operations import PulledKind, as_wire
from backend.sync.queries import FeedPage


def write_page(actor: Actor, page: FeedPage, kinds: Mapping[str, PulledKind]) -> bytes:
    """Return a page of the feed as PullAnswerSchema writes it: changed things as they are now,
    those beyond the actor's reach as gone, and nothing of kinds that he may not read.
    """
    changes: list[bytes] = []
    for kind in dict.fromkeys(name for name, _ in page.subjects):
        if kind in kinds and actor.may(kinds[kind].permission):
            ids = [subject_id for name, subject_id in page.subjects if name == kind]
            texts = _texts(actor, kinds[kind], ids)
            changes += [_change(kind.encode(), key, texts.get(key)) for key in ids]
    ending = as_wire({"has_more": page.has_more, "next_cursor": page.next_cursor})
    return b'{"changes":[%b],%b' % (b",".join(changes), ending[1:])


def _texts(actor: Actor, kind: PulledKind, ids: list[UUID]) -> Mapping[UUID, bytes]:
    if kind.write is not None:
        return kind.write(actor, ids)
    return {key: json.dumps(one).encode() for key, one in kind.load(actor, ids).items()}


def _change(kind: bytes, key: UUID, text: bytes | None) -> bytes:
    deleted, resource = (b"true", b"null") if text is None else (b"false", text)
    form = b'{"deleted":%b,"id":"%b","kind":"%b","resource":%b}'
    return form % (deleted, str(key).encode(), kind, resource)
