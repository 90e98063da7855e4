"""Having volumes bound and noting how it went."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from backend.cases import describe_case
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit
from backend.simple import describe_simple
from backend.volumes import queries, rules
from backend.volumes.errors import NothingToBind, VolumeNotReady
from backend.volumes.events import VolumeRequested
from backend.volumes.models import Volume
from backend.volumes.service.planning import plan_parts

DESCRIBE: dict[str, Callable[[Actor | None, UUID], Json]] = {
    "case": describe_case,
    "simple": describe_simple,
}
"""What can be bound, by the kind of its documents' subject."""


def list_volumes(actor: Actor, kind: str, subject_id: UUID) -> list[Volume]:
    """Return what was bound of a case in scope, newest first; raises NotFound."""
    DESCRIBE[kind](actor, subject_id)
    return queries.list_volumes(subject_id)


def bind_volumes(actor: Actor | None, kind: str, subject_id: UUID, now: datetime) -> list[Volume]:
    """Put down the order of each part as the file is now and have it bound; what was bound already
    is returned as it is, and of an archived file nothing else can be bound.

    Raises NotFound or NothingToBind.
    """
    lock_named(f"volume:{subject_id}")
    file = DESCRIBE[kind](actor, subject_id)
    known = queries.list_volumes(subject_id)
    if final := [one for one in known if one.is_final]:
        return [_again(one) for one in final]
    plans = plan_parts(kind, subject_id, file)
    if not plans:
        raise NothingToBind
    by_digest = {one.plan_sha256: one for one in known}
    return [
        _again(by_digest[digest])
        if (digest := rules.digest_of(plan)) in by_digest
        else _begin(actor, kind, subject_id, file, plan, now)
        for plan in plans
    ]


def _again(volume: Volume) -> Volume:
    if volume.state == "failed":
        volume.state, volume.failure = "building", None
        emit(VolumeRequested(volume_id=str(volume.id)))
    return volume


def _begin(
    actor: Actor | None, kind: str, subject_id: UUID, file: Json, plan: Json, now: datetime
) -> Volume:
    volume = Volume(
        id=new_id(),
        authority_id=file["authority_id"],
        subject_kind=kind,
        subject_id=subject_id,
        part=plan["part"],
        is_final=file["archived_on"] is not None,
        plan=plan,
        plan_sha256=rules.digest_of(plan),
        state="building",
        failure=None,
        created_by_id=actor.person_id if actor else None,
        created_at=now,
    )
    session().add(volume)
    emit(VolumeRequested(volume_id=str(volume.id)))
    return volume


def get_ready_volume(actor: Actor, volume_id: UUID) -> Volume:
    """Return a volume whose PDF is there; raises NotFound or VolumeNotReady."""
    volume = queries.get_volume(actor, volume_id)
    if volume.state != "ready":
        raise VolumeNotReady(state=volume.state, failure=volume.failure)
    return volume


def finish_volume(
    volume_id: UUID, *, sha256: str, pages: int, size: int, store_key: str, now: datetime
) -> None:
    """Offer the stored PDF; a second making changes nothing. Raises NotFound."""
    volume = queries.find_volume(volume_id, lock=True)
    if volume is None:
        raise NotFound
    if volume.state != "ready":
        volume.state, volume.failure, volume.ready_at = "ready", None, now
        volume.sha256, volume.pages, volume.size = sha256, pages, size
        volume.store_key = store_key


def fail_volume(volume_id: UUID, reason: str) -> None:
    """Show why the PDF could not be made; a volume that is ready stays so."""
    volume = queries.find_volume(volume_id, lock=True)
    if volume is not None and volume.state != "ready":
        volume.state, volume.failure = "failed", reason
