"""The object store in a directory."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from backend.kernel import clock
from backend.kernel.errors import StorageFull, Unavailable
from backend.kernel.storage import (
    Lock,
    LockNotKept,
    ObjectLocked,
    ObjectMissing,
    StoredObject,
    checked_key,
    is_locked_prefix,
)

COPY_BYTES = 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CANARY = "canary/object-lock"


class DirectoryStore:
    """A store in a directory: written aside, flushed to disk, then linked into place read-only.

    A locked file carries the end of its retention as its time of change, as WORM file systems do:
    it costs no second file. The lock binds this program, not the machine's administrator.
    """

    def __init__(self, root: Path, lock_for: timedelta | None = None) -> None:
        self.root = root
        self._lock_for = lock_for
        self._parts = root / ".part"
        self._holds = root / ".holds"
        self._parts.mkdir(parents=True, exist_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / checked_key(key)

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Store the bytes; a crash leaves either the whole object or nothing under the key."""
        target = self._path(key)
        until = self._first_end(key)
        if self._is_taken(target, until):
            return False
        part = self._parts / uuid4().hex
        try:
            with _full_disk_is_a_refusal():
                self._write(part, source, size)
                if until is not None:
                    _stamp(part, until)
                target.parent.mkdir(parents=True, exist_ok=True)
                return self._link(part, target)
        finally:
            part.unlink(missing_ok=True)

    @staticmethod
    def _is_taken(target: Path, until: datetime | None) -> bool:
        try:
            present = _stamped(target)
            if until is not None and present < until:
                _stamp(target, until)
        except FileNotFoundError:  # not there, or disposed of at this moment
            return False
        return True

    def _locks(self, key: str) -> bool:
        return self._lock_for is not None and is_locked_prefix(key)

    def _first_end(self, key: str) -> datetime | None:
        if self._lock_for is None or not is_locked_prefix(key):
            return None
        return clock.now() + self._lock_for

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

    def open_range(self, key: str, start: int, size: int) -> BinaryIO:
        """Open the object's file at the byte."""
        source = self.open(key)
        source.seek(start)
        return source

    def release(self, key: str) -> None:
        """Take the file out of the system's cache, where a film would press out the database."""
        try:
            with self.open(key) as source:
                os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        except ObjectMissing:
            return

    def size(self, key: str) -> int | None:
        """Return the file's size."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def version_of(self, key: str) -> str | None:
        """Return None: a directory has no versions."""
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

    def lock_of(self, key: str) -> Lock:
        """Read the file's stamp and look for its hold."""
        path = self._path(key)
        try:
            until = _stamped(path) if self._locks(key) else None
        except FileNotFoundError as error:
            raise ObjectMissing(key=key) from error
        return Lock(until, self._hold(key).exists())

    def _hold(self, key: str) -> Path:
        return self._holds / checked_key(key)

    def retain(self, key: str, until: datetime) -> None:
        """Stamp the file with a later day."""
        present = self.lock_of(key).retain_until
        if present is None or until == present:
            return
        if until < present:
            raise ObjectLocked(key=key)
        _stamp(self._path(key), until)

    def set_hold(self, key: str, *, is_held: bool) -> None:
        """Put a file of the object's name among the holds, or take it away."""
        if self._lock_for is None:
            return
        hold = self._hold(key)
        if is_held:
            hold.parent.mkdir(parents=True, exist_ok=True)
            hold.touch()
        else:
            hold.unlink(missing_ok=True)

    def delete(self, key: str) -> None:
        """Remove the file unless it is locked."""
        if self._locks(key):
            try:
                lock = self.lock_of(key)
            except ObjectMissing:
                return
            if lock.is_held or (lock.retain_until and lock.retain_until > clock.now()):
                raise ObjectLocked(key=key)
        self._path(key).unlink(missing_ok=True)

    def probe(self) -> None:
        """Check that the directory can be written."""
        if not os.access(self._parts, os.W_OK):
            raise Unavailable("对象存储目录不可写")

    def check_lock(self) -> None:
        """Check that the file system keeps a file's stamp and refuses a second file of a name."""
        if self._lock_for is None:
            return
        # The server's programs start together, and each would take another's stamp for a fault.
        with (self.root / ".canary").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._break_into(self._lock_for)

    def _break_into(self, lock_for: timedelta) -> None:
        self.put_if_absent(CANARY, BytesIO(b"canary"), 6)
        until = (clock.now() + lock_for).replace(microsecond=0)
        _stamp(self._path(CANARY), until)
        if self.lock_of(CANARY).retain_until != until:
            raise LockNotKept(f"{self.root} 的文件系统不保存时间戳 / keeps no file times")
        if self.put_if_absent(CANARY, BytesIO(b"forged"), 6):
            raise LockNotKept(f"{self.root} 的文件系统允许覆盖 / lets a file be replaced")
        try:
            self.delete(CANARY)
        except ObjectLocked:
            return
        raise LockNotKept(f"{self.root} 允许删除锁定的文件 / let a locked file be deleted")


def _stamp(path: Path, until: datetime) -> None:
    os.utime(path, (until.timestamp(), until.timestamp()))


def _stamped(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


@contextmanager
def _full_disk_is_a_refusal() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from error
        raise
