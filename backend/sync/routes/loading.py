"""What a pull shows of the things that changed."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.db import named_texts
from backend.kernel.operations import PulledKind, as_wire
from backend.sync.queries import FeedPage, write_changes


def write_page(actor: Actor, page: FeedPage, kinds: Mapping[str, PulledKind]) -> Iterator[bytes]:
    """Yield a page of the feed as PullAnswerSchema writes it: changed things as they are now,
    those beyond the actor's reach as gone, and nothing of kinds that he may not read.
    """
    comma = b""
    yield b'{"changes":['  # before the work, so that the answer's headers go out at once
    for kind in dict.fromkeys(name for name, _ in page.subjects):
        if kind in kinds and actor.may(kinds[kind].permission):
            ids = [subject_id for name, subject_id in page.subjects if name == kind]
            yield comma + b",".join(_changes(actor, kind, kinds[kind], ids))
            comma = b","
    ending = as_wire({"has_more": page.has_more, "next_cursor": page.next_cursor})
    yield b"],%b" % ending[1:]


def _changes(actor: Actor, name: str, kind: PulledKind, ids: list[str]) -> list[bytes]:
    if kind.select is None:
        return _load(actor, name, kind, [UUID(one) for one in ids])
    left = {str(one) for one in kind.find_left(named_texts(ids))}
    plain = [one for one in ids if one not in left]
    named = named_texts(plain)
    written = [write_changes(name, named, kind.select(actor, named))] if plain else []
    return written + _load(actor, name, kind, [UUID(one) for one in left])


def _load(actor: Actor, name: str, kind: PulledKind, ids: list[UUID]) -> list[bytes]:
    found = kind.load(actor, ids) if ids else {}
    changes = [(str(key), found.get(key)) for key in ids]
    return [
        as_wire({"deleted": one is None, "id": key, "kind": name, "resource": one})
        for key, one in changes
    ]
