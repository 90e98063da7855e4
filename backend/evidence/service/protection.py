"""Bringing the store's locks into line with what the tables say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.evidence.models import Exhibit
from backend.evidence.queries import disposals, holds, retention
from backend.evidence.service.disposals import digest_in
from backend.evidence.service.originals import original_pieces
from backend.kernel.db import lock_named
from backend.kernel.storage import ObjectStore


@dataclass(frozen=True)
class Wanted:
    """What is to protect an object."""

    store_key: str
    retain_until: datetime | None
    is_held: bool


def plan_protection(exhibit_id: UUID) -> list[Wanted]:
    """Return what is to protect each object of an exhibit; until the transaction ends nobody
    else brings the same exhibit's locks into line.
    """
    lock_named(f"protection:{exhibit_id}")
    return [
        Wanted(key, exhibit.retain_until, _is_held(exhibit, key))
        for exhibit in retention.list_kept([exhibit_id])
        for key in sorted({piece.store_key for piece in original_pieces(exhibit)})
    ]


def _is_held(exhibit: Exhibit, key: str) -> bool:
    if holds.held_ids([exhibit.id]):
        return True
    # The same bytes may serve another exhibit that is still held.
    return bool(holds.held_ids(disposals.list_sharing(exhibit, digest_in(key))))


def protect(store: ObjectStore, wanted: Wanted) -> None:
    """Lock the object longer where that is asked for, and hold it or let it go."""
    lock = store.lock_of(wanted.store_key)
    until = wanted.retain_until
    if until is not None and (lock.retain_until is None or lock.retain_until < until):
        store.retain(wanted.store_key, until)
    if lock.is_held != wanted.is_held:
        store.set_hold(wanted.store_key, is_held=wanted.is_held)
