"""The object store over the S3 API."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Any, BinaryIO, cast
from urllib.parse import SplitResult, unquote

from minio import Minio
from minio.error import S3Error
from urllib3 import Timeout
from urllib3.exceptions import HTTPError
from urllib3.poolmanager import PoolManager
from urllib3.util import Retry

from backend.kernel.errors import StorageFull, Unavailable
from backend.kernel.storage import ObjectMissing, StoredObject

MISSING = {"NoSuchKey", "NoSuchBucket", "NoSuchVersion"}
FULL = {"QuotaExceeded", "EntityTooLarge", "XMinioStorageFull", "InsufficientStorage"}
PART_BYTES = 16 * 1024 * 1024


class _Body(RawIOBase):
    """An S3 answer as a readable stream that returns its connection when closed."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._response.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._response.close()
        self._response.release_conn()
        super().close()


class S3Store:
    """A bucket of an S3 server; the key carries the digest, so absent-or-same is all a put must
    keep.
    """

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def from_url(cls, parts: SplitResult) -> "S3Store":
        """Build the client from `s3+http(s)://key:secret@host:port/bucket`."""
        pool = PoolManager(
            timeout=Timeout(connect=5, read=60), retries=Retry(total=2, backoff_factor=0.2)
        )
        client = Minio(
            parts.netloc.rpartition("@")[2],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=parts.scheme.endswith("https"),
            http_client=pool,
        )
        return cls(client, parts.path.strip("/"))

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Upload the bytes unless an object of the key exists."""
        if self.size(key) is not None:
            return False
        with _s3_refusals(key):
            self._client.put_object(self._bucket, key, source, size, part_size=PART_BYTES)
        return True

    def open(self, key: str) -> BinaryIO:
        """Stream the object."""
        with _s3_refusals(key):
            return cast("BinaryIO", _Body(self._client.get_object(self._bucket, key)))

    def size(self, key: str) -> int | None:
        """Ask for the object's size."""
        try:
            with _s3_refusals(key):
                return self._client.stat_object(self._bucket, key).size
        except ObjectMissing:
            return None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Page through the prefix."""
        with _s3_refusals(prefix):
            for found in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                yield StoredObject(found.object_name, found.size, found.last_modified)

    def delete(self, key: str) -> None:
        """Remove the object; a version-locked one stays, by the server's rule."""
        with _s3_refusals(key):
            self._client.remove_object(self._bucket, key)

    def probe(self) -> None:
        """Check that the bucket answers, making it on a new server."""
        with _s3_refusals(self._bucket):
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)


@contextmanager
def _s3_refusals(key: str) -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in MISSING:
            raise ObjectMissing(key=key) from error
        if error.code in FULL:
            raise StorageFull from error
        raise Unavailable("对象存储拒绝了请求", store_code=error.code) from error
    except HTTPError as error:
        raise Unavailable("对象存储没有应答") from error
