"""Registering what a device captured and signed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm.attributes import set_committed_value

from backend.accounts import list_people_by_id
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
from backend.evidence.queries import ChainPlace, SigningDevice
from backend.evidence.rules.capture import (
    CaptureRecord,
    Link,
    SignedCapture,
    chain_fault,
    device_flag,
    flags_of_record,
)
from backend.evidence.rules.places import plain_name
from backend.evidence.service.changes import announce, set_flag, tell_phones
from backend.evidence.service.placing import place
from backend.evidence.service.signatures import signature_is_valid
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.errors import TooLarge
from backend.ledger import record_enrolment

MAY_CAPTURE = {"active", "pending"}


@dataclass(frozen=True)
class Admitted:
    """A capture that is or may be registered; a new exhibit is not in the session yet."""

    exhibit: Exhibit
    is_new: bool
    successor_id: UUID | None = None
    """The device's next capture, when that came first."""


def register_exhibit(
    actor: Actor,
    exhibit_id: UUID,
    capture: SignedCapture,
    *,
    file_name: str,
    max_bytes: int,
    now: datetime,
) -> tuple[Exhibit, bool]:
    """Register a sealed capture of the actor's own device; return it and whether it is new.

    Raises what `admit_capture` raises.
    """
    admitted = admit_capture(
        actor, exhibit_id, capture, file_name=file_name, max_bytes=max_bytes, now=now
    )
    if admitted.is_new:
        keep_new(admitted)
    return admitted.exhibit, admitted.is_new


def admit_capture(
    actor: Actor,
    exhibit_id: UUID,
    capture: SignedCapture,
    *,
    file_name: str,
    max_bytes: int,
    now: datetime,
) -> Admitted:
    """Check a sealed capture and return its exhibit, not yet kept when it is new; the device's
    other captures wait until the transaction ends.

    Raises CaptureRecordInvalid, CaptureSignatureInvalid, DeviceUnknown, DeviceRevoked,
    ExhibitDiffers, DeviceCounterReused or TooLarge.
    """
    record, name = capture.record, plain_name(file_name)
    _check_subject(actor, exhibit_id, record)
    place_in_chain = _lock_place(actor, exhibit_id, capture)
    device = place_in_chain.device
    if place_in_chain.is_known:
        known = queries.lock_exhibit(exhibit_id)
        _check_same(known, capture, name)
        return Admitted(known, is_new=False)
    _check_may_capture(device, record)
    _check_second_officer(actor, record)
    if record.media.size > max_bytes:
        raise TooLarge(limit_bytes=max_bytes)
    if not place_in_chain.is_key_logged:
        # The worker may stand still, and a key must be in the log before what it has signed.
        record_enrolment(device.id, now)
    before, after = place_in_chain.before, place_in_chain.after
    if before is not None and before.seq == record.seq:
        raise DeviceCounterReused(seq=record.seq, exhibit_id=str(before.id))
    exhibit = _new_exhibit(actor, device, capture, name, now)
    flag = device_flag(device.state)
    if flag is not None:
        set_flag(exhibit, flag["code"], {**flag["facts"], **_end_of(device)})
    fault = chain_fault(_link(exhibit), _link_of(before))
    set_flag(exhibit, "device_sequence_gap", fault)
    return Admitted(exhibit, is_new=True, successor_id=after.id if after else None)


def keep_new(admitted: Admitted) -> None:
    """Write an admitted exhibit as it is now, and judge its successor anew, whose gap it may
    fill.
    """
    exhibit = admitted.exhibit
    queries.insert_exhibit(exhibit)
    tell_phones(exhibit)
    if admitted.successor_id is None:
        return
    # The worker may be writing this row's other flags.
    after = queries.lock_exhibit(admitted.successor_id)
    fault = chain_fault(_link(after), _link(exhibit))
    if set_flag(after, "device_sequence_gap", fault):
        announce(after)


def _check_subject(actor: Actor, exhibit_id: UUID, record: CaptureRecord) -> None:
    if record.capture_id != exhibit_id:
        raise CaptureRecordInvalid(
            "capture_id_differs", "payload/capture_id", "记录中的编号与网址中的编号不一致"
        )
    if record.user_id != actor.person_id:
        raise CaptureRecordInvalid(
            "user_differs", "payload/user_id", "记录属于另一位用户，请由采集人本人登录上传"
        )


def _lock_place(actor: Actor, exhibit_id: UUID, capture: SignedCapture) -> ChainPlace:
    # Captures of one device queue here, so that its chain is judged in order.
    record = capture.record
    found = queries.lock_chain_place(record.device_key_id, exhibit_id, record.seq)
    if found is None or found.device.person_id != actor.person_id:
        raise DeviceUnknown(record.device_key_id)
    if not signature_is_valid(found.device.public_key, capture):
        raise CaptureSignatureInvalid
    return found


def _check_may_capture(device: SigningDevice, record: CaptureRecord) -> None:
    """A key that has ended still delivers what it signed before its end: nothing is lost."""
    if device.state in MAY_CAPTURE:
        return
    captured_at = record.captured_at + timedelta(milliseconds=record.clock_offset_ms or 0)
    ended_at = device.lost_at or device.ended_at
    if ended_at is None or captured_at >= ended_at:
        raise DeviceRevoked(device.key_id, device.state)


def _end_of(device: SigningDevice) -> dict[str, str]:
    ended_at = device.lost_at or device.ended_at
    return {"ended_at": wire_time(ended_at)} if ended_at else {}


def _check_second_officer(actor: Actor, record: CaptureRecord) -> None:
    second = record.second_officer_id
    if second is None:
        return
    person = list_people_by_id(frozenset({second})).get(second)
    if person is None or second == actor.person_id or person.authority_id != actor.authority_id:
        raise CaptureRecordInvalid(
            "second_officer_unknown",
            "payload/second_officer_id",
            "第二执法人员不存在或不属于本机关",
        )


def _check_same(known: Exhibit, capture: SignedCapture, file_name: str) -> None:
    # The signature is left out: ECDSA gives the same record another one each time.
    if known.record != capture.record_bytes:
        raise ExhibitDiffers(field="payload")
    if known.file_name != file_name:
        raise ExhibitDiffers(field="file_name")


def _new_exhibit(
    actor: Actor, device: SigningDevice, capture: SignedCapture, file_name: str, now: datetime
) -> Exhibit:
    record = capture.record
    exhibit = Exhibit(
        id=record.capture_id,
        authority_id=actor.authority_id,
        captured_by_id=actor.person_id,
        captured_by_name=actor.full_name,
        second_officer_id=record.second_officer_id,
        case_id=record.case_id,
        task_id=record.task_id,
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
        **vars(record.media),
        segment_digests=capture.segment_digests,
        captured_at=record.captured_at,
        registered_at=now,
        no_fix_reason=record.no_fix_reason,
        clock_offset_ms=record.clock_offset_ms,
        not_before=record.not_before,
        app_build=record.app_build,
        flags=flags_of_record(record),
    )
    # A new exhibit serves nothing yet: no need to ask.
    set_committed_value(exhibit, "links", [])
    if record.fix is not None:
        place(exhibit, record.fix)
    return exhibit


def _link(exhibit: Exhibit) -> Link:
    return Link(exhibit.device_seq, exhibit.device_prev, exhibit.record_sha256)


def _link_of(neighbour: queries.Neighbour | None) -> Link | None:
    if neighbour is None:
        return None
    return Link(neighbour.seq, neighbour.prev, neighbour.record_sha256)
