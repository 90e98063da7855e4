"""What a map archive must be: PMTiles version 3, whole, of vector tiles that a phone can read."""

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from backend.basemaps.errors import (
    ArchiveBounds,
    ArchiveCompression,
    ArchiveNotVector,
    ArchiveTruncated,
    ArchiveUnknown,
    ArchiveUnreadable,
    ArchiveVersion,
)

DATUMS = ("wgs84", "gcj02")
HEADER = struct.Struct("<7sB11Q6B4iB2i")
MAGIC = b"PMTiles"
VERSION = 3
VECTOR = 1
PLAIN, GZIP = 1, 2
GZIP_BITS = 31
E7 = 10_000_000
MOST_ZOOM = 24
MOST_BYTES = 16 * 1024 * 1024
"""Of a directory or the description, unpacked: a hundred times what a province has."""
MOST_ENTRIES = 1_000_000
MOST_LAYERS = 200
LONGEST_NAME = 80


@dataclass(frozen=True)
class Archive:
    """What an archive says of itself, checked."""

    min_zoom: int
    max_zoom: int
    west: float
    south: float
    east: float
    north: float
    layers: list[str]


@dataclass(frozen=True)
class _Section:
    offset: int
    length: int

    def holds(self, offset: int, length: int) -> bool:
        return length > 0 and offset + length <= self.length


@dataclass(frozen=True)
class _Header:
    root: _Section
    description: _Section
    leaves: _Section
    tiles: _Section
    packing: int
    tile_packing: int
    tile_type: int
    zooms: tuple[int, int]
    corners: tuple[float, ...]


def read_archive(source: BinaryIO, size: int) -> Archive:
    """Return what the archive says of itself once every entry of its directories was found inside
    the file. Raises an ArchiveRefused that says what is wrong.
    """
    header = _read_header(source, size)
    _check_kind(header)
    _check_extent(header)
    _check_directories(source, header)
    west, south, east, north = header.corners
    return Archive(*header.zooms, west, south, east, north, _read_layers(source, header))


def _read_header(source: BinaryIO, size: int) -> _Header:
    source.seek(0)
    head = source.read(HEADER.size)
    if not head.startswith(MAGIC):
        raise ArchiveUnknown
    if head[7:8] != bytes([VERSION]):
        raise ArchiveVersion(version=head[7] if len(head) > len(MAGIC) else None)
    if len(head) < HEADER.size:
        raise ArchiveTruncated(size=size, announced=HEADER.size)
    numbers = HEADER.unpack(head)[2:]
    root, description, leaves, tiles = (_Section(*numbers[at : at + 2]) for at in (0, 2, 4, 6))
    sections = (root, description, leaves, tiles)
    announced = max(section.offset + section.length for section in sections)
    if announced > size:
        raise ArchiveTruncated(size=size, announced=announced)
    packing, tile_packing, tile_type = numbers[12:15]
    corners = tuple(number / E7 for number in numbers[17:21])
    kind = (packing, tile_packing, tile_type)
    return _Header(root, description, leaves, tiles, *kind, (numbers[15], numbers[16]), corners)


def _check_kind(header: _Header) -> None:
    if header.tile_type != VECTOR:
        raise ArchiveNotVector(tile_type=header.tile_type)
    if not {header.packing, header.tile_packing} <= {PLAIN, GZIP}:
        raise ArchiveCompression


def _check_extent(header: _Header) -> None:
    west, south, east, north = header.corners
    low, high = header.zooms
    is_area = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not (is_area and low <= high <= MOST_ZOOM):
        raise ArchiveBounds


def _check_directories(source: BinaryIO, header: _Header) -> None:
    waiting, seen, count = [header.root], set[int](), 0
    while waiting:
        section = waiting.pop()
        for offset, length, run in _entries(_unpacked(source, section, header.packing)):
            count += 1
            if count > MOST_ENTRIES:
                raise ArchiveUnreadable
            space = header.tiles if run else header.leaves
            if not space.holds(offset, length):
                raise ArchiveTruncated(size=space.length, announced=offset + length)
            if run:
                continue
            # Named twice it would lead in a circle.
            if offset in seen:
                raise ArchiveUnreadable
            seen.add(offset)
            waiting.append(_Section(header.leaves.offset + offset, length))
    if not count:
        raise ArchiveUnreadable


def _unpacked(source: BinaryIO, section: _Section, packing: int) -> bytes:
    if section.length > MOST_BYTES:
        raise ArchiveUnreadable
    source.seek(section.offset)
    packed = source.read(section.length)
    if packing == PLAIN:
        return packed
    unpacking = zlib.decompressobj(GZIP_BITS)
    try:
        content = unpacking.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise ArchiveUnreadable from error
    if not unpacking.eof:
        raise ArchiveUnreadable
    return content


def _entries(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield offset, length and run of each entry; a run of nothing is a further directory."""
    numbers = _varints(content)
    try:
        count = next(numbers)
        if count * 4 > len(content):
            raise ArchiveUnreadable
        columns = [[next(numbers) for _ in range(count)] for _ in range(4)]
    except StopIteration as error:
        raise ArchiveUnreadable from error
    offset = length = 0
    for run, next_length, place in zip(*columns[1:], strict=True):
        # Nothing said: it follows the one before.
        offset = place - 1 if place else offset + length
        length = next_length
        yield offset, length, run


def _varints(content: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in content:
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            yield number
            number = shift = 0
        else:
            shift += 7


def _read_layers(source: BinaryIO, header: _Header) -> list[str]:
    content = _unpacked(source, header.description, header.packing)
    try:
        names = [layer["id"] for layer in json.loads(content)["vector_layers"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveUnreadable from error
    if not 0 < len(names) <= MOST_LAYERS or not all(_is_name(name) for name in names):
        raise ArchiveUnreadable
    return names


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()
