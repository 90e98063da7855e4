"""Resumable uploads: which bytes of an exhibit are here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import AlreadyReceived, OffsetMismatch, SizeDiffers, UploadExpired
from backend.evidence.events import UploadCompleted, UploadEnded
from backend.evidence.models import Exhibit, Upload, UploadChunk
from backend.evidence.service.changes import announce, log_custody
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound, TooLarge
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit

MAY_UPLOAD = ("awaiting_upload", "quarantined")
SWEEP = 20


@dataclass(frozen=True)
class UploadLimits:
    """What this installation allows."""

    max_bytes: int
    keep: timedelta


@dataclass(frozen=True)
class Piece:
    """Bytes that are safe in the store, from `start` on."""

    start: int
    size: int
    store_key: str


def open_upload(
    actor: Actor, exhibit_id: UUID, length: int, limits: UploadLimits, now: datetime
) -> Upload:
    """Return the exhibit's live upload, new or as it stands.

    Raises NotFound (also for another person's capture), AlreadyReceived, SizeDiffers or TooLarge.
    """
    known = queries.find_exhibit(exhibit_id)
    if known is None or known.captured_by_id != actor.person_id:
        raise NotFound
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state not in MAY_UPLOAD:
        raise AlreadyReceived(state=exhibit.state)
    if length > limits.max_bytes:
        raise TooLarge(limit_bytes=limits.max_bytes)
    if length != exhibit.size:
        raise SizeDiffers(signed_size=exhibit.size, length=length)
    _end_some_expired(now)
    return queries.find_live_upload(exhibit_id) or _new_upload(exhibit, limits, now)


def _new_upload(exhibit: Exhibit, limits: UploadLimits, now: datetime) -> Upload:
    upload = Upload(
        id=new_id(),
        exhibit_id=exhibit.id,
        authority_id=exhibit.authority_id,
        person_id=exhibit.captured_by_id,
        state="live",
        length=exhibit.size,
        position=0,
        created_at=now,
        expires_at=now + limits.keep,
    )
    session().add(upload)
    return upload


def _end_some_expired(now: datetime) -> None:
    """Expire a few uploads nobody came back for: every new upload tidies up, so no timer must."""
    for upload in queries.claim_expired(now, SWEEP):
        upload.state = "expired"
        emit(UploadEnded(upload_id=str(upload.id)))
    session().flush()  # an expired upload of this exhibit must not be found as its live one


def get_upload(actor: Actor, upload_id: UUID, now: datetime) -> Upload:
    """Return the actor's live or complete upload; raises NotFound or UploadExpired."""
    upload = queries.find_upload(upload_id)
    if upload is None or upload.person_id != actor.person_id or upload.state == "terminated":
        raise NotFound
    _check_not_expired(upload, now)
    return upload


def _check_not_expired(upload: Upload, now: datetime) -> None:
    if upload.state == "expired" or (upload.state == "live" and upload.expires_at <= now):
        raise UploadExpired


def check_position(actor: Actor, upload_id: UUID, start: int, now: datetime) -> Upload:
    """Return the upload when bytes from `start` on are what it waits for.

    Raises NotFound, UploadExpired or OffsetMismatch.
    """
    upload = get_upload(actor, upload_id, now)
    if upload.position != start:
        raise OffsetMismatch(offset=upload.position)
    return upload


def append_pieces(
    actor: Actor, upload_id: UUID, pieces: list[Piece], limits: UploadLimits, now: datetime
) -> Upload:
    """Add staged pieces to the upload; with the last byte the exhibit is received.

    Raises NotFound, UploadExpired or OffsetMismatch, also when another request was faster.
    """
    upload = _lock_upload(actor, upload_id, now)
    for piece in pieces:
        if upload.state != "live" or upload.position != piece.start:
            raise OffsetMismatch(offset=upload.position)
        chunk = UploadChunk(upload_id=upload.id, authority_id=upload.authority_id, **vars(piece))
        session().add(chunk)
        upload.position += piece.size
        upload.expires_at = now + limits.keep
        if upload.position == upload.length:
            upload.state = "complete"
            _receive(actor, upload, now)
    return upload


def _lock_upload(actor: Actor, upload_id: UUID, now: datetime) -> Upload:
    # The exhibit's row is the lock of all its uploads, always taken first.
    queries.lock_exhibit(get_upload(actor, upload_id, now).exhibit_id)
    upload = queries.find_upload(upload_id, is_fresh=True)
    if upload is None:
        raise NotFound
    _check_not_expired(upload, now)
    return upload


def _receive(actor: Actor, upload: Upload, now: datetime) -> None:
    exhibit = queries.lock_exhibit(upload.exhibit_id)
    exhibit.state, exhibit.received_at, exhibit.store_key = "received", now, None
    detail = {
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "record_sha256": exhibit.record_sha256,
        "upload_id": str(upload.id),
    }
    log_custody(
        exhibit, "received", detail, actor=actor, now=now, device_key_id=exhibit.device_key_id
    )
    announce(exhibit)
    emit(UploadCompleted(exhibit_id=str(exhibit.id), upload_id=str(upload.id)))


def terminate_upload(actor: Actor, upload_id: UUID, now: datetime) -> None:
    """Give up a live upload and its staged bytes; raises NotFound, UploadExpired, or
    AlreadyReceived for a complete one, whose bytes are evidence.
    """
    upload = _lock_upload(actor, upload_id, now)
    if upload.state == "complete":
        raise AlreadyReceived(state="complete")
    upload.state = "terminated"
    emit(UploadEnded(upload_id=str(upload.id)))
