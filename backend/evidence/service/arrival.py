"""Small whole media whose bytes are all at hand: registered, stored, logged and receipted at
once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import AlreadyReceived, OffsetMismatch, SegmentDiffers
from backend.evidence.events import UploadEnded
from backend.evidence.models import Exhibit, Upload
from backend.evidence.rules.capture import SignedCapture
from backend.evidence.rules.photo import SNIFF_BYTES, sniff_mime
from backend.evidence.rules.segments import Segmentation
from backend.evidence.service import originals, registration, uploads, verification
from backend.evidence.service.changes import announce, log_events, received_event
from backend.evidence.service.originals import Digests
from backend.evidence.service.uploads import UploadLimits
from backend.kernel.actor import Actor
from backend.kernel.outbox import emit
from backend.kernel.storage import ObjectStore

MAX_AT_ONCE = 4 * 1024 * 1024


@dataclass(frozen=True)
class Content:
    """All bytes of a file, and what they are."""

    body: bytes | bytearray | memoryview
    digests: Digests

    @classmethod
    def of(cls, body: bytes | bytearray) -> "Content":
        """Hash the bytes."""
        return cls(body, originals.digests_of(body))


@dataclass(frozen=True)
class Sent:
    """What a request brought: a capture to register, and its file's name."""

    exhibit_id: UUID
    capture: SignedCapture
    file_name: str


def take_new(
    actor: Actor,
    sent: Sent,
    content: Content,
    store: ObjectStore,
    limits: UploadLimits,
    now: datetime,
) -> Exhibit:
    """Register a capture and take in its bytes; the same again changes nothing.

    Raises what `register_exhibit` raises, SizeDiffers, StorageFull or Unavailable.
    """
    admitted = registration.admit_capture(
        actor,
        sent.exhibit_id,
        sent.capture,
        file_name=sent.file_name,
        max_bytes=limits.max_bytes,
        now=now,
    )
    exhibit = admitted.exhibit
    uploads.check_length(exhibit, content.digests.size, limits)
    if not admitted.is_new:
        return _take_known(actor, exhibit, content, store, now)
    _take(actor, exhibit, content, store, exhibit.id, now)
    registration.keep_new(admitted)
    return exhibit


def take_registered(
    actor: Actor,
    exhibit_id: UUID,
    content: Content,
    store: ObjectStore,
    limits: UploadLimits,
    now: datetime,
) -> Exhibit:
    """Take in all bytes of a capture that was registered before.

    Raises NotFound, AlreadyReceived, SizeDiffers, TooLarge, StorageFull or Unavailable.
    """
    exhibit = uploads.lock_own_exhibit(actor, exhibit_id)
    if exhibit.state not in uploads.MAY_UPLOAD:
        raise AlreadyReceived(state=exhibit.state)
    uploads.check_length(exhibit, content.digests.size, limits)
    return _take_known(actor, exhibit, content, store, now)


def take_upload(
    actor: Actor,
    upload_id: UUID,
    content: Content,
    store: ObjectStore,
    limits: UploadLimits,
    now: datetime,
) -> Upload:
    """Take in all bytes of an upload that stands at nothing.

    Raises NotFound, UploadExpired, OffsetMismatch, StorageFull or Unavailable.
    """
    upload = uploads.lock_upload(actor, upload_id, now)
    if upload.state != "live" or upload.position != 0:
        raise OffsetMismatch(offset=upload.position)
    exhibit = queries.lock_exhibit(upload.exhibit_id)
    uploads.advance(upload, upload.length, limits, now)
    _take(actor, exhibit, content, store, upload.id, now)
    announce(exhibit)
    return upload


def _take_known(
    actor: Actor, exhibit: Exhibit, content: Content, store: ObjectStore, now: datetime
) -> Exhibit:
    if exhibit.state not in uploads.MAY_UPLOAD:
        return exhibit
    begun = queries.find_live_upload(exhibit.id)
    if begun is not None:
        # What it staged is not needed: everything came again.
        begun.state = "terminated"
        emit(UploadEnded(upload_id=str(begun.id)))
    _take(actor, exhibit, content, store, exhibit.id, now)
    announce(exhibit)
    return exhibit


def _take(
    actor: Actor,
    exhibit: Exhibit,
    content: Content,
    store: ObjectStore,
    upload_id: UUID,
    now: datetime,
) -> None:
    """Store what came by what it is, and say in the chain what became of it.

    Raises SegmentDiffers, StorageFull or Unavailable, and then nothing of it counts.
    """
    found, cut = content.digests, originals.segmentation_of(exhibit)
    is_right = cut is not None or (found.sha256, found.size) == (exhibit.sha256, exhibit.size)
    key = None
    if cut is not None:
        _put_segments(store, cut, memoryview(content.body))
    else:
        key = _put_whole(store, exhibit.id, found, content, is_right=is_right)
    exhibit.received_at, exhibit.store_key = now, None
    received = received_event(exhibit, upload_id, actor, now)
    if is_right:
        detected = sniff_mime(bytes(content.body[:SNIFF_BYTES]))
        stored = verification.Stored(key, store.version_of(key) if key else None, detected)
        verification.accept(exhibit, found, stored, received, now)
    else:
        log_events(exhibit, [received])
        verification.set_aside(exhibit, found, key, now)


def _put_whole(
    store: ObjectStore, exhibit_id: UUID, found: Digests, content: Content, *, is_right: bool
) -> str:
    original, aside = originals.original_key, originals.quarantine_key
    key = original(found.sha256) if is_right else aside(exhibit_id, found.sha256)
    originals.put_bytes(store, key, content.body)
    return key


def _put_segments(store: ObjectStore, cut: Segmentation, body: memoryview) -> None:
    for segment in cut.all():
        part = body[segment.start : segment.end]
        if hashlib.sha256(part).hexdigest() != segment.sha256:
            # All of it is to come again: nothing was written down.
            raise SegmentDiffers(segment=segment.index, offset=0)
        originals.put_bytes(store, originals.original_key(segment.sha256), part)
