"""Disposing 销毁 of what need not be kept: proposed by one person, approved by another."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from backend.evidence import queries as exhibits
from backend.evidence.errors import (
    DisposalDecided,
    DisposalNeedsAnotherPerson,
    DisposalRefused,
)
from backend.evidence.events import DisposalApproved
from backend.evidence.models import Disposal, DisposalItem, Exhibit
from backend.evidence.queries import disposals as queries
from backend.evidence.rules.retention import disposal_refusals
from backend.evidence.service.changes import announce, log_custody
from backend.evidence.service.originals import original_pieces
from backend.kernel.actor import Actor
from backend.kernel.db import Json, session
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit

METHOD = "delete_object"
SHARED = "release_shared_object"
"""Another exhibit has the same bytes, so they stay for it."""

STORE_LOCKS = "store_lock_not_ended"


def propose(actor: Actor, ids: Collection[UUID], reason: str, now: datetime) -> Disposal:
    """Propose to dispose of exhibits; raises ExhibitsUnknown, or DisposalRefused with every
    reason.
    """
    chosen = exhibits.lock_exhibits(actor, set(ids))
    _check(chosen, now)
    disposal = Disposal(
        id=new_id(),
        authority_id=actor.authority_id,
        state="proposed",
        reason=reason,
        proposed_by_id=actor.person_id,
        proposed_by_name=actor.full_name,
        proposed_at=now,
        items=[_item(exhibit) for exhibit in chosen],
    )
    session().add(disposal)
    return disposal


def _check(chosen: Sequence[Exhibit], now: datetime, besides: UUID | None = None) -> None:
    found = queries.keepings(chosen, besides)
    reasons = {one.id: disposal_refusals(found[one.id], now) for one in chosen}
    refused = [
        {"exhibit_id": str(key), "reasons": codes} for key, codes in reasons.items() if codes
    ]
    if refused:
        raise DisposalRefused(exhibits=refused)


def _item(exhibit: Exhibit) -> DisposalItem:
    return DisposalItem(
        exhibit_id=exhibit.id,
        authority_id=exhibit.authority_id,
        file_name=exhibit.file_name,
        kind=exhibit.kind,
        sha256=exhibit.sha256,
        policy=exhibit.retention_policy or "",
        retain_until=exhibit.retain_until,
    )


def approve(actor: Actor, disposal_id: UUID, note: str | None, now: datetime) -> Disposal:
    """Let the exhibits go; raises NotFound, DisposalDecided, DisposalNeedsAnotherPerson or
    DisposalRefused when something keeps one by now.
    """
    disposal = _open_for(actor, disposal_id)
    chosen = exhibits.lock_exhibits(actor, {item.exhibit_id for item in disposal.items})
    _check(chosen, now, besides=disposal.id)
    _decide(disposal, "approved", actor, note, now)
    emit(DisposalApproved(disposal_id=str(disposal.id)))
    return disposal


def reject(actor: Actor, disposal_id: UUID, note: str | None, now: datetime) -> Disposal:
    """Keep the exhibits; raises as `approve` but for DisposalRefused."""
    disposal = _open_for(actor, disposal_id)
    _decide(disposal, "rejected", actor, note, now)
    return disposal


def _open_for(actor: Actor, disposal_id: UUID) -> Disposal:
    disposal = queries.get_disposal(actor, disposal_id, lock=True)
    if disposal.state != "proposed":
        raise DisposalDecided(state=disposal.state)
    if disposal.proposed_by_id == actor.person_id:
        raise DisposalNeedsAnotherPerson
    return disposal


def _decide(disposal: Disposal, state: str, actor: Actor, note: str | None, now: datetime) -> None:
    disposal.state = state
    disposal.decided_by_id, disposal.decided_by_name = actor.person_id, actor.full_name
    disposal.decided_at, disposal.decision_note = now, note


def withdraw(disposal_id: UUID, exhibit_id: UUID, now: datetime) -> list[str] | None:
    """Take an exhibit out of everybody's reach and return the objects that nobody else needs, or
    None when something keeps it after all.
    """
    exhibit = exhibits.lock_exhibit(exhibit_id)
    item = session().get_one(DisposalItem, (disposal_id, exhibit_id), with_for_update=True)
    if item.store_keys is None:
        reasons = disposal_refusals(queries.keepings([exhibit], disposal_id)[exhibit_id], now)
        if reasons:
            item.problem = ",".join(reasons)
            return None
        item.problem, item.store_keys = None, _own_keys(exhibit)
        exhibit.store_key = exhibit.preview_key = exhibit.thumbnail_key = None
        exhibit.state = "disposed"
        announce(exhibit)
    return item.store_keys


def _own_keys(exhibit: Exhibit) -> list[str]:
    if exhibit.state == "quarantined":
        return [exhibit.store_key] if exhibit.store_key else []
    keys = {piece.store_key for piece in original_pieces(exhibit)}
    return sorted(key for key in keys if not queries.list_sharing(exhibit, digest_in(key)))


def digest_in(key: str) -> str:
    """Return the digest that an original's key ends with."""
    return key.rpartition("/")[2]


def note_store_lock(disposal_id: UUID, exhibit_id: UUID) -> None:
    """Record that the store still locks the bytes; the next round tries again."""
    item = session().get_one(DisposalItem, (disposal_id, exhibit_id), with_for_update=True)
    item.problem = STORE_LOCKS


def complete(disposal_id: UUID, exhibit_id: UUID, now: datetime) -> None:
    """Record that the bytes are gone, in the exhibit's chain too; again changes nothing."""
    exhibit = exhibits.lock_exhibit(exhibit_id)
    disposal = queries.find_disposal(disposal_id)
    item = session().get_one(DisposalItem, (disposal_id, exhibit_id), with_for_update=True)
    if disposal is None or item.store_keys is None or item.disposed_at is not None:
        return
    item.disposed_at = exhibit.disposed_at = now
    item.problem = None
    log_custody(exhibit, "disposed", _record(disposal, item), actor=None, now=now)
    announce(exhibit)


def _record(disposal: Disposal, item: DisposalItem) -> Json:
    keys = item.store_keys or []
    return {
        "disposal_id": str(disposal.id),
        "proposed_by_name": disposal.proposed_by_name,
        "approved_by": str(disposal.decided_by_id),
        "approved_by_name": disposal.decided_by_name,
        "reason": disposal.reason,
        "method": METHOD if keys else SHARED,
        "store_key": keys[0] if len(keys) == 1 else None,
        "objects": len(keys),
        "sha256": item.sha256,
    }


def finish(disposal_id: UUID, now: datetime) -> bool:
    """Close a proposal all of whose exhibits are gone or were kept for good reason, and tell
    whether it is closed.
    """
    disposal = session().get_one(
        Disposal, disposal_id, with_for_update=True, populate_existing=True
    )
    if disposal.state != "approved":
        return True
    if any(item.disposed_at is None and _may_still_go(item) for item in disposal.items):
        return False
    disposal.state, disposal.done_at = "done", now
    return True


def _may_still_go(item: DisposalItem) -> bool:
    return item.problem is None or item.problem == STORE_LOCKS
