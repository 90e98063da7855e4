"""Asking for a package and noting how it went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts import find_device
from backend.cases import list_exhibit_ids_of_case
from backend.evidence import Exhibit, ExhibitsUnknown, get_exhibits_by_id
from backend.exports import queries, rules
from backend.exports.errors import (
    ExhibitsDisposed,
    ExhibitsNotVerified,
    ExhibitsOfUnapprovedDevices,
    ExportNotReady,
    NothingToExport,
)
from backend.exports.events import ExportRequested
from backend.exports.models import Export
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit
from backend.ledger import append_custody_event


def request_export(
    actor: Actor,
    *,
    exhibit_ids: list[UUID] | None,
    case_id: UUID | None,
    known_tree_sizes: list[int],
    recipient: str,
    purpose: str,
    now: datetime,
) -> Export:
    """Record who takes which exhibits out for whom, on the chain of every exhibit and of every
    device that captured one, and have the package built; without chosen exhibits it is those of
    the case.

    Raises NotFound, NothingToExport, or what `exportable` raises.
    """
    if exhibit_ids is None and case_id is not None:
        exhibit_ids = _kept_of_case(actor, case_id)
    if not exhibit_ids:
        raise NothingToExport
    ids = sorted(str(exhibit_id) for exhibit_id in set(exhibit_ids))
    export = Export(
        id=new_id(),
        authority_id=actor.authority_id,
        created_by_id=actor.person_id,
        recipient=recipient,
        purpose=purpose,
        exhibit_ids=ids,
        case_id=case_id,
        state="queued",
        failure=None,
        progress_done=0,
        store_key=None,
        size=None,
        sha256=None,
        known_tree_sizes=sorted(set(known_tree_sizes)),
        created_at=now,
        ready_at=None,
    )
    session().add(export)
    # The package must hold the record of its own making, so the events come before it is built.
    exhibits = exportable(actor, ids)
    for exhibit in exhibits:
        _record_exported(actor, export, exhibit, now)
    # A device's record of it shows that no later end of its key was left out of the package.
    for device_id in sorted({exhibit.device_id for exhibit in exhibits}):
        _record_key_exported(actor, export, device_id, now)
    emit(ExportRequested(export_id=str(export.id)))
    return export


def _kept_of_case(actor: Actor, case_id: UUID) -> list[UUID]:
    """Return the case's exhibits but for those disposed of: the record of that stands for them."""
    ids = list_exhibit_ids_of_case(actor, case_id)
    found = get_exhibits_by_id(actor, ids)
    return [key for key in ids if key not in found or found[key].disposed_at is None]


def exportable(actor: Actor, ids: list[str]) -> list[Exhibit]:
    """Return the exhibits in order of their ids.

    Raises ExhibitsUnknown, ExhibitsDisposed, ExhibitsNotVerified or ExhibitsOfUnapprovedDevices.
    """
    found = get_exhibits_by_id(actor, [UUID(exhibit_id) for exhibit_id in ids])
    missing = [exhibit_id for exhibit_id in ids if UUID(exhibit_id) not in found]
    if missing:
        raise ExhibitsUnknown(missing)
    # In one order, so that two exports of the same exhibits cannot wait for each other.
    exhibits = [found[UUID(exhibit_id)] for exhibit_id in ids]
    if gone := [str(one.id) for one in exhibits if one.disposed_at is not None]:
        raise ExhibitsDisposed(exhibit_ids=gone)
    if waiting := [str(one.id) for one in exhibits if one.state != "verified"]:
        raise ExhibitsNotVerified(exhibit_ids=waiting)
    states = {device_id: _is_pending(device_id) for device_id in {e.device_id for e in exhibits}}
    if unapproved := [str(one.id) for one in exhibits if states[one.device_id]]:
        raise ExhibitsOfUnapprovedDevices(exhibit_ids=unapproved)
    return exhibits


def _is_pending(device_id: UUID) -> bool:
    device = find_device(device_id)
    return device is None or device.approval is None


def _record_exported(actor: Actor, export: Export, exhibit: Exhibit, now: datetime) -> None:
    append_custody_event(
        subject_id=exhibit.id,
        case_id=export.case_id,
        action="exported",
        actor=actor,
        object_={
            "sha256": exhibit.sha256,
            "sm3": exhibit.sm3,
            "size": exhibit.size,
            "mime": exhibit.mime,
            "store_key": exhibit.store_key,
        },
        detail=_detail_of(export),
        at=now,
        authority_id=exhibit.authority_id,
    )


def _record_key_exported(actor: Actor, export: Export, device_id: UUID, now: datetime) -> None:
    device = find_device(device_id)
    if device is None:
        raise NotFound
    append_custody_event(
        subject_id=device.id,
        case_id=export.case_id,
        action="exported",
        actor=actor,
        object_=None,
        detail=_detail_of(export),
        at=now,
        authority_id=device.authority_id,
    )


def _detail_of(export: Export) -> dict[str, Any]:
    return {
        "export_id": str(export.id),
        "recipient": export.recipient,
        "purpose": export.purpose,
        "exhibit_count": export.exhibit_count,
        "exhibits_sha256": rules.digest_of_ids(export.exhibit_ids),
        "case_id": str(export.case_id) if export.case_id else None,
    }


def start_building(export_id: UUID) -> bool:
    """Mark the export as being built; tell whether there is anything left to do."""
    export = queries.lock_export(export_id)
    if export.state in ("queued", "building"):
        export.state = "building"
        return True
    return False


def ask_again(export_id: UUID) -> None:
    """Have the package tried again, as its events are not in the log yet."""
    emit(ExportRequested(export_id=str(export_id)))


def note_progress(export_id: UUID, done: int) -> None:
    """Note how many exhibits are packed."""
    queries.lock_export(export_id).progress_done = done


def finish_export(
    export_id: UUID,
    *,
    store_key: str,
    size: int,
    sha256: str,
    manifest_sha256: str,
    tree_size: int,
    now: datetime,
) -> None:
    """Offer the stored package; a second build of the same export changes nothing."""
    export = queries.lock_export(export_id)
    if export.state != "ready":
        export.state, export.ready_at = "ready", now
        export.store_key, export.size, export.sha256 = store_key, size, sha256
        export.manifest_sha256, export.tree_size = manifest_sha256, tree_size
        export.progress_done = export.exhibit_count


def fail_export(export_id: UUID, code: str) -> None:
    """Note why the package cannot be made."""
    export = queries.lock_export(export_id)
    if export.state != "ready":
        export.state, export.failure = "failed", code


def get_ready_export(actor: Actor, export_id: UUID) -> Export:
    """Return an export whose package is there; raises NotFound or ExportNotReady."""
    export = queries.get_export(actor, export_id)
    if export.state != "ready":
        raise ExportNotReady(state=export.state)
    return export
