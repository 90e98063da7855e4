"""Locks on a real Ceph gateway: what is locked stays, whoever asks."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from minio import Minio
from minio.error import S3Error

from backend.kernel.storage import LockNotKept, ObjectLocked, ObjectMissing, store_from_url
from backend.kernel.storage_s3 import S3Store
from scripts.stack.ceph import ACCESS_KEY, SECRET_KEY, Gateway

KEY = "orig/sha256/ab/cd/abcd"
HALF_A_YEAR = timedelta(days=183)


def client_of(gateway: Gateway) -> Minio:
    host = f"127.0.0.1:{gateway.port}"
    return Minio(host, access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False)


@pytest.fixture
def store(bucket_url: str) -> S3Store:
    opened = S3Store.from_url(urlsplit(bucket_url), HALF_A_YEAR)
    opened.probe()
    return opened


@pytest.fixture
def bucket(bucket_url: str) -> str:
    return urlsplit(bucket_url).path.strip("/")


def put(store: S3Store, content: bytes = b"black water", key: str = KEY) -> bool:
    return store.put_if_absent(key, io.BytesIO(content), len(content))


def read(store: S3Store, key: str = KEY) -> bytes:
    with store.open(key) as source:
        return source.read()


def other_process(bucket_url: str) -> S3Store:
    return S3Store.from_url(urlsplit(bucket_url), HALF_A_YEAR)


def in_days(days: float) -> datetime:
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)


def test_original_is_locked_for_the_shortest_time_when_it_is_put(store) -> None:
    assert put(store) is True

    until = store.lock_of(KEY).retain_until
    assert until is not None
    assert abs(until - in_days(183)) < timedelta(minutes=1)
    assert read(store) == b"black water"


def test_locked_original_cannot_be_deleted(store) -> None:
    put(store)

    with pytest.raises(ObjectLocked):
        store.delete(KEY)

    assert read(store) == b"black water"


def test_retention_can_be_extended_and_never_shortened(store) -> None:
    put(store)
    # Said once: the clock may reach the next second before the end.
    until = in_days(400)
    store.retain(KEY, until)

    with pytest.raises(ObjectLocked):
        store.retain(KEY, in_days(399))

    assert store.lock_of(KEY).retain_until == until


def test_hold_is_put_on_and_lifted(store) -> None:
    put(store)

    store.set_hold(KEY, is_held=True)
    assert store.lock_of(KEY).is_held is True

    store.set_hold(KEY, is_held=False)
    assert store.lock_of(KEY).is_held is False


def test_second_put_changes_nothing_and_makes_no_second_version(
    store, bucket, gateway: Gateway
) -> None:
    put(store, b"first")

    assert put(store, b"other") is False
    assert read(store) == b"first"
    assert len(versions(gateway, bucket)) == 1


def versions(gateway: Gateway, bucket: str) -> list[Any]:
    found = client_of(gateway).list_objects(
        bucket, prefix=KEY, recursive=True, include_version=True
    )
    return list(found)


def test_second_put_renews_a_lock_that_runs_out(bucket_url, store) -> None:
    short = S3Store.from_url(urlsplit(bucket_url), timedelta(days=2))
    put(short)

    put(store)

    until = store.lock_of(KEY).retain_until
    assert until is not None
    assert until > in_days(180)


def test_bytes_put_over_an_original_by_another_client_are_not_read(
    store, bucket, bucket_url, gateway: Gateway
) -> None:
    put(store, b"what was put first")
    client_of(gateway).put_object(bucket, KEY, io.BytesIO(b"forged"), 6)

    assert read(store) == b"what was put first"
    assert read(other_process(bucket_url)) == b"what was put first"


def test_delete_marker_of_another_client_hides_nothing(
    store, bucket, bucket_url, gateway: Gateway
) -> None:
    put(store)
    client_of(gateway).remove_object(bucket, KEY)

    found = other_process(bucket_url)

    assert read(found) == b"black water"
    assert found.size(KEY) == 11


def test_original_in_several_parts_is_locked_too(store) -> None:
    content = b"x" * (20 * 1024 * 1024)
    put(store, content)

    assert store.lock_of(KEY).retain_until is not None
    with pytest.raises(ObjectLocked):
        store.delete(KEY)
    assert read(store) == content


def test_quarantined_bytes_are_locked_and_staged_bytes_are_not(store) -> None:
    put(store, key="quarantine/e1/abcd")
    put(store, key="staging/u1/000-a")

    with pytest.raises(ObjectLocked):
        store.delete("quarantine/e1/abcd")
    store.delete("staging/u1/000-a")

    assert store.size("staging/u1/000-a") is None
    assert [seen.key for seen in store.list("quarantine/")] == ["quarantine/e1/abcd"]


def test_missing_original_is_told_apart(store) -> None:
    assert store.size(KEY) is None
    with pytest.raises(ObjectMissing):
        store.open(KEY)


def test_original_whose_time_has_run_out_is_deleted_with_all_versions(
    bucket_url, bucket, gateway: Gateway
) -> None:
    lapsed = S3Store.from_url(urlsplit(bucket_url), timedelta(seconds=1))
    lapsed.probe()
    put(lapsed)
    client_of(gateway).put_object(bucket, KEY, io.BytesIO(b"forged"), 6)
    while datetime.now(UTC) < (lapsed.lock_of(KEY).retain_until or in_days(1)):
        pass

    lapsed.delete(KEY)

    assert lapsed.size(KEY) is None
    assert versions(gateway, bucket) == []


def test_check_passes_on_ceph_and_again_with_the_same_canary(store, bucket, gateway) -> None:
    store.check_lock()
    store.check_lock()

    canaries = client_of(gateway).list_objects(
        bucket, prefix="canary/", recursive=True, include_version=True
    )
    assert len(list(canaries)) == 1


def test_check_refuses_a_bucket_that_was_made_without_object_lock(
    bucket_url, bucket, gateway
) -> None:
    client_of(gateway).make_bucket(bucket)
    store = store_from_url(bucket_url, HALF_A_YEAR)

    with pytest.raises(LockNotKept, match="takes no object locks"):
        store.check_lock()


def test_raw_delete_of_a_locked_version_is_refused_by_the_server(store, bucket, gateway) -> None:
    put(store)

    with pytest.raises(S3Error) as refused:
        client_of(gateway).remove_object(bucket, KEY, version_id=store.version_of(KEY))

    assert refused.value.code == "AccessDenied"
