"""The object store over the S3 API."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast
from urllib.parse import SplitResult, unquote

from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.retention import Retention
from urllib3 import Timeout
from urllib3.poolmanager import PoolManager
from urllib3.util import Retry

from backend.kernel import clock
from backend.kernel.storage import (
    Lock,
    ObjectMissing,
    StoredObject,
    checked_key,
    is_locked_prefix,
)
from backend.kernel.storage_answers import Body, parse_time, s3_refusals
from backend.kernel.storage_probe import check_bucket_lock

PART_BYTES = 16 * 1024 * 1024
UNTIL_HEADER = "x-amz-object-lock-retain-until-date"
HOLD_HEADER = "x-amz-object-lock-legal-hold"
MOST_VERSIONS = 10_000
MOST_CONNECTIONS = 16


class S3Store:
    """Two buckets of an S3 server: locked prefixes in one with object lock, where every put makes
    a version, and the rest in `<bucket>-work`, where a delete frees the space.

    What a locked key means is its first version: a later one, or a delete marker, changes nothing.
    """

    def __init__(self, client: Minio, bucket: str, lock_for: timedelta | None) -> None:
        self._client = client
        self._bucket = bucket
        self._lock_for = lock_for
        self._first_versions: dict[str, str] = {}

    @classmethod
    def from_url(cls, parts: SplitResult, lock_for: timedelta | None) -> "S3Store":
        """Build the client from `s3+http(s)://key:secret@host:port/bucket`."""
        pool = PoolManager(
            # As many as serving threads, so that none opens a connection for each request.
            maxsize=MOST_CONNECTIONS,
            timeout=Timeout(connect=5, read=60),
            retries=Retry(total=2, backoff_factor=0.2),
        )
        client = Minio(
            parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=parts.scheme.endswith("https"),
            http_client=pool,
        )
        return cls(client, parts.path.strip("/"), lock_for)

    def _locks(self, key: str) -> bool:
        return self._lock_for is not None and is_locked_prefix(key)

    def _bucket_of(self, key: str) -> str:
        checked_key(key)
        return self._bucket if is_locked_prefix(key) else f"{self._bucket}-work"

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Upload the bytes unless an object of the key exists; two calls at once may both upload,
        and the first version stays what is read.
        """
        if self.size(key) is not None:
            if self._locks(key):
                self._lock_again(key)
            return False
        until = self._first_end() if self._locks(key) else None
        retention = Retention(COMPLIANCE, until) if until else None
        with s3_refusals(key):
            put = self._client.put_object(
                self._bucket_of(key), key, source, size, part_size=PART_BYTES, retention=retention
            )
        if until is not None:
            self._remember(key, put.version_id)
            if size > PART_BYTES:
                # Ceph drops the lock of an object that came in parts.
                self._retain_version(key, put.version_id, until)
        return True

    def _first_end(self) -> datetime:
        return _whole_seconds(clock.now() + (self._lock_for or timedelta()))

    def _lock_again(self, key: str) -> None:
        present, wanted = self.lock_of(key).retain_until, self._first_end()
        if present is None or present < wanted:
            self.retain(key, wanted)

    def open(self, key: str) -> BinaryIO:
        """Stream the first version."""
        return self.open_range(key, 0, 0)

    def open_range(self, key: str, start: int, size: int) -> BinaryIO:
        """Stream these bytes of the first version, or all from there on for a size of nothing."""
        version = self.version_of(key)
        with s3_refusals(key):
            body = self._client.get_object(
                self._bucket_of(key), key, offset=start, length=size, version_id=version
            )
            return cast("BinaryIO", Body(body))

    def release(self, key: str) -> None:
        """Do nothing: the server's memory is its own affair."""

    def size(self, key: str) -> int | None:
        """Ask for the first version's size."""
        try:
            return cast("int", self._head(key).size)
        except ObjectMissing:
            return None

    def _head(self, key: str) -> Any:
        version = self.version_of(key)
        with s3_refusals(key):
            return self._client.stat_object(self._bucket_of(key), key, version_id=version)

    def version_of(self, key: str) -> str | None:
        """Find the first version, and remember it: while the lock holds it stays the first."""
        if not self._locks(key):
            return None
        known = self._first_versions.get(key)
        if known is not None:
            return known
        versions = [seen for seen in self._versions(key) if not seen.is_delete_marker]
        if not versions:
            raise ObjectMissing(key=key)
        # The newest come first, so that of two in one millisecond the later listed is the first.
        first = min(reversed(versions), key=lambda seen: seen.last_modified)
        self._remember(key, first.version_id)
        return cast("str", first.version_id)

    def _remember(self, key: str, version: str | None) -> None:
        if len(self._first_versions) >= MOST_VERSIONS:
            self._first_versions.clear()
        if version is not None:
            self._first_versions[key] = version

    def _versions(self, key: str) -> list[Any]:
        with s3_refusals(key):
            found = self._client.list_objects(
                self._bucket_of(key), prefix=key, recursive=True, include_version=True
            )
            return [seen for seen in found if seen.object_name == key]

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Page through the prefix."""
        bucket = self._bucket_of(f"{prefix}x")
        with s3_refusals(prefix):
            for found in self._client.list_objects(bucket, prefix=prefix, recursive=True):
                yield StoredObject(found.object_name, found.size, found.last_modified)

    def lock_of(self, key: str) -> Lock:
        """Read the lock from the headers of the first version."""
        headers = self._head(key).metadata
        until = headers.get(UNTIL_HEADER)
        return Lock(parse_time(until) if until else None, headers.get(HOLD_HEADER) == "ON")

    def retain(self, key: str, until: datetime) -> None:
        """Have the server lock the first version; it refuses to shorten by itself."""
        if self._locks(key):
            self._retain_version(key, self.version_of(key), until)

    def _retain_version(self, key: str, version: str | None, until: datetime) -> None:
        wanted = Retention(COMPLIANCE, _whole_seconds(until))
        with s3_refusals(key, is_about_lock=True):
            self._client.set_object_retention(self._bucket, key, wanted, version_id=version)

    def set_hold(self, key: str, *, is_held: bool) -> None:
        """Have the server hold the first version, or let it go."""
        if not self._locks(key):
            return
        client = self._client
        change = client.enable_object_legal_hold if is_held else client.disable_object_legal_hold
        version = self.version_of(key)
        with s3_refusals(key):
            change(self._bucket, key, version_id=version)

    def delete(self, key: str) -> None:
        """Remove every version, the newest first; one that is locked stays, by the server's
        rule.
        """
        if not self._locks(key):
            with s3_refusals(key):
                self._client.remove_object(self._bucket_of(key), key)
            return
        for seen in self._versions(key):
            with s3_refusals(key, is_about_lock=True):
                self._client.remove_object(self._bucket, key, version_id=seen.version_id)
        self._first_versions.pop(key, None)

    def probe(self) -> None:
        """Check that the buckets answer, making them on a new server."""
        for bucket, is_locked in ((self._bucket, True), (f"{self._bucket}-work", False)):
            with s3_refusals(bucket):
                if not self._client.bucket_exists(bucket):
                    has_lock = is_locked and self._lock_for is not None
                    self._client.make_bucket(bucket, object_lock=has_lock)

    def check_lock(self) -> None:
        """Try to delete, shorten and replace a locked canary."""
        self.probe()
        if self._lock_for is not None:
            with s3_refusals(self._bucket):
                check_bucket_lock(self._client, self._bucket, clock.now())


def _whole_seconds(at: datetime) -> datetime:
    # Servers differ in the fractions they keep.
    return at.replace(microsecond=0)
