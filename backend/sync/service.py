"""Applying what a phone did while it was offline."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.accounts import Device, find_device
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_each_named
from backend.kernel.errors import Forbidden, Invalid
from backend.sync import queries
from backend.sync.errors import OperationDiffers
from backend.sync.queries import Earlier, Kept


@dataclass(frozen=True)
class Requested:
    """One operation of a batch."""

    id: UUID
    name: str
    subject_id: UUID
    payload: Json
    recorded_at: datetime


def check_device(actor: Actor, device_id: UUID) -> Device:
    """Return the actor's own device in use, approved or not yet; raises Invalid or Forbidden."""
    device = find_device(device_id)
    if device is None or device.person_id != actor.person_id:
        raise Invalid({"/device_id": ("device_unknown", "本设备尚未登记，请先登记设备")})
    if device.state in {"revoked", "retired"}:
        raise Forbidden("本设备已停用", device_state=device.state)
    return device


def find_earlier_answers(batch: Sequence[Requested]) -> dict[UUID, Earlier]:
    """Return the operations of these ids that were applied before, with their answers."""
    # A parallel copy of the same operation waits here until ours has committed.
    lock_each_named(f"sync:{requested.id}" for requested in batch)
    return queries.find_operations([requested.id for requested in batch])


def earlier_answer(actor: Actor, requested: Requested, earlier: Earlier) -> bytes:
    """Return the stored answer to an operation sent before; raises OperationDiffers if it is
    another.
    """
    if earlier.person_id != actor.person_id or earlier.payload_digest != _digest(requested):
        raise OperationDiffers(operation_id=str(requested.id))
    return earlier.resource


def keep_answers(
    actor: Actor, device_id: UUID, answered: Sequence[tuple[Requested, bytes]]
) -> None:
    """Store operations and their answers, which are JSON, for the repeat."""
    kept = [
        Kept(one.id, one.name, one.subject_id, _digest(one), one.recorded_at, resource)
        for one, resource in answered
    ]
    queries.insert_operations(actor, device_id, kept, clock.now())


def _digest(requested: Requested) -> str:
    canonical_payload = json.dumps(requested.payload, sort_keys=True)
    said = f"{requested.name}\n{requested.subject_id}\n{canonical_payload}"
    return hashlib.sha256(said.encode()).hexdigest()
