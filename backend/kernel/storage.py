"""The object store: bytes under keys, put once, read back, some of them locked for their time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from flask import Flask, current_app

from backend.kernel.errors import Conflict, Unavailable

KEY = re.compile(r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)+$")
LOCKED_PREFIXES = ("orig/", "quarantine/", "canary/")
"""What is put below these is locked; staged, derived and exported bytes may go at any time."""


class ObjectMissing(Unavailable):
    """The store holds nothing under the key."""

    code = "object_missing"
    title = "文件暂时无法读取"


class ObjectLocked(Conflict):
    """The object's retention has not ended, or it is under a legal hold; facts: key."""

    code = "object_locked"
    title = "文件仍在保存期限内或已被依法留存，不能删除"
    retry = "never"


class LockNotKept(RuntimeError):
    """The store broke a lock in its start-up check, so nothing may be entrusted to it."""


@dataclass(frozen=True)
class StoredObject:
    """An object in a listing."""

    key: str
    size: int
    stored_at: datetime
    """By the store's own clock."""


@dataclass(frozen=True)
class Lock:
    """What keeps an object from being deleted."""

    retain_until: datetime | None
    is_held: bool


class ObjectStore(Protocol):
    """What both stores promise: a put is whole or absent, never replaces, and what lies below a
    locked prefix cannot be deleted before its time.
    """

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Store `size` bytes under the key unless it is taken, and tell whether this call stored
        them; below a locked prefix the object is then locked for the shortest time at least.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """Open what was first put under the key, whatever was put over it later; raises
        ObjectMissing. The caller closes it.
        """
        ...

    def open_range(self, key: str, start: int, size: int) -> BinaryIO:
        """Open the object as `open` does, at a byte of it; no more than `size` bytes are read."""
        ...

    def release(self, key: str) -> None:
        """Let go of the memory that keeps a large object at hand, since nobody reads it soon; does
        nothing when it is absent.
        """
        ...

    def size(self, key: str) -> int | None:
        """Return the object's size in bytes, or None when there is no such object."""
        ...

    def version_of(self, key: str) -> str | None:
        """Return the version that `open` reads, or None where the store has no versions."""
        ...

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Yield the objects below a prefix that ends with `/`, in no order."""
        ...

    def lock_of(self, key: str) -> Lock:
        """Return what protects the object; raises ObjectMissing."""
        ...

    def retain(self, key: str, until: datetime) -> None:
        """Lock the object until then; raises ObjectLocked for a day before the present one."""
        ...

    def set_hold(self, key: str, *, is_held: bool) -> None:
        """Put a legal hold on the object, which has no end, or lift it."""
        ...

    def delete(self, key: str) -> None:
        """Remove the object with all that was put under its key; does nothing when it is absent.

        Raises ObjectLocked.
        """
        ...

    def probe(self) -> None:
        """Raise Unavailable when the store cannot be used."""
        ...

    def check_lock(self) -> None:
        """Try to break the lock of a canary object; raises LockNotKept when that succeeds."""
        ...


def is_locked_prefix(key: str) -> bool:
    """Tell whether objects of this key are locked."""
    return key.startswith(LOCKED_PREFIXES)


def checked_key(key: str) -> str:
    """Return the key; raises ValueError for what is none."""
    if not KEY.match(key):
        raise ValueError(f"not an object key: {key!r}")
    return key


def store_from_url(url: str, lock_for: timedelta | None) -> ObjectStore:
    """Return the store a settings URL names: `file:///dir` or `s3+http(s)://key:secret@host:port/bucket`.

    `lock_for` is the shortest time originals are locked; None locks nothing.
    """
    from backend.kernel.storage_directory import DirectoryStore  # noqa: PLC0415 - they name us
    from backend.kernel.storage_s3 import S3Store  # noqa: PLC0415 - they name us

    parts = urlsplit(url)
    if parts.scheme == "file":
        return DirectoryStore(Path(parts.path), lock_for)
    return S3Store.from_url(parts, lock_for)


def install_store(app: Flask, store: ObjectStore) -> None:
    """Give the app its store."""
    app.extensions["object_store"] = store


def object_store() -> ObjectStore:
    """Return the running app's store."""
    store: ObjectStore = current_app.extensions["object_store"]
    return store
