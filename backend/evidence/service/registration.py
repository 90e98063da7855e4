"""Registering what a device captured and signed."""

import hashlib
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from backend.accounts import (
    Device,
    Grid,
    find_device_by_key,
    list_all_grids_of,
    p256_verifies,
)
from backend.evidence import queries
from backend.evidence.errors import (
    CaptureRecordInvalid,
    CaptureSignatureInvalid,
    DeviceCounterReused,
    DeviceRevoked,
    DeviceUnknown,
    ExhibitDiffers,
)
from backend.evidence.models import Exhibit
from backend.evidence.rules.capture import (
    CaptureRecord,
    Fix,
    Link,
    SignedCapture,
    chain_fault,
    flags_of_record,
)
from backend.evidence.rules.places import cell_of, plain_name
from backend.evidence.service.changes import announce, set_flag, tell_phones
from backend.kernel.actor import Actor
from backend.kernel.db import lock_named, session
from backend.kernel.errors import TooLarge


def register_exhibit(
    actor: Actor,
    exhibit_id: UUID,
    capture: SignedCapture,
    *,
    file_name: str,
    max_bytes: int,
    now: datetime,
) -> tuple[Exhibit, bool]:
    """Register a sealed capture of the actor's own active device; return it and whether it is new.

    Raises CaptureRecordInvalid, CaptureSignatureInvalid, DeviceUnknown, DeviceRevoked,
    ExhibitDiffers, DeviceCounterReused or TooLarge.
    """
    _check_subject(actor, exhibit_id, capture.record)
    device = _signing_device(actor, capture)
    # Captures of one device queue here, so that its chain is judged in order.
    lock_named(f"captures:{device.id}")
    known = queries.find_exhibit(exhibit_id)
    name = plain_name(file_name)
    if known is not None:
        _check_same(known, capture, name)
        return known, False
    if device.state != "active":
        raise DeviceRevoked(device.key_id, device.state)
    if capture.record.media.size > max_bytes:
        raise TooLarge(limit_bytes=max_bytes)
    _check_counter(device, capture.record.seq)
    exhibit = _new_exhibit(actor, device, capture, name, now)
    session().add(exhibit)
    session().flush()  # the neighbours' flags are judged from rows
    _judge_chain(exhibit)
    tell_phones(exhibit)
    return exhibit, True


def signature_is_valid(public_key: bytes, capture: SignedCapture) -> bool:
    """Tell whether a capture's signature verifies under a device's SPKI key."""
    key = load_der_public_key(public_key)
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    return p256_verifies(key, capture.signature, capture.signed_bytes)


def _check_subject(actor: Actor, exhibit_id: UUID, record: CaptureRecord) -> None:
    if record.capture_id != exhibit_id:
        raise CaptureRecordInvalid(
            "capture_id_differs", "payload/capture_id", "记录中的编号与网址中的编号不一致"
        )
    if record.user_id != actor.person_id:
        raise CaptureRecordInvalid(
            "user_differs", "payload/user_id", "记录属于另一位用户，请由采集人本人登录上传"
        )


def _signing_device(actor: Actor, capture: SignedCapture) -> Device:
    device = find_device_by_key(capture.record.device_key_id)
    if device is None or device.person_id != actor.person_id:
        raise DeviceUnknown(capture.record.device_key_id)
    if not signature_is_valid(device.public_key, capture):
        raise CaptureSignatureInvalid
    return device


def _check_same(known: Exhibit, capture: SignedCapture, file_name: str) -> None:
    # The signature is left out: ECDSA gives the same record another one each time.
    if known.record != capture.record_bytes:
        raise ExhibitDiffers(field="payload")
    if known.file_name != file_name:
        raise ExhibitDiffers(field="file_name")


def _check_counter(device: Device, seq: int) -> None:
    taken = queries.find_by_counter(device.id, seq)
    if taken is not None:
        raise DeviceCounterReused(seq=seq, exhibit_id=str(taken.id))


def _new_exhibit(
    actor: Actor, device: Device, capture: SignedCapture, file_name: str, now: datetime
) -> Exhibit:
    record = capture.record
    cell = _cell_of(actor, record.fix)
    exhibit = Exhibit(
        id=record.capture_id,
        authority_id=actor.authority_id,
        grid_id=cell.id if cell else None,
        grid_name=cell.name_zh if cell else None,
        captured_by_id=actor.person_id,
        captured_by_name=actor.full_name,
        device_id=device.id,
        device_model=device.model,
        device_key_id=device.key_id,
        device_seq=record.seq,
        device_prev=record.prev,
        kind=record.kind,
        source=record.source,
        state="awaiting_upload",
        revision=1,
        file_name=file_name,
        envelope=capture.envelope,
        record=capture.record_bytes,
        record_sha256=hashlib.sha256(capture.record_bytes).hexdigest(),
        mime=record.media.mime,
        size=record.media.size,
        sha256=record.media.sha256,
        captured_at=record.captured_at,
        registered_at=now,
        no_fix_reason=record.no_fix_reason,
        clock_offset_ms=record.clock_offset_ms,
        not_before=record.not_before,
        flags=flags_of_record(record),
    )
    if record.fix is not None:
        _place(exhibit, record.fix)
    return exhibit


def _place(exhibit: Exhibit, fix: Fix) -> None:
    exhibit.lon, exhibit.lat, exhibit.accuracy_m = fix.lon, fix.lat, fix.accuracy_m
    exhibit.source_lon_e7, exhibit.source_lat_e7 = fix.lon_e7, fix.lat_e7
    exhibit.crs, exhibit.fix_at = fix.crs, fix.fix_at


def _cell_of(actor: Actor, fix: Fix | None) -> Grid | None:
    if fix is None:
        return None
    grids = list_all_grids_of(frozenset({actor.authority_id}))
    index = cell_of(fix.lon, fix.lat, [grid.polygon for grid in grids])
    return None if index is None else grids[index]


def _judge_chain(exhibit: Exhibit) -> None:
    """Flag a fault before the new capture, and judge its successor anew, whose gap it may fill."""
    before, after = queries.list_neighbours(exhibit.device_id, exhibit.device_seq)
    fault = chain_fault(_link(exhibit), _link(before) if before else None)
    set_flag(exhibit, "device_sequence_gap", fault)
    if after is not None:
        # The worker may be writing this row's other flags.
        after = queries.lock_exhibit(after.id)
        fault = chain_fault(_link(after), _link(exhibit))
        if set_flag(after, "device_sequence_gap", fault):
            announce(after)


def _link(exhibit: Exhibit) -> Link:
    return Link(exhibit.device_seq, exhibit.device_prev, exhibit.record_sha256)
