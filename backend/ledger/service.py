"""Writing custody events and signing receipts."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.accounts import Device, Person, actor_of, find_device, list_people_by_id
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, lock_named, session
from backend.kernel.ids import new_id
from backend.kernel.jcs import canonical_bytes
from backend.ledger import keys, queries, rules
from backend.ledger.models import CustodyEvent, EvidenceChain, QueuedEvent

SALT_BYTES = 16
ENROLLED, APPROVED = "key_enrolled", "key_approved"
ENDED = {"revoked": "key_revoked", "retired": "key_retired"}


def append_custody_event(
    *,
    subject_id: UUID,
    case_id: UUID | None,
    action: str,
    actor: Actor | None,
    object_: Json | None,
    detail: Json,
    at: datetime,
    authority_id: UUID,
    device_key_id: str | None = None,
) -> CustodyEvent:
    """Append an event to the subject's chain and queue it for the log, in the running
    transaction; no actor means the system.

    `object_` and `detail` are JSON without floats; raises ValueError otherwise.
    """
    event_id = new_id()
    seq, prev = _next_link(subject_id, authority_id)
    record = canonical_bytes(
        rules.event_record(
            event_id=str(event_id),
            subject_id=str(subject_id),
            case_id=str(case_id) if case_id else None,
            authority_id=str(authority_id),
            seq=seq,
            prev=prev,
            action=action,
            at=wire_time(at),
            actor=_snapshot(actor, device_key_id) if actor else None,
            object=object_,
            detail=detail,
            # Without it a stranger could guess a neighbour's event from a proof's sibling hash.
            salt=base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode(),
        )
    )
    event = CustodyEvent(
        event_id=event_id,
        authority_id=authority_id,
        subject_id=subject_id,
        seq=seq,
        prev_hash=prev,
        record=record,
        leaf_hash=rules.hash_leaf("sha256", record),
        action=action,
        at=at,
    )
    queued = QueuedEvent(
        event_id=event_id, leaf_hash=event.leaf_hash, leaf_sm3=rules.hash_leaf("sm3", record)
    )
    session().add_all([event, queued])
    session().execute(
        update(EvidenceChain)
        .where(EvidenceChain.subject_id == subject_id)
        .values(head=hashlib.sha256(record).hexdigest())
        .execution_options(synchronize_session=False)
    )
    return event


def record_enrolment(device_id: UUID) -> None:
    """Write a device's public key to the device's own chain, once."""
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
    }
    _append_key_event(device, ENROLLED, device.person, detail, device.enrolled_at)


def record_approval(device_id: UUID, now: datetime) -> None:
    """Write to the device's chain who approved it, once and after its key."""
    record_enrolment(device_id)
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
    record_enrolment(device_id)
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


def _next_link(subject_id: UUID, authority_id: UUID) -> tuple[int, str]:
    """Lock the subject's chain and return the next number and the hash it must name; a parallel
    append waits here for our commit.
    """
    statement = (
        insert(EvidenceChain)
        .values(subject_id=subject_id, authority_id=authority_id, seq=1, head="")
        .on_conflict_do_update(index_elements=["subject_id"], set_={"seq": EvidenceChain.seq + 1})
        .returning(EvidenceChain.seq, EvidenceChain.head)
    )
    seq, head = session().execute(statement).one()
    return seq, head


def _snapshot(actor: Actor, device_key_id: str | None) -> Json:
    # Names as they were on the day: a record must not change when a person is renamed.
    return {
        "user_id": str(actor.person_id),
        "name": actor.full_name,
        "role": ",".join(sorted(actor.roles)),
        "org": actor.authority_name,
        "badge_no": actor.badge_number,
        "ip": actor.ip,
        "device_key_id": device_key_id,
    }


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt: the statement's exact bytes, the Ed25519 signature over them, the key's id."""

    statement: bytes
    signature: bytes
    key_id: str


def sign_receipt(statement: Json) -> SignedReceipt:
    """Sign what was received; format, key id and the promise of inclusion are added here.

    Raises KeyMissing where the receipts' private key is not at hand.
    """
    key = keys.receipt_private_key()
    key_id = keys.key_id_of(key.public_key())
    whole = {
        **statement,
        "v": rules.RECEIPT_FORMAT,
        "key_id": key_id,
        "include_within_s": rules.INCLUDE_WITHIN_S,
    }
    signed = canonical_bytes(whole)
    return SignedReceipt(signed, key.sign(signed), key_id)


def public_trust() -> Json:
    """Return what a verifier must know beforehand: the log's name and key, the receipts' keys."""
    receipt_key = keys.receipt_public_key()
    return {
        "v": rules.TRUST_FORMAT,
        "origin": keys.log_origin(),
        "log_key": rules.verifier_key(keys.log_origin(), keys.log_public_key()),
        "receipt_keys": [
            {
                "key_id": keys.key_id_of(receipt_key),
                "vkey": rules.verifier_key(keys.receipt_key_name(), receipt_key),
            }
        ],
        "package_format": rules.PACKAGE_FORMAT,
    }
