"""Legal holds 依法留存: what is held is not disposed of, whatever its time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.evidence import queries as exhibits
from backend.evidence.errors import HoldReleased
from backend.evidence.events import ProtectionChanged
from backend.evidence.models import Exhibit, ExhibitHold, LegalHold
from backend.evidence.queries import holds as queries
from backend.evidence.queries.retention import find_case_label, list_linked_to_case, lock_kept
from backend.evidence.service.changes import log_custody
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit

EXPIRED = "期限届满"


def place_hold(
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> LegalHold:
    """Hold an exhibit, or all that a case has and will get; raises NotFound."""
    authority_id, label, ids = _subject(actor, subject_kind, subject_id)
    hold = LegalHold(
        id=new_id(),
        authority_id=authority_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        label=label,
        reason=reason,
        until=until,
        placed_by_id=actor.person_id,
        placed_by_name=actor.full_name,
        placed_at=now,
    )
    session().add(hold)
    session().flush()  # the exhibits' rows refer to it
    _cover(hold, ids, actor, now)
    return hold


def _subject(actor: Actor, kind: str, subject_id: UUID) -> tuple[UUID, str, list[UUID]]:
    if kind == "exhibit":
        exhibit = exhibits.get_exhibit(actor, subject_id)
        return exhibit.authority_id, exhibit.file_name, [exhibit.id]
    found = find_case_label(actor, subject_id)
    if found is None:
        raise NotFound
    return *found, list_linked_to_case(subject_id)


def cover_new(case_id: UUID, ids: Collection[UUID], actor: Actor, now: datetime) -> None:
    """Put exhibits newly linked to a case under the holds on it."""
    for hold in queries.list_active_holds(case_id):
        _cover(hold, ids, actor, now)


def _cover(hold: LegalHold, ids: Collection[UUID], actor: Actor, now: datetime) -> None:
    detail = {
        "hold_id": str(hold.id),
        "reason": hold.reason,
        "until": wire_time(hold.until) if hold.until else None,
    }
    covered = [one for one in lock_kept(ids) if _is_newly_covered(hold, one, now)]
    for exhibit in covered:
        log_custody(exhibit, "hold_on", detail, actor=actor, now=now)
    _protect(covered)


def _is_newly_covered(hold: LegalHold, exhibit: Exhibit, now: datetime) -> bool:
    statement = (
        insert(ExhibitHold)
        .values(
            hold_id=hold.id,
            exhibit_id=exhibit.id,
            authority_id=exhibit.authority_id,
            placed_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ExhibitHold.exhibit_id)
    )
    return session().execute(statement).first() is not None


def release_hold(actor: Actor, hold_id: UUID, reason: str, now: datetime) -> LegalHold:
    """Lift a hold; an exhibit that another one holds stays held. Raises NotFound, HoldReleased."""
    hold = queries.get_hold(actor, hold_id)
    if hold.released_at is not None:
        raise HoldReleased(released_at=wire_time(hold.released_at))
    hold.released_by_id, hold.released_by_name = actor.person_id, actor.full_name
    _lift(hold, reason, actor, now)
    return hold


def release_expired(now: datetime, limit: int) -> int:
    """Lift holds whose time has run out, and return how many."""
    expired = queries.claim_expired_holds(now, limit)
    for hold in expired:
        _lift(hold, EXPIRED, None, now)
    return len(expired)


def _lift(hold: LegalHold, reason: str, actor: Actor | None, now: datetime) -> None:
    hold.released_at, hold.release_reason = now, reason
    held = lock_kept(queries.list_held_by(hold.id))
    rows: Any = update(ExhibitHold).where(
        ExhibitHold.hold_id == hold.id, ExhibitHold.lifted_at.is_(None)
    )
    session().execute(rows.values(lifted_at=now).execution_options(synchronize_session=False))
    for exhibit in held:
        detail = {"hold_id": str(hold.id), "reason": reason}
        log_custody(exhibit, "hold_off", detail, actor=actor, now=now)
    _protect(held)


def _protect(changed: list[Exhibit]) -> None:
    if changed:
        emit(ProtectionChanged(exhibit_ids=[str(exhibit.id) for exhibit in changed]))
