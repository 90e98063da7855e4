"""Applying what a phone did while it was offline."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts import Device, find_device
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Forbidden, Invalid
from backend.sync import queries
from backend.sync.errors import OperationDiffers
from backend.sync.models import SyncOperation


@dataclass(frozen=True)
class Requested:
    """One operation of a batch."""

    id: UUID
    name: str
    subject_id: UUID
    payload: Json
    canonical_payload: bytes
    recorded_at: datetime


def check_device(actor: Actor, device_id: UUID) -> Device:
    """Return the actor's own device in use, approved or not yet; raises Invalid or Forbidden."""
    device = find_device(device_id)
    if device is None or device.person_id != actor.person_id:
        raise Invalid({"/device_id": ("device_unknown", "本设备尚未登记，请先登记设备")})
    if device.state in {"revoked", "retired"}:
        raise Forbidden("本设备已停用", device_state=device.state)
    return device


def find_earlier_answer(actor: Actor, requested: Requested) -> SyncOperation | None:
    """Return the stored answer of an operation sent before; raises OperationDiffers if it is
    another.
    """
    # A parallel copy of the same operation waits here until ours has committed.
    lock_named(f"sync:{requested.id}")
    earlier = queries.find_operation(requested.id)
    if earlier is None:
        return None
    if earlier.person_id != actor.person_id or earlier.payload_digest != _digest(requested):
        raise OperationDiffers(operation_id=str(requested.id))
    return earlier


def keep_answer(
    actor: Actor, device_id: UUID, requested: Requested, resource: Mapping[str, Any]
) -> None:
    """Store the operation and its answer for the repeat."""
    row = SyncOperation(
        id=requested.id,
        person_id=actor.person_id,
        authority_id=actor.authority_id,
        device_id=device_id,
        name=requested.name,
        subject_id=requested.subject_id,
        payload_digest=_digest(requested),
        resource=dict(resource),
        recorded_at=requested.recorded_at,
        applied_at=clock.now(),
    )
    session().add(row)


def _digest(requested: Requested) -> str:
    head = f"{requested.name}\n{requested.subject_id}\n".encode()
    return hashlib.sha256(head + requested.canonical_payload).hexdigest()
