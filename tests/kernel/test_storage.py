"""Both stores keep the same promises."""

import ctypes
import errno
import io
import mmap
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from moto.server import ThreadedMotoServer

from backend.kernel.errors import StorageFull, Unavailable
from backend.kernel.storage import ObjectMissing, ObjectStore, store_from_url
from backend.kernel.storage_directory import DirectoryStore

KEY = "orig/sha256/ab/cd/abcd"
FILM = b"film" * 100_000


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"s3+http://key:secret@{host}:{port}/evidence"
    server.stop()


@pytest.fixture(params=["directory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    url = tmp_path.as_uri() if request.param == "directory" else request.getfixturevalue("s3_url")
    opened = store_from_url(url, lock_for=None)
    opened.probe()
    opened.delete(KEY)
    return opened


def put(store: ObjectStore, content: bytes, key: str = KEY) -> bool:
    return store.put_if_absent(key, io.BytesIO(content), len(content))


def read(store: ObjectStore, key: str = KEY) -> bytes:
    with store.open(key) as source:
        return source.read()


def test_what_is_put_is_read_back_with_its_size(store) -> None:
    assert put(store, b"black water") is True

    assert read(store) == b"black water"
    assert store.size(KEY) == 11


@pytest.mark.parametrize("key", ["basemaps/of-this-test", "orig/of-this-test"])
def test_part_of_an_object_is_read_from_its_byte_on(store, key: str) -> None:
    store.put_if_absent(key, io.BytesIO(b"0123456789"), 10)

    with store.open_range(key, 3, 4) as part:
        assert part.read(4) == b"3456"


def test_released_object_is_still_there(store) -> None:
    put(store, b"black water")

    store.release(KEY)
    store.release("basemaps/never-put")

    assert read(store) == b"black water"


def test_released_file_is_no_longer_in_memory(tmp_path: Path) -> None:
    directory = DirectoryStore(tmp_path)
    put(directory, FILM)
    read(directory)
    if not can_leave_memory(tmp_path / "witness"):
        pytest.skip("this file system keeps its files in memory")
    assert pages_in_memory(tmp_path / KEY) > 0

    directory.release(KEY)

    assert pages_in_memory(tmp_path / KEY) == 0


def can_leave_memory(witness: Path) -> bool:
    """Tell whether the file system lets go of a written file at all; one in memory cannot."""
    with witness.open("wb") as file:
        file.write(FILM)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return pages_in_memory(witness) == 0


def pages_in_memory(path: Path) -> int:
    """Count a file's pages in memory without reading one, which would bring others in."""
    pages = (ctypes.c_ubyte * -(-path.stat().st_size // mmap.PAGESIZE))()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as view:
        start = ctypes.c_char.from_buffer(view)
        result = ctypes.CDLL(None, use_errno=True).mincore(
            ctypes.byref(start), ctypes.c_size_t(len(view)), pages
        )
        del start  # the view cannot be closed while something points into it
    assert result == 0, os.strerror(ctypes.get_errno())
    return sum(page & 1 for page in pages)


def test_second_put_changes_nothing(store) -> None:
    put(store, b"first")

    assert put(store, b"second") is False
    assert read(store) == b"first"


def test_missing_object_is_told_apart(store) -> None:
    assert store.size(KEY) is None
    with pytest.raises(ObjectMissing):
        store.open(KEY)


def test_deleted_object_is_gone_and_deleting_twice_is_no_error(store) -> None:
    put(store, b"staged")

    store.delete(KEY)
    store.delete(KEY)

    assert store.size(KEY) is None


def test_listing_gives_what_lies_below_the_prefix_and_nothing_else(store) -> None:
    began = datetime.now(UTC) - timedelta(seconds=5)
    put(store, b"one", "staging/u1/000-a")
    put(store, b"three", "staging/u2/000-b")
    put(store, b"other", KEY)

    found = {seen.key: seen for seen in store.list("staging/")}

    assert {key: seen.size for key, seen in found.items()} == {
        "staging/u1/000-a": 3,
        "staging/u2/000-b": 5,
    }
    assert all(seen.stored_at >= began for seen in found.values())
    assert list(store.list("nothing/")) == []


def test_large_object_survives_in_pieces(store) -> None:
    content = bytes(range(256)) * 80_000

    put(store, content)

    assert read(store) == content


def test_stream_that_ends_early_leaves_nothing(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)

    with pytest.raises(Unavailable):
        store.put_if_absent(KEY, io.BytesIO(b"half"), 8)

    assert store.size(KEY) is None
    assert list((tmp_path / ".part").iterdir()) == []


class FullDisk(io.BytesIO):
    """A stream whose copy meets a full disk."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_is_a_refusal_that_leaves_nothing(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    full: BinaryIO = FullDisk(b"x")

    with pytest.raises(StorageFull):
        store.put_if_absent(KEY, full, 1)

    assert list((tmp_path / ".part").iterdir()) == []


@pytest.mark.parametrize("key", ["../escape", "/etc/passwd", "a//b", "a/../b", "A/b", "plain"])
def test_key_that_is_no_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not an object key"):
        DirectoryStore(tmp_path).size(key)


def test_stored_file_is_read_only(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    put(store, b"original")

    assert (tmp_path / KEY).stat().st_mode & 0o222 == 0


def test_s3_server_that_does_not_answer_is_unavailable() -> None:
    store = store_from_url("s3+http://key:secret@127.0.0.1:1/evidence", lock_for=None)

    with pytest.raises(Unavailable):
        store.size(KEY)
