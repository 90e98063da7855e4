"""Segmented media on their way: each segment is checked and stored for good as it arrives."""

import hashlib
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import SegmentDiffers
from backend.evidence.models import Upload
from backend.evidence.rules.photo import SNIFF_BYTES, sniff_mime
from backend.evidence.rules.segments import Segment, Segmentation
from backend.evidence.service import originals, staging, uploads, verification
from backend.evidence.service.changes import announce, received_event
from backend.evidence.service.originals import Digests
from backend.evidence.service.pieces import Piece, PiecesBody
from backend.evidence.service.running import RunningDigests
from backend.evidence.service.staging import READ_BYTES, Read
from backend.evidence.service.uploads import UploadLimits
from backend.kernel.actor import Actor
from backend.kernel.storage import ObjectStore

ROOMS = 3
_threads = ThreadPoolExecutor(4, thread_name_prefix="segments")


@dataclass(frozen=True)
class Standing:
    """Where a segmented upload stands: what is cut how, and what is staged of its next segment."""

    upload_id: UUID
    position: int
    cut: Segmentation
    tail: list[Piece]


@dataclass(frozen=True)
class Step:
    """What has become safe: a whole segment, or the first part of one as a staged piece."""

    start: int
    """The upload's position before."""
    end: int
    segment: Segment | None = None
    piece: Piece | None = None


def find_standing(upload: Upload) -> Standing | None:
    """Return where the upload stands, or None when its media are whole."""
    exhibit = queries.find_exhibit(upload.exhibit_id)
    cut = originals.segmentation_of(exhibit) if exhibit is not None else None
    if cut is None:
        return None
    at = min(upload.position, cut.size - 1)
    chunks = queries.list_tail(upload.id, cut.at(at).start)
    tail = [Piece(chunk.start, chunk.size, chunk.store_key) for chunk in chunks]
    return Standing(upload.id, upload.position, cut, tail)


class _Storing:
    """Checks and stores one whole segment while the next one arrives."""

    def __init__(self, store: ObjectStore, running: RunningDigests | None) -> None:
        self._store, self._running = store, running
        self._under_way: tuple[Step, Future[None]] | None = None

    def begin(self, step: Step, segment: Segment, view: memoryview) -> None:
        """Take the next segment; its bytes must not change before it and its digests are done."""
        self._under_way = step, _threads.submit(self._keep, segment, view)

    def _keep(self, segment: Segment, view: memoryview) -> None:
        if hashlib.sha256(view).hexdigest() != segment.sha256:
            raise SegmentDiffers(segment=segment.index, offset=segment.start)
        key = originals.original_key(segment.sha256)
        originals.put_bytes(self._store, key, view)
        self._store.release(key)
        if self._running is not None:
            self._running.add(view)

    def ready(self) -> Iterator[Step]:
        """Yield the step of the segment under way if it is safe by now; raises SegmentDiffers."""
        if self._under_way is not None and self._under_way[1].done():
            yield from self.wait()

    def wait(self) -> Iterator[Step]:
        """Yield the step of the segment under way, if any, once it is safe; raises
        SegmentDiffers.
        """
        if self._under_way is not None:
            (step, future), self._under_way = self._under_way, None
            future.result()
            yield step

    def close(self) -> None:
        """Return when nothing is under way, whatever came of it."""
        if self._under_way is not None:
            self._under_way[1].exception()


def take_segments(
    read: Read, store: ObjectStore, standing: Standing, running: RunningDigests | None
) -> Generator[Step, None, None]:
    """Yield each step once its bytes are safe in the store; `running` sees every whole segment,
    and none any more when this has been closed.

    Raises SegmentDiffers for a segment that is not the one that was signed.
    """
    position, tail = standing.position, standing.tail
    # One arrives, the one before is stored, of the one before that the digests are computed.
    rooms = [bytearray(standing.cut.segment_size) for _ in range(ROOMS)]
    with closing(_Storing(store, running)) as storing:
        while position < standing.cut.size:
            segment = standing.cut.at(position)
            view = memoryview(rooms[segment.index % ROOMS])[: segment.size]
            here = position - segment.start
            _read_tail(store, tail, view[:here])
            tail = []
            while here < segment.size and (part := read(min(READ_BYTES, segment.size - here))):
                view[here : here + len(part)] = part
                here += len(part)
                yield from storing.ready()
            yield from storing.wait()
            if here < segment.size:
                yield from _stage(store, standing.upload_id, position, view[:here], segment)
                return
            storing.begin(Step(position, segment.end, segment=segment), segment, view)
            position = segment.end
        yield from storing.wait()


def _stage(
    store: ObjectStore, upload_id: UUID, position: int, here: memoryview, segment: Segment
) -> Iterator[Step]:
    came = here[position - segment.start :]
    if came:
        piece = staging.stage(store, upload_id, position, came)
        yield Step(position, position + len(came), piece=piece)


def _read_tail(store: ObjectStore, tail: list[Piece], view: memoryview) -> None:
    with PiecesBody(store, tail).buffered() as source:
        staging.fill(source.read, view)


def keep_step(
    actor: Actor,
    upload_id: UUID,
    step: Step,
    running: RunningDigests | None,
    store: ObjectStore,
    limits: UploadLimits,
    now: datetime,
) -> tuple[Upload, list[str]]:
    """Write a step down and return the upload with the staged keys that nobody needs any more;
    with the last segment the exhibit is received, and verified when its digests are known.

    Raises NotFound, UploadExpired or OffsetMismatch.
    """
    upload = uploads.lock_upload(actor, upload_id, now)
    if step.piece is not None:
        return uploads.append_pieces(actor, upload_id, [step.piece], limits, now), []
    uploads.expect(upload, step.start)
    start = step.segment.start if step.segment else step.start
    # Only of a segment that was begun before is a part staged.
    unneeded = uploads.forget_tail(upload, start) if start < step.start else []
    uploads.advance(upload, step.end, limits, now)
    if upload.state == "complete":
        digests = running.finish() if running and running.position == upload.length else None
        _finish(actor, upload, digests, store, now)
    return upload, unneeded


def _finish(
    actor: Actor, upload: Upload, digests: Digests | None, store: ObjectStore, now: datetime
) -> None:
    exhibit = queries.lock_exhibit(upload.exhibit_id)
    if digests is None:
        uploads.receive(actor, exhibit, upload.id, now)
        uploads.wait_for_worker(upload)
        return
    exhibit.received_at = now
    received = received_event(exhibit, upload.id, actor, now)
    detected = read_mime(store, originals.signed_pieces(exhibit)[0])
    stored = verification.Stored(None, None, detected)
    verification.accept(exhibit, digests, stored, received, now)
    announce(exhibit)


def read_mime(store: ObjectStore, first: Piece) -> str | None:
    """Return the type that a file's first bytes show, or None."""
    with store.open(first.store_key) as source:
        return sniff_mime(source.read(SNIFF_BYTES))


def go_back(actor: Actor, upload_id: UUID, start: int, now: datetime) -> list[str]:
    """Have the upload stand at the start of a segment that came wrong; return the staged keys
    that nobody needs any more. Raises NotFound or UploadExpired.
    """
    upload = uploads.lock_upload(actor, upload_id, now)
    if upload.state != "live" or upload.position < start:
        return []
    upload.position = start
    return uploads.forget_tail(upload, start)
