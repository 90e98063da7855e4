"""Breaking into one's own store: a bucket whose locks can be broken gets no evidence."""

from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from minio import Minio
from minio.commonconfig import COMPLIANCE, GOVERNANCE
from minio.error import S3Error
from minio.retention import Retention

from backend.kernel.storage import LockNotKept

CANARY = "canary/object-lock"
CONTENT = b"canary"
LOCKED_FOR = timedelta(days=30)
RENEWED_BEFORE = timedelta(days=1)
UNTIL_HEADER = "x-amz-object-lock-retain-until-date"
MODE_HEADER = "x-amz-object-lock-mode"


def check_bucket_lock(client: Minio, bucket: str, now: datetime) -> None:
    """Try to delete, to shorten and to replace a locked object, which an earlier start may have
    left; raises LockNotKept when one of it succeeds.
    """
    now = now.replace(microsecond=0)
    version = _canary(client, bucket, now)
    before = _lock(client, bucket, version)
    _attack(client, bucket, version, now)
    try:
        after = _lock(client, bucket, version)
        with client.get_object(bucket, CANARY, version_id=version) as answer:
            content = answer.read()
    except S3Error as error:
        raise _broken(bucket, "允许删除锁定的对象", "let a locked object be deleted") from error
    if after != before:
        raise _broken(bucket, "允许缩短保存期限", "let a retention be shortened")
    if content != CONTENT:
        raise _broken(bucket, "允许覆盖锁定的对象", "let a locked object be replaced")


def _canary(client: Minio, bucket: str, now: datetime) -> str:
    """Return the version of a canary that is locked for a day at least; raises LockNotKept where
    the bucket takes no locks.
    """
    left = [seen for seen in _versions(client, bucket) if not seen.is_delete_marker]
    if left:
        kept = left[-1].version_id
        mode, until = _lock(client, bucket, kept)
        if mode == COMPLIANCE and until[:19] > _text(now + RENEWED_BEFORE):
            return str(kept)
    lock = Retention(COMPLIANCE, now + LOCKED_FOR)
    try:
        put = client.put_object(bucket, CANARY, BytesIO(CONTENT), len(CONTENT), retention=lock)
    except S3Error as error:
        raise _broken(bucket, "不支持对象锁定", "takes no object locks") from error
    if put.version_id is None or not _lock(client, bucket, put.version_id)[1]:
        raise _broken(bucket, "忽略对象锁定", "ignores object locks")
    return str(put.version_id)


def _attack(client: Minio, bucket: str, version: str, now: datetime) -> None:
    for mode in (COMPLIANCE, GOVERNANCE):
        with suppress(S3Error):
            sooner = Retention(mode, now + timedelta(hours=1))
            client.set_object_retention(bucket, CANARY, sooner, version_id=version)
    with suppress(S3Error):
        put = client.put_object(bucket, CANARY, BytesIO(b"forged"), len(b"forged"))
        if put.version_id != version:
            client.remove_object(bucket, CANARY, version_id=put.version_id)
    with suppress(S3Error):
        client.remove_object(bucket, CANARY, version_id=version)


def _versions(client: Minio, bucket: str) -> list[Any]:
    return list(client.list_objects(bucket, prefix=CANARY, recursive=True, include_version=True))


def _lock(client: Minio, bucket: str, version: str) -> tuple[str, str]:
    headers = client.stat_object(bucket, CANARY, version_id=version).metadata or {}
    return str(headers.get(MODE_HEADER, "")), str(headers.get(UNTIL_HEADER, ""))


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _broken(bucket: str, zh: str, en: str) -> LockNotKept:
    return LockNotKept(
        f"对象存储桶 {bucket} {zh}，拒绝启动。/ The bucket {bucket} {en}: refusing to serve."
        " Use a store with S3 Object Lock in COMPLIANCE mode, or set XZ_OBJECT_LOCK=off."
    )
