"""The object store: bytes under keys, put once, read back."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, current_app

from backend.kernel.errors import StorageFull, Unavailable

KEY = re.compile(r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)+$")
COPY_BYTES = 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ObjectMissing(Unavailable):
    """The store holds nothing under the key."""

    code = "object_missing"
    title = "文件暂时无法读取"


@dataclass(frozen=True)
class StoredObject:
    """An object in a listing."""

    key: str
    size: int
    stored_at: datetime
    """By the store's own clock."""


class ObjectStore(Protocol):
    """What both stores promise: a put is whole or absent, and never replaces."""

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Store `size` bytes under the key unless it is taken; tell whether this call stored
        them.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """Open the object for reading from its start; raises ObjectMissing. The caller closes
        it.
        """
        ...

    def size(self, key: str) -> int | None:
        """Return the object's size in bytes, or None when there is no such object."""
        ...

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Yield the objects below a prefix that ends with `/`, in no order."""
        ...

    def delete(self, key: str) -> None:
        """Remove a staged or derived object; does nothing when it is absent."""
        ...

    def probe(self) -> None:
        """Raise Unavailable when the store cannot be used."""
        ...


class DirectoryStore:
    """A store in a directory: written aside, flushed to disk, then linked into place read-only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parts = root / ".part"
        self._parts.mkdir(parents=True, exist_ok=True)

    def _path(self, key: str) -> Path:
        if not KEY.match(key):
            raise ValueError(f"not an object key: {key!r}")
        return self.root / key

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Store the bytes; a crash leaves either the whole object or nothing under the key."""
        target = self._path(key)
        if target.exists():
            return False
        part = self._parts / uuid4().hex
        try:
            with _full_disk_is_a_refusal():
                self._write(part, source, size)
                target.parent.mkdir(parents=True, exist_ok=True)
                return self._link(part, target)
        finally:
            part.unlink(missing_ok=True)

    @staticmethod
    def _write(part: Path, source: BinaryIO, size: int) -> None:
        left = size
        with part.open("xb") as out:
            while left:
                block = source.read(min(left, COPY_BYTES))
                if not block:
                    raise Unavailable("数据流提前结束")
                out.write(block)
                left -= len(block)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o444)

    @staticmethod
    def _link(part: Path, target: Path) -> bool:
        try:
            os.link(part, target)
        except FileExistsError:
            return False
        directory = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return True

    def open(self, key: str) -> BinaryIO:
        """Open the object's file."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise ObjectMissing(key=key) from error

    def size(self, key: str) -> int | None:
        """Return the file's size."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Walk the prefix's folder."""
        for folder, _, names in os.walk(self._path(f"{prefix}x").parent):
            for name in names:
                path = Path(folder, name)
                try:
                    found = path.stat()
                except FileNotFoundError:
                    continue  # deleted while we walked
                stored_at = datetime.fromtimestamp(found.st_ctime, UTC)
                yield StoredObject(path.relative_to(self.root).as_posix(), found.st_size, stored_at)

    def delete(self, key: str) -> None:
        """Remove the file."""
        self._path(key).unlink(missing_ok=True)

    def probe(self) -> None:
        """Check that the directory can be written."""
        if not os.access(self._parts, os.W_OK):
            raise Unavailable("对象存储目录不可写")


@contextmanager
def _full_disk_is_a_refusal() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from error
        raise


def store_from_url(url: str) -> ObjectStore:
    """Return the store a settings URL names: `file:///dir` or `s3+http(s)://key:secret@host:port/bucket`."""
    from backend.kernel.storage_s3 import S3Store  # noqa: PLC0415 - both files name one protocol

    parts = urlsplit(url)
    if parts.scheme == "file":
        return DirectoryStore(Path(parts.path))
    return S3Store.from_url(parts)


def install_store(app: Flask, store: ObjectStore) -> None:
    """Give the app its store."""
    app.extensions["object_store"] = store


def object_store() -> ObjectStore:
    """Return the running app's store."""
    store: ObjectStore = current_app.extensions["object_store"]
    return store
