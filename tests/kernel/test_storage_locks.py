"""Locks of the directory store, and the check that refuses a store whose locks can be broken."""

import io
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.retention import Retention
from moto.server import ThreadedMotoServer

from backend.kernel.clock import now
from backend.kernel.storage import LockNotKept, ObjectLocked, store_from_url
from backend.kernel.storage_directory import CANARY, DirectoryStore
from backend.kernel.storage_s3 import S3Store

KEY = "orig/sha256/ab/cd/abcd"
STAGED = "staging/u1/000-a"
HALF_A_YEAR = timedelta(days=183)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path, HALF_A_YEAR)


def put(store: DirectoryStore | S3Store, key: str = KEY, content: bytes = b"black water") -> bool:
    return store.put_if_absent(key, io.BytesIO(content), len(content))


def in_days(days: float) -> datetime:
    return (now() + timedelta(days=days)).replace(microsecond=0)


def test_original_is_locked_for_the_shortest_time(store) -> None:
    put(store)

    until = store.lock_of(KEY).retain_until
    assert abs(until - in_days(183)) < timedelta(minutes=1)


@pytest.mark.parametrize("key", [KEY, "quarantine/e1/abcd"])
def test_locked_object_cannot_be_deleted(store, key: str) -> None:
    put(store, key)

    with pytest.raises(ObjectLocked):
        store.delete(key)

    assert store.size(key) == 11


def test_object_whose_time_has_run_out_is_deleted(store, fake_clock) -> None:
    put(store)
    fake_clock.advance(days=184)

    store.delete(KEY)

    assert store.size(KEY) is None


def test_staged_object_is_not_locked(store) -> None:
    put(store, STAGED)

    assert store.lock_of(STAGED).retain_until is None
    store.delete(STAGED)
    assert store.size(STAGED) is None


def test_deleting_an_absent_original_is_no_error(store) -> None:
    store.delete(KEY)

    assert store.size(KEY) is None


def test_retention_is_extended_and_never_shortened(store) -> None:
    put(store)
    # Said once: the clock may reach the next second before the end.
    until = in_days(400)
    store.retain(KEY, until)

    with pytest.raises(ObjectLocked):
        store.retain(KEY, in_days(399))

    assert store.lock_of(KEY).retain_until == until


def test_held_object_stays_after_its_time(store, fake_clock) -> None:
    put(store)
    store.set_hold(KEY, is_held=True)
    fake_clock.advance(days=1000)

    with pytest.raises(ObjectLocked):
        store.delete(KEY)

    store.set_hold(KEY, is_held=False)
    store.delete(KEY)
    assert store.size(KEY) is None


def test_same_bytes_again_renew_a_lock_that_runs_out(store, fake_clock) -> None:
    put(store)
    fake_clock.advance(days=182)

    put(store)

    assert store.lock_of(KEY).retain_until > in_days(182)


def test_store_without_locks_deletes_what_it_is_told(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path, None)
    put(store)

    store.delete(KEY)

    assert store.size(KEY) is None


def test_check_of_a_directory_passes_at_every_start(store) -> None:
    store.check_lock()
    store.check_lock()

    assert store.size(CANARY) == 6


def test_programs_that_start_together_do_not_take_one_another_for_a_fault(store) -> None:
    def start(_number: int) -> None:
        for _ in range(100):
            DirectoryStore(store.root, HALF_A_YEAR).check_lock()

    with ThreadPoolExecutor(3) as programs:
        list(programs.map(start, range(3)))


def test_check_refuses_a_file_system_that_keeps_no_times(store, monkeypatch) -> None:
    monkeypatch.setattr(os, "utime", lambda *_: None)

    with pytest.raises(LockNotKept, match="keeps no file times"):
        store.check_lock()


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"s3+http://key:secret@{host}:{port}"
    server.stop()


def test_check_refuses_a_store_that_lets_retention_be_shortened(moto: str) -> None:
    bucket = f"evidence-{uuid4().hex[:8]}"
    leave_a_canary(moto, bucket)
    store = store_from_url(f"{moto}/{bucket}", HALF_A_YEAR)

    with pytest.raises(LockNotKept, match="let a retention be shortened"):
        store.check_lock()


def leave_a_canary(moto: str, bucket: str) -> None:
    host = urlsplit(moto).netloc.rpartition("@")[2]
    client = Minio(host, access_key="key", secret_key="secret", secure=False)
    client.make_bucket(bucket, object_lock=True)
    put = client.put_object(bucket, CANARY, io.BytesIO(b"canary"), 6)
    lock = Retention(COMPLIANCE, in_days(30))
    client.set_object_retention(bucket, CANARY, lock, version_id=put.version_id)


def test_check_asks_nothing_of_a_store_whose_locks_are_off(moto: str) -> None:
    store = S3Store.from_url(urlsplit(f"{moto}/evidence-{uuid4().hex[:8]}"), None)

    store.check_lock()

    assert put(store) is True
    store.delete(KEY)
    assert store.size(KEY) is None
