"""The embedded servers keep their data and survive a kill -9."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from scripts.stack.postgres import start_postgres, stop_postgres
from scripts.stack.valkey import start_valkey, stop_valkey


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Path]:
    data_dir = tmp_path / "postgres"
    yield data_dir
    stop_postgres(data_dir)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Path]:
    data_dir = tmp_path / "valkey"
    yield data_dir
    stop_valkey(data_dir)


def ask(url: str, statement: str) -> object:
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchone() if cursor.description else None


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().splitlines()[0])


def test_a_running_database_is_adopted(postgres: Path) -> None:
    first = start_postgres(postgres)
    before = postmaster(postgres)

    second = start_postgres(postgres)

    assert second == first
    assert postmaster(postgres) == before


def test_committed_rows_survive_a_killed_database(postgres: Path) -> None:
    url = start_postgres(postgres)
    ask(url, "create table kept as select 7 as number")
    os.kill(postmaster(postgres), signal.SIGKILL)

    url = start_postgres(postgres)

    assert ask(url, "select number from kept") == (7,)


def test_the_database_listens_on_no_network_port(postgres: Path) -> None:
    url = start_postgres(postgres)

    assert ask(url, "show listen_addresses") == ("",)
    assert postgres.stat().st_mode & 0o777 == 0o700


def test_the_database_sees_chinese_letters(postgres: Path) -> None:
    url = start_postgres(postgres)
    ask(url, "create extension pg_trgm")

    assert ask(url, "select similarity('黑臭水体', '黑臭水体治理') > 0.3") == (True,)


def test_a_folder_with_other_files_is_never_made_a_database(postgres: Path) -> None:
    postgres.mkdir()
    (postgres / "holiday.jpg").write_bytes(b"mine")

    with pytest.raises(RuntimeError, match="not empty"):
        start_postgres(postgres)


def test_a_running_queue_is_adopted(valkey: Path) -> None:
    first = start_valkey(valkey)
    before = (valkey / "valkey.pid").read_text()

    assert start_valkey(valkey) == first
    assert (valkey / "valkey.pid").read_text() == before


def test_a_stopped_queue_comes_back_with_its_jobs_and_port(valkey: Path) -> None:
    url = start_valkey(valkey)
    with redis.Redis.from_url(url) as client:
        client.set("job", "waiting")
    stop_valkey(valkey)

    again = start_valkey(valkey)

    assert again == url
    with redis.Redis.from_url(again) as client:
        assert client.get("job") == b"waiting"


def test_the_queue_refuses_whoever_has_no_password(valkey: Path) -> None:
    url = start_valkey(valkey)
    port = int(url.rpartition(":")[2].removesuffix("/0"))

    with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert (valkey / "password").stat().st_mode & 0o777 == 0o600
