"""The boxes of MP4 and MOV files, walked by hand: a second reader that also sees a cut file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

MAX_BOXES = 5000
MAX_DEPTH = 6
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
CONTAINERS = {b"moov", b"trak", b"udta", b"mdia"}
SET_CLOCK, LAST_YEAR = 2000, 2150
"""A camera whose clock was never set writes 1904, 1970 or 1980."""
TURNS = {(0, 1): 90, (-1, 0): 180, (0, -1): 270}


@dataclass(frozen=True)
class BoxFacts:
    """What the boxes say."""

    has_movie: bool = False
    created_at: datetime | None = None
    """The movie header's time, which by the standard is UTC and by many a camera is not."""
    rotation: int = 0
    """Clockwise degrees by which players turn the picture."""
    cut: str | None = None
    """The box that ends behind the end of the file."""


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    end: int
    head: int


def read_boxes(file: BinaryIO, size: int) -> BoxFacts:
    """Return what the boxes of a file of `size` bytes say; raises ValueError for a file that
    pretends to hold more boxes than any camera writes.
    """
    created, rotation, has_movie, cut = None, 0, False, None
    for box in _walk(file, 0, size, 0, [MAX_BOXES]):
        if box.end > size:
            cut = cut or box.name.decode("latin-1")
        elif box.name == b"moov":
            has_movie = True
        elif box.name == b"mvhd":
            created = created or _created(_body(file, box, 24))
        elif box.name == b"tkhd":
            rotation = rotation or _rotation(_body(file, box, 92))
    return BoxFacts(has_movie, created, rotation, cut)


def _walk(file: BinaryIO, start: int, end: int, depth: int, left: list[int]) -> Iterator[_Box]:
    while start + 8 <= end:
        left[0] -= 1
        if left[0] < 0:
            raise ValueError("TooManyBoxes")
        file.seek(start)
        box = _box(file.read(16), start, end)
        if box is None:
            return
        yield box
        if box.name in CONTAINERS and box.end <= end and depth < MAX_DEPTH:
            yield from _walk(file, box.start + box.head, box.end, depth + 1, left)
        start = box.end


def _box(head: bytes, start: int, end: int) -> _Box | None:
    size, name = struct.unpack(">I4s", head[:8])
    length = 8
    if size == 0:  # to the end of the file
        size = end - start
    elif size == 1 and len(head) == 16:
        size, length = struct.unpack(">Q", head[8:])[0], 16
    if size < length:
        return None
    return _Box(name, start, start + size, length)


def _body(file: BinaryIO, box: _Box, most: int) -> bytes:
    file.seek(box.start + box.head)
    return file.read(min(most, box.end - box.start - box.head))


def _created(body: bytes) -> datetime | None:
    layout = ">4xQ" if body[:1] == b"\x01" else ">4xI"
    if len(body) < struct.calcsize(layout):
        return None
    seconds = struct.unpack_from(layout, body)[0]
    created = EPOCH + timedelta(seconds=min(seconds, 2**33))
    return created if SET_CLOCK < created.year < LAST_YEAR else None


def _rotation(body: bytes) -> int:
    start = 52 if body[:1] == b"\x01" else 40
    if len(body) < start + 8:
        return 0
    a, b = struct.unpack_from(">ii", body, start)
    return TURNS.get((a // 65536, b // 65536), 0)
