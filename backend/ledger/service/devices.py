"""A device's own chain: its key's life is in the log."""

import base64
from datetime import datetime
from uuid import UUID

from backend.accounts import Device, Person, actor_of, find_device, list_people_by_id
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, lock_named
from backend.ledger import queries
from backend.ledger.service.appending import append_custody_event

ENROLLED = "key_enrolled"
APPROVED = "key_approved"
ENDED = {"revoked": "key_revoked", "retired": "key_retired"}


def record_enrolment(device_id: UUID, now: datetime) -> None:
    """Write a device's public key to the device's own chain, once; the record's own time is when
    it is written, as stamps may lie between the enrolment and a worker that stood still.
    """
    device = _device_without(device_id, ENROLLED)
    if device is None:
        return
    detail = {
        "key_id": device.key_id,
        "public_key": base64.b64encode(device.public_key).decode(),
        "key_storage": device.key_storage,
        "person_id": str(device.person_id),
        "model": device.model,
        "challenge_sha256": device.challenge_sha256,
        "enrolled_at": wire_time(device.enrolled_at),
    }
    _append_key_event(device, ENROLLED, device.person, detail, now)


def record_approval(device_id: UUID, now: datetime) -> None:
    """Write to the device's chain who approved it, once and after its key."""
    record_enrolment(device_id, now)
    device = _device_without(device_id, APPROVED)
    if device is None or device.approved_by_id is None or device.approved_at is None:
        return
    detail = {
        "key_id": device.key_id,
        "approved_by": str(device.approved_by_id),
        "approved_by_name": device.approved_by_name,
        "approved_at": wire_time(device.approved_at),
        "note": device.approval_note,
    }
    _append_key_event(device, APPROVED, _person(device.approved_by_id), detail, now)


def record_end(device_id: UUID, now: datetime) -> None:
    """Write to the device's chain why its use ended and from when on its key is in doubt, once."""
    record_enrolment(device_id, now)
    device = find_device(device_id)
    action = ENDED.get(device.state) if device else None
    if action is None or (device := _device_without(device_id, action)) is None:
        return
    detail = {
        "key_id": device.key_id,
        "reason": device.end_reason,
        "ended_at": wire_time(device.ended_at) if device.ended_at else None,
        "lost_at": wire_time(device.lost_at) if device.lost_at else None,
    }
    ended_by = _person(device.ended_by_id) if device.ended_by_id else None
    _append_key_event(device, action, ended_by, detail, now)


def _device_without(device_id: UUID, action: str) -> Device | None:
    """Return the device unless its chain has such an event; a parallel job waits here."""
    lock_named(f"device-chain-{device_id}")
    if any(seen.action == action for seen in queries.list_custody(device_id)):
        return None
    return find_device(device_id)


def _person(person_id: UUID) -> Person:
    return list_people_by_id(frozenset({person_id}))[person_id]


def _append_key_event(
    device: Device, action: str, person: Person | None, detail: Json, at: datetime
) -> None:
    append_custody_event(
        subject_id=device.id,
        case_id=None,
        action=action,
        actor=actor_of(person, None) if person else None,
        object_=None,
        detail=detail,
        at=at,
        authority_id=device.authority_id,
        device_key_id=device.key_id if person is device.person else None,
    )
