"""The bodies of uploads: read at once when small, else kept step by step as they arrive."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from io import BytesIO
from uuid import UUID

from flask import request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from backend.evidence.errors import ChecksumMismatch, SegmentDiffers
from backend.evidence.models import Upload
from backend.evidence.rules import tus
from backend.evidence.service import running, segments, staging, uploads
from backend.evidence.service.arrival import MAX_AT_ONCE
from backend.evidence.service.pieces import Piece, PiecesBody
from backend.evidence.service.running import RunningDigests
from backend.evidence.service.segments import Standing
from backend.evidence.service.staging import Read
from backend.evidence.service.uploads import UploadLimits
from backend.kernel import clock
from backend.kernel.auth import current_actor
from backend.kernel.db import end_reading, unit_of_work
from backend.kernel.errors import DomainError, TooLarge
from backend.kernel.storage import object_store


def read_body(size: int) -> bytes:
    """Read up to so many bytes of the request's body; nothing when it has ended in any way."""
    try:
        return request.stream.read(size) or b""
    except (ClientDisconnected, RequestEntityTooLarge, OSError):
        # The sender is gone, or everything we may take is taken: either way the body ends here.
        return b""


def read_whole(length: int) -> bytes | None:
    """Return the body of a request that announces all of a small file, as much as came of it; None
    for any other body, which is still to be read.

    Raises ChecksumMismatch or TusHeaderInvalid.
    """
    if not 0 < length <= MAX_AT_ONCE or request.content_length != length:
        return None
    checksum = tus.read_checksum(request.headers.get("Upload-Checksum"))
    end_reading()  # a phone that sends slowly must not hold a connection meanwhile
    request.max_content_length = length
    room = bytearray(length)
    came = staging.fill(read_body, memoryview(room))
    if checksum is not None and not checksum.is_of(room[:came]):
        raise ChecksumMismatch(offset=0)
    return bytes(memoryview(room)[:came])


def receive(upload: Upload, begun: bytes | None, limits: UploadLimits) -> Upload:
    """Keep the request's body, or what was read of it already: object first, row second, no
    transaction while bytes travel. Returns the upload as it stands then.

    Raises TooLarge, ChecksumMismatch, SegmentDiffers, OffsetMismatch, StorageFull or Unavailable.
    """
    start, limit = upload.position, upload.length - upload.position
    if (request.content_length or 0) > limit:
        raise TooLarge(limit_bytes=limit)
    # Not the limit of ordinary requests: a body is streamed, never held.
    request.max_content_length = max(limit, 1)
    standing = segments.find_standing(upload)
    end_reading()
    checksum = tus.read_checksum(request.headers.get("Upload-Checksum"))
    read = read_body if begun is None else BytesIO(begun).read
    place = (object_store(), upload.id, start, limit)
    if checksum is not None and begun is None:
        checked = staging.stage_checked(read, *place, checksum)
        if standing is None:
            return _append(upload, checked, limits) if checked else upload
        return _take_checked(upload, standing, checked, limits)
    if standing is not None:
        return _take_segments(upload, standing, read, limits)
    for piece in staging.stage_pieces(read, *place):
        upload = _append(upload, [piece], limits)
    return upload


def _take_checked(
    upload: Upload, standing: Standing, checked: list[Piece], limits: UploadLimits
) -> Upload:
    store = object_store()
    try:
        with PiecesBody(store, checked).buffered() as source:
            return _take_segments(upload, standing, source.read, limits)
    finally:
        staging.discard(store, [piece.store_key for piece in checked])


def _take_segments(upload: Upload, standing: Standing, read: Read, limits: UploadLimits) -> Upload:
    store = object_store()
    digests = running.take(upload.id, standing.cut.at(standing.position).start)
    taken = segments.take_segments(read, store, standing, digests)
    # Closed before the digests are kept: a segment under way would still change them.
    with _standing_back(upload), _kept(upload.id, digests), closing(taken) as steps:
        for step in steps:
            with _discarding(step.piece), unit_of_work():
                upload, unneeded = segments.keep_step(
                    current_actor(), upload.id, step, digests, store, limits, clock.now()
                )
            staging.discard(store, unneeded)
    return upload


@contextmanager
def _kept(upload_id: UUID, digests: RunningDigests | None) -> Iterator[None]:
    # Also after a refusal: the segments before it are good, and theirs are these digests.
    try:
        yield
    finally:
        if digests is not None:
            running.keep(upload_id, digests)


@contextmanager
def _standing_back(upload: Upload) -> Iterator[None]:
    try:
        yield
    except SegmentDiffers as refusal:
        with unit_of_work():
            unneeded = segments.go_back(
                current_actor(), upload.id, refusal.facts["offset"], clock.now()
            )
        staging.discard(object_store(), unneeded)
        raise


def _append(upload: Upload, pieces: list[Piece], limits: UploadLimits) -> Upload:
    now: datetime = clock.now()
    with _discarding(*pieces), unit_of_work():
        return uploads.append_pieces(current_actor(), upload.id, pieces, limits, now)


@contextmanager
def _discarding(*pieces: Piece | None) -> Iterator[None]:
    try:
        yield
    except DomainError:
        # Refused for certain. After a lost connection the row may stand, and its object must too.
        staging.discard(object_store(), [piece.store_key for piece in pieces if piece])
        raise
