"""What of a file is refused as a base map, and by which name."""

import gzip
import struct
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.basemaps.errors import ArchiveRefused
from backend.basemaps.rules import read_archive
from tests.basemaps.archives import archive

pytestmark = pytest.mark.unit
GOOD = archive()
ROOT, ROOT_LENGTH, DESCRIPTION, DESCRIPTION_LENGTH = struct.unpack_from("<4Q", GOOD, 8)


def with_bytes(at: int, new: bytes, content: bytes = GOOD) -> bytes:
    return content[:at] + new + content[at + len(new) :]


def with_number(at: int, number: int) -> bytes:
    return with_bytes(at, struct.pack("<Q", number))


def with_degrees(at: int, degrees: float) -> bytes:
    return with_bytes(at, struct.pack("<i", round(degrees * 1e7)))


def with_section(at: int, content: bytes) -> bytes:
    """Return the archive with a section, whose place stands in the header, put anew at its end."""
    packed = gzip.compress(content)
    return with_bytes(at, struct.pack("<2Q", len(GOOD), len(packed))) + packed


REFUSED = {
    "archive_unknown": [b"", b"PK\x03\x04" + GOOD[4:], b"\x89PNG" + bytes(200)],
    "archive_version": [with_bytes(7, b"\x02"), b"PMTiles"],
    "archive_not_vector": [with_bytes(99, bytes([kind])) for kind in (0, 2, 3, 4, 5)],
    "archive_compression": [with_bytes(97, b"\x03"), with_bytes(98, b"\x04")],
    "archive_truncated": [
        GOOD[:100],
        GOOD[:-1],
        GOOD[: len(GOOD) // 2],
        with_number(64, 10),
        with_number(56, 2**63),
    ],
    "archive_bounds": [
        with_bytes(100, b"\x0f\x0e"),
        with_bytes(101, b"\x19"),
        with_degrees(102, 118.3),
        with_degrees(106, 24.7),
        with_degrees(110, 180.1),
        with_degrees(114, 90.1),
    ],
    "archive_unreadable": [
        with_bytes(ROOT, b"\x00\x00"),
        with_bytes(ROOT + ROOT_LENGTH - 9, bytes(9)),
        with_number(16, 0),
        with_section(8, b"\x00"),
        with_section(8, b"\xff\xff\xff\xff\x0f\x00"),
        with_section(8, bytes(20_000_000)),
        with_bytes(DESCRIPTION, bytes(9)),
        with_section(24, b"[]"),
        with_section(24, b'{"vector_layers": []}'),
        with_section(24, b'{"vector_layers": [{"id": 7}]}'),
        with_section(24, b"\xff\xfe{"),
    ],
}


def refusal_of(content: bytes) -> str | None:
    try:
        read_archive(BytesIO(content), len(content))
    except ArchiveRefused as error:
        return error.code
    return None


def test_a_whole_archive_is_taken() -> None:
    assert refusal_of(GOOD) is None


@pytest.mark.parametrize(
    ("code", "content"),
    [
        pytest.param(code, content, id=f"{code}-{n}")
        for code, contents in REFUSED.items()
        for n, content in enumerate(contents)
    ],
)
def test_a_spoilt_archive_is_refused_by_name(code: str, content: bytes) -> None:
    assert refusal_of(content) == code


@settings(max_examples=300, deadline=None)
@given(
    at=st.integers(0, ROOT + ROOT_LENGTH + DESCRIPTION_LENGTH),
    new=st.binary(min_size=1, max_size=12),
)
def test_any_bytes_are_refused_or_taken_and_never_a_fault(at: int, new: bytes) -> None:
    refusal_of(with_bytes(at, new))


@given(st.integers(0, len(GOOD) - 1))
def test_an_archive_cut_anywhere_is_refused(length: int) -> None:
    assert refusal_of(GOOD[:length]) is not None


def test_leaves_that_name_one_another_are_refused() -> None:
    leaf = gzip.compress(bytes([1, 0, 0, 40, 1]))
    header = struct.pack("<2Q", len(GOOD), len(leaf))
    circle = with_bytes(8, header) + leaf.ljust(64, b"\0")
    circle = with_bytes(40, struct.pack("<2Q", len(GOOD), 64), circle)

    assert refusal_of(circle) == "archive_unreadable"
