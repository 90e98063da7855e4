"""Deciding whether what arrived is what the device signed; each step may be repeated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from backend.evidence import queries
from backend.evidence.errors import NothingToVerify
from backend.evidence.events import UploadCompleted, UploadEnded
from backend.evidence.models import Exhibit, UploadChunk
from backend.evidence.service import originals
from backend.evidence.service.changes import announce, event_of, log_custody, log_events, set_flag
from backend.evidence.service.originals import Digests
from backend.evidence.service.pieces import Piece
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session
from backend.kernel.outbox import emit
from backend.ledger import NewEvent, list_custody, sign_receipt
from backend.messages import Telling, tell


@dataclass(frozen=True)
class Plan:
    """What the worker needs to know while it holds no transaction; media without a signed digest
    lie in their segments already, each compared with its own.
    """

    exhibit_id: UUID
    size: int
    sha256: str | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Stored:
    """Where an original lies; one in segments has no key of its own."""

    key: str | None
    version_id: str | None
    detected_mime: str | None


def plan_verification(exhibit_id: UUID, upload_id: UUID) -> Plan | None:
    """Return what is to be verified, or None when that is done."""
    exhibit = queries.find_exhibit(exhibit_id)
    upload = queries.find_upload(upload_id)
    if exhibit is None or exhibit.state != "received":
        return None
    if upload is None or upload.state != "complete":
        return None
    staged = [Piece(row.start, row.size, row.store_key) for row in queries.list_chunks(upload_id)]
    pieces = originals.signed_pieces(exhibit) or staged
    return Plan(exhibit.id, exhibit.size, exhibit.sha256, pieces)


def accept_received(
    exhibit_id: UUID, upload_id: UUID, digests: Digests, stored: Stored, now: datetime
) -> bool:
    """Make a received exhibit verified; tell whether this call did it."""
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "received":
        return False
    received = [event for event in list_custody(exhibit_id) if event.action == "received"]
    accept(exhibit, digests, stored, received[-1].hash, now)
    announce(exhibit)
    emit(UploadEnded(upload_id=str(upload_id)))
    return True


def accept(
    exhibit: Exhibit, digests: Digests, stored: Stored, received: NewEvent | str, now: datetime
) -> None:
    """Make the exhibit verified, with custody and receipt; the caller announces it.

    `received` is the event that its bytes are here, or the hash of one logged before.
    """
    exhibit.sha256, exhibit.sm3 = digests.sha256, digests.sm3
    exhibit.store_key, exhibit.detected_mime = stored.key, stored.detected_mime
    set_flag(exhibit, "digest_differs", None)
    set_flag(exhibit, "verification_failed", None)
    segments = exhibit.segments
    detail = {
        "store_key": stored.key,
        "version_id": stored.version_id,
        "segments": segments["count"] if segments else None,
    }
    kept = event_of(exhibit, "stored", detail, actor=None, now=now)
    before = [] if isinstance(received, str) else [received]
    logged = log_events(exhibit, [*before, kept])
    receipt = sign_receipt(
        {
            "exhibit_id": str(exhibit.id),
            "sha256": digests.sha256,
            "sm3": digests.sm3,
            "size": digests.size,
            # The device never holds the whole digest of segmented media: it compares this one.
            "segments_root": exhibit.segments_root,
            "event_hash": received if isinstance(received, str) else logged[0].hash,
            "issued_at": wire_time(now),
        }
    )
    exhibit.receipt_statement = receipt.statement
    exhibit.receipt_signature = receipt.signature
    exhibit.receipt_key_id = receipt.key_id
    # Last: the table refuses a verified exhibit without its receipt, and the event above flushes.
    exhibit.state, exhibit.verified_at = "verified", now


def quarantine_received(
    exhibit_id: UUID, upload_id: UUID, found: Digests, store_key: str, now: datetime
) -> bool:
    """Set a received exhibit's bytes aside; tell whether this call did it."""
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "received":
        return False
    set_aside(exhibit, found, store_key, now)
    announce(exhibit)
    emit(UploadEnded(upload_id=str(upload_id)))
    return True


def set_aside(exhibit: Exhibit, found: Digests, store_key: str | None, now: datetime) -> None:
    """Keep bytes in quarantine that are not what was signed; the device may send again, and the
    caller announces it.
    """
    exhibit.state, exhibit.store_key = "quarantined", store_key
    facts = {
        "signed_sha256": exhibit.sha256,
        "found_sha256": found.sha256,
        "signed_size": exhibit.size,
        "found_size": found.size,
    }
    set_flag(exhibit, "digest_differs", facts)
    set_flag(exhibit, "verification_failed", None)
    rejected = {"reason": "digest_differs", **facts, "store_key": store_key}
    log_custody(exhibit, "rejected", rejected, actor=None, now=now)
    told = {"file_name": exhibit.file_name}
    tell(
        Telling(
            exhibit.authority_id,
            exhibit.captured_by_id,
            "exhibit_quarantined",
            "exhibit",
            exhibit.id,
            told,
        ),
        now,
    )


def note_failure(exhibit_id: UUID, reason: str, now: datetime) -> None:
    """Let everybody see that an exhibit's verification has failed, and why; trying again goes
    on.
    """
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "received":
        return
    earlier = next((one for one in exhibit.flags if one["code"] == "verification_failed"), None)
    tries = earlier["facts"]["tries"] + 1 if earlier else 1
    facts = {"reason": reason, "tries": tries, "at": wire_time(now)}
    set_flag(exhibit, "verification_failed", facts)
    announce(exhibit)


def ask_for_verification(actor: Actor, exhibit_id: UUID) -> Exhibit:
    """Have the worker verify a received exhibit once more; raises NotFound or NothingToVerify."""
    exhibit = queries.get_exhibit(actor, exhibit_id)
    upload = queries.find_complete_upload(exhibit_id)
    if exhibit.state != "received" or upload is None:
        raise NothingToVerify(state=exhibit.state)
    emit(UploadCompleted(exhibit_id=str(exhibit_id), upload_id=str(upload.id)))
    return exhibit


def ask_again(exhibit_id: UUID, upload_id: UUID, key: str, now: datetime) -> None:
    """Let the device send again what the store lost while it was staged; the phone still has it."""
    exhibit = queries.lock_exhibit(exhibit_id)
    upload = queries.find_upload(upload_id, is_fresh=True)
    if exhibit.state != "received" or upload is None:
        return
    exhibit.state, upload.state = "awaiting_upload", "terminated"
    lost = {"reason": "staged_bytes_missing", "store_key": key}
    log_custody(exhibit, "rejected", lost, actor=None, now=now)
    announce(exhibit)
    emit(UploadEnded(upload_id=str(upload_id)))


def list_discardable(upload_id: UUID) -> list[str]:
    """Return the staged objects of an upload that nobody needs any more."""
    upload = queries.find_upload(upload_id)
    if upload is None or upload.state == "live":
        return []
    exhibit = queries.find_exhibit(upload.exhibit_id)
    if upload.state == "complete" and exhibit is not None and exhibit.state == "received":
        return []
    return [chunk.store_key for chunk in queries.list_chunks(upload_id)]


def forget_chunks(upload_id: UUID, keys: list[str]) -> None:
    """Remove the rows of staged objects that were deleted."""
    gone: Any = UploadChunk.store_key.in_(keys)
    session().execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id, gone))
