"""What S3 servers answer: streams, times and refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import RawIOBase
from typing import Any

from minio.error import S3Error
from urllib3.exceptions import HTTPError

from backend.kernel.errors import StorageFull, Unavailable
from backend.kernel.storage import ObjectLocked, ObjectMissing

MISSING = {"NoSuchKey", "NoSuchBucket", "NoSuchVersion"}
FULL = {"QuotaExceeded", "EntityTooLarge", "XMinioStorageFull", "InsufficientStorage"}
REFUSED = {"AccessDenied", "ObjectLocked", "InvalidRetentionPeriod", "MethodNotAllowed"}


class Body(RawIOBase):
    """An S3 answer as a readable stream that returns its connection when closed."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes."""
        block = self._response.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()
        self._response.release_conn()
        super().close()


def parse_time(text: str) -> datetime:
    """Read a time to the second."""
    # Ceph writes nanoseconds.
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


@contextmanager
def s3_refusals(key: str, *, is_about_lock: bool = False) -> Iterator[None]:
    """Turn the server's refusals into ours; of a lock, an access denied is the lock's."""
    try:
        yield
    except S3Error as error:
        if error.code in MISSING:
            raise ObjectMissing(key=key) from error
        if error.code in FULL:
            raise StorageFull from error
        if is_about_lock and error.code in REFUSED:
            raise ObjectLocked(key=key) from error
        raise Unavailable("对象存储拒绝了请求", store_code=error.code) from error
    except HTTPError as error:
        raise Unavailable("对象存储没有应答") from error
