"""Resumable uploads: which bytes of an exhibit are here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from backend.evidence import queries
from backend.evidence.errors import AlreadyReceived, OffsetMismatch, SizeDiffers, UploadExpired
from backend.evidence.events import UploadCompleted, UploadEnded
from backend.evidence.models import Exhibit, Upload, UploadChunk
from backend.evidence.service.changes import announce, log_events, received_event
from backend.evidence.service.pieces import Piece
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


def open_upload(
    actor: Actor, exhibit_id: UUID, length: int, limits: UploadLimits, now: datetime
) -> Upload:
    """Return the exhibit's live upload, new or as it stands.

    Raises NotFound (also for another person's capture), AlreadyReceived, SizeDiffers or TooLarge.
    """
    exhibit = lock_own_exhibit(actor, exhibit_id)
    if exhibit.state not in MAY_UPLOAD:
        raise AlreadyReceived(state=exhibit.state)
    check_length(exhibit, length, limits)
    _end_some_expired(now)
    return queries.find_live_upload(exhibit_id) or _new_upload(exhibit, limits, now)


def lock_own_exhibit(actor: Actor, exhibit_id: UUID) -> Exhibit:
    """Return the actor's own capture, locked; raises NotFound, also for another person's."""
    known = queries.find_exhibit(exhibit_id)
    if known is None or known.captured_by_id != actor.person_id:
        raise NotFound
    return queries.lock_exhibit(exhibit_id)


def check_length(exhibit: Exhibit, length: int, limits: UploadLimits) -> None:
    """Raise SizeDiffers or TooLarge for an announced length that is not the signed size."""
    if length > limits.max_bytes:
        raise TooLarge(limit_bytes=limits.max_bytes)
    if length != exhibit.size:
        raise SizeDiffers(signed_size=exhibit.size, length=length)


def _new_upload(exhibit: Exhibit, limits: UploadLimits, now: datetime) -> Upload:
    upload = Upload(
        id=new_id(),
        exhibit_id=exhibit.id,
        authority_id=exhibit.authority_id,
        person_id=exhibit.captured_by_id,
        state="live",
        length=exhibit.size,
        position=_first_missing(exhibit),
        created_at=now,
        expires_at=now + limits.keep,
    )
    session().add(upload)
    return upload


def _first_missing(exhibit: Exhibit) -> int:
    """Return where a new upload begins: segments are kept for good, however late the rest comes."""
    if exhibit.segment_size is None:
        return 0
    reached = queries.find_last_expired_position(exhibit.id)
    return reached // exhibit.segment_size * exhibit.segment_size


def _end_some_expired(now: datetime) -> None:
    for upload in queries.claim_expired(now, SWEEP):
        upload.state = "expired"
        emit(UploadEnded(upload_id=str(upload.id)))
    session().flush()  # else the live upload found below could be one of these


def get_upload(actor: Actor, upload_id: UUID, now: datetime) -> Upload:
    """Return the actor's own upload, live or complete; raises NotFound or UploadExpired."""
    upload = queries.find_upload(upload_id) or find_at_once(upload_id)
    if upload is None or upload.person_id != actor.person_id or upload.state == "terminated":
        raise NotFound
    _check_not_expired(upload, now)
    return upload


def find_at_once(upload_id: UUID) -> Upload | None:
    """Return the upload that brought all bytes in its creation: it has its exhibit's id and no
    row of its own.
    """
    exhibit = queries.find_exhibit(upload_id)
    return complete_at_once(exhibit) if exhibit is not None and exhibit.received_at else None


def complete_at_once(exhibit: Exhibit) -> Upload:
    """Return, without keeping it, the complete upload of an exhibit that came at once."""
    return Upload(
        id=exhibit.id,
        exhibit_id=exhibit.id,
        authority_id=exhibit.authority_id,
        person_id=exhibit.captured_by_id,
        state="complete",
        length=exhibit.size,
        position=exhibit.size,
        created_at=exhibit.received_at,
        expires_at=exhibit.received_at,
    )


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
    upload = lock_upload(actor, upload_id, now)
    for piece in pieces:
        expect(upload, piece.start)
        chunk = UploadChunk(upload_id=upload.id, authority_id=upload.authority_id, **vars(piece))
        session().add(chunk)
        advance(upload, piece.start + piece.size, limits, now)
    if upload.state == "complete":
        receive(actor, queries.lock_exhibit(upload.exhibit_id), upload.id, now)
        wait_for_worker(upload)
    return upload


def expect(upload: Upload, start: int) -> None:
    """Raise OffsetMismatch unless the upload waits for bytes from `start` on."""
    if upload.state != "live" or upload.position != start:
        raise OffsetMismatch(offset=upload.position)


def advance(upload: Upload, position: int, limits: UploadLimits, now: datetime) -> None:
    """Move the upload on; at its end it is complete."""
    upload.position, upload.expires_at = position, now + limits.keep
    if position == upload.length:
        upload.state = "complete"


def lock_upload(actor: Actor, upload_id: UUID, now: datetime) -> Upload:
    """Return the actor's own upload as it is now, its exhibit locked; raises NotFound or
    UploadExpired.
    """
    # The exhibit's row is the lock of all its uploads, always taken first.
    queries.hold_exhibit(get_upload(actor, upload_id, now).exhibit_id)
    upload = queries.find_upload(upload_id, is_fresh=True) or find_at_once(upload_id)
    if upload is None:
        raise NotFound
    _check_not_expired(upload, now)
    return upload


def receive(actor: Actor, exhibit: Exhibit, upload_id: UUID, now: datetime) -> None:
    """Say in the exhibit's chain that all its bytes are here, to be verified by the worker."""
    exhibit.state, exhibit.received_at, exhibit.store_key = "received", now, None
    log_events(exhibit, [received_event(exhibit, upload_id, actor, now)])
    announce(exhibit)


def wait_for_worker(upload: Upload) -> None:
    """Have the worker verify a complete upload."""
    emit(UploadCompleted(exhibit_id=str(upload.exhibit_id), upload_id=str(upload.id)))


def forget_tail(upload: Upload, start: int) -> list[str]:
    """Forget the chunks staged from a byte on and return their keys, to be discarded after the
    commit.
    """
    keys = [chunk.store_key for chunk in queries.list_tail(upload.id, start)]
    if keys:
        tail = UploadChunk.__table__.c
        session().execute(
            delete(UploadChunk).where(tail.upload_id == upload.id, tail.start >= start)
        )
    return keys


def terminate_upload(actor: Actor, upload_id: UUID, now: datetime) -> None:
    """Give up a live upload and its staged bytes; raises NotFound, UploadExpired, or
    AlreadyReceived for a complete one, whose bytes are evidence.
    """
    upload = lock_upload(actor, upload_id, now)
    if upload.state == "complete":
        raise AlreadyReceived(state="complete")
    upload.state = "terminated"
    emit(UploadEnded(upload_id=str(upload.id)))
