"""What a pull shows of the things that changed."""

from collections.abc import Mapping
from uuid import UUID

from flask import json

from backend.kernel.actor import Actor
from backend.kernel.operations import PulledKind
from backend.sync.queries import FeedPage


def write_page(actor: Actor, page: FeedPage, kinds: Mapping[str, PulledKind]) -> str:
    """Return a page of the feed as PullAnswerSchema writes it: changed things as they are now,
    those beyond the actor's reach as gone, and nothing of kinds that he may not read.
    """
    changes = []
    for kind in dict.fromkeys(name for name, _ in page.subjects):
        if kind in kinds and actor.may(kinds[kind].permission):
            ids = [subject_id for name, subject_id in page.subjects if name == kind]
            texts = _texts(actor, kinds[kind], ids)
            changes += [_change(kind, key, texts.get(key)) for key in ids]
    ending = f'"has_more":{json.dumps(page.has_more)},"next_cursor":"{page.next_cursor}"'
    return f'{{"changes":[{",".join(changes)}],{ending}}}'


def _texts(actor: Actor, kind: PulledKind, ids: list[UUID]) -> Mapping[UUID, str]:
    if kind.write is not None:
        return kind.write(actor, ids)
    return {key: json.dumps(resource) for key, resource in kind.load(actor, ids).items()}


def _change(kind: str, key: UUID, text: str | None) -> str:
    deleted, resource = ("true", "null") if text is None else ("false", text)
    return f'{{"deleted":{deleted},"id":"{key}","kind":"{kind}","resource":{resource}}}'
