"""Appends a second through the product's own function, and how long each waits for its place."""

import argparse
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from pydantic import SecretStr
from sqlalchemy import text

from backend.accounts import get_authority
from backend.app import Backend, create_app
from backend.cli import make_keys, migrate_database
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import db, session, unit_of_work
from backend.kernel.ids import new_id
from backend.ledger import NewEvent, append_with
from backend.ledger.signer import run_signer
from backend.settings import Settings
from scripts.benches.facts import say_figure
from scripts.stack.paths import VAR
from scripts.stack.postgres import ensure_database, start_postgres, stop_postgres, url_of

PROCESSES = 4
SLOW_DISK_US = 5000
OFFERED_PER_S = 1500
AUTHORITY = UUID("01890000-0000-7000-8000-000000000001")
WARM_UP_S = 1.0
OBJECT = {
    "sha256": "ab" * 32, "sm3": "cd" * 32, "size": 3_145_728, "mime": "image/jpeg",
    "store_key": f"orig/sha256/ab/ab/{'ab' * 32}",
}  # fmt: skip


@dataclass(frozen=True)
class Load:
    """What one process does: its threads, for how long, how many a second at most, on which
    subjects.
    """

    url: str
    key_dir: Path
    threads: int
    seconds: float
    per_second: float | None
    subjects: tuple[UUID, ...]


def run(arguments: list[str]) -> int:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(prog="scripts/bench ledger")
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args(arguments)
    with _database() as url, tempfile.TemporaryDirectory() as folder:
        key_dir = Path(folder)
        make_keys(key_dir)
        for disk, delay_us in (("this disk", 0), ("flush + 5 ms", SLOW_DISK_US)):
            _delay_commits(url, delay_us)
            for clients in (1, 16, 64):
                _measure_appends(url, key_dir, clients, options.seconds, disk)
            _measure_lag(url, key_dir, options.seconds, disk)
        _delay_commits(url, 0)
        _measure_appends(url, key_dir, 16, options.seconds, "this disk", subjects=(new_id(),))
    return 0


@contextmanager
def _database() -> Iterator[str]:
    data_dir = VAR / "bench" / "postgres"
    start_postgres(data_dir)
    try:
        with psycopg.connect(_plain(url_of(data_dir, "postgres")), autocommit=True) as admin:
            admin.execute("drop database if exists bench_ledger with (force)")
        ensure_database(data_dir, "bench_ledger")
        url = url_of(data_dir, "bench_ledger")
        migrate_database(url)
        with psycopg.connect(_plain(url), autocommit=True) as connection:
            connection.execute(
                "insert into authority"
                " (id, name, short_name, kind, division_code, document_code)"
                " values (%s, '测试生态环境局', '测试', 'district', '350203', '测')", (AUTHORITY,)
            )  # fmt: skip
        yield url
    finally:
        stop_postgres(data_dir)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def _delay_commits(url: str, microseconds: int) -> None:
    with psycopg.connect(_plain(url), autocommit=True) as admin:
        admin.execute(f"alter system set commit_delay = {microseconds:d}")
        admin.execute("alter system set commit_siblings = 0")
        admin.execute("select pg_reload_conf()")


def _measure_appends(
    url: str,
    key_dir: Path,
    clients: int,
    seconds: float,
    disk: str,
    subjects: tuple[UUID, ...] = (),
) -> None:
    processes = min(clients, PROCESSES)
    load = Load(url, key_dir, clients // processes, seconds, None, subjects)
    rate = _run_load(load, processes)
    chains = "one subject" if subjects else "own subjects"
    say_figure("ledger", "appends", rate, "1/s", clients=clients, disk=disk, chains=chains)


def _run_load(load: Load, processes: int) -> float:
    fork = multiprocessing.get_context("spawn")
    with fork.Pool(processes) as pool:
        return sum(pool.map(_append_for_a_while, [load] * processes, chunksize=1))


def _app(load: Load) -> Backend:
    return create_app(
        Settings(
            database_url=SecretStr(load.url),
            redis_url=SecretStr("redis://127.0.0.1:1/0"),
            object_store_url=SecretStr((load.key_dir / "objects").as_uri()),
            secret_key=SecretStr("b" * 48),
            key_dir=load.key_dir,
            object_lock="off",
            database_pool_size=load.threads + 1,
        )
    )


def _append_for_a_while(load: Load) -> float:
    counts = [0] * load.threads
    with _app(load).app_context():
        actor = _actor()
        db.engine.dispose()  # the clients have lines of their own, and the server has not many
    begin = time.monotonic() + WARM_UP_S
    threads = [
        threading.Thread(target=_client, args=(actor, load, begin, counts, number))
        for number in range(load.threads)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / load.seconds


def _client(actor: Actor, load: Load, begin: float, counts: list[int], number: int) -> None:
    subjects = load.subjects or tuple(new_id() for _ in range(8))
    end, turn, due = begin + load.seconds, 0, begin
    # The ledger's own cost: the product appends in transactions that its features have begun
    # anyway, here each statement is one.
    with psycopg.connect(_plain(load.url), autocommit=True) as line:
        while (now := time.monotonic()) < end:
            _append(line, actor, subjects[turn % len(subjects)])
            turn += 1
            if now >= begin:
                counts[number] += 1
            if load.per_second is not None:
                due += load.threads / load.per_second
                time.sleep(max(0.0, due - time.monotonic()))


def _actor() -> Actor:
    authority = get_authority(AUTHORITY)
    session().rollback()
    nothing: frozenset[UUID] = frozenset()
    return Actor(
        new_id(), "林晓梅", AUTHORITY, authority.name, frozenset({"officer"}), frozenset(), nothing,
        badge_number="35020301", ip="10.0.0.9",
    )  # fmt: skip


def _append(line: psycopg.Connection[Any], actor: Actor, subject: UUID) -> None:
    detail = {"store_key": OBJECT["store_key"], "version_id": None, "segments": None}
    event = NewEvent("stored", actor, OBJECT, detail, clock.now())
    append_with(line.execute, subject, AUTHORITY, [event])


def _measure_lag(url: str, key_dir: Path, seconds: float, disk: str) -> None:
    load = Load(url, key_dir, 4, seconds, OFFERED_PER_S / PROCESSES, ())
    stop = multiprocessing.get_context("spawn").Event()
    signer = multiprocessing.get_context("spawn").Process(target=_sign, args=(load, stop))
    signer.start()
    _wait_until_signed(load)
    since = clock.now()
    rate = _run_load(load, PROCESSES)
    _wait_until_signed(load)
    stop.set()
    signer.join()
    app = _app(load)
    with app.app_context():
        p50, p95, most, count = session().execute(LAG, {"since": since}).one()
        db.engine.dispose()
    facts = {"offered": OFFERED_PER_S, "kept": round(rate), "events": count, "disk": disk}
    for figure, value in (("lag p50", p50), ("lag p95", p95), ("lag max", most)):
        say_figure("ledger", figure, float(value), "s", **facts)


LAG = text(
    "select percentile_cont(0.5) within group (order by lag),"
    " percentile_cont(0.95) within group (order by lag), max(lag), count(*) from ("
    " select extract(epoch from (select min(c.issued_at) from log_checkpoint c"
    " where c.tree_size > l.leaf_index) - e.at) as lag"
    " from custody_event e join log_leaf l using (event_id) where e.at > :since) as lags"
)
"""From just before the append to just before the commit of the checkpoint that covers it."""


def _sign(load: Load, stop: threading.Event) -> None:
    run_signer(_app(load), stop)


def _wait_until_signed(load: Load) -> None:
    app = _app(load)
    with app.app_context():
        while True:
            with unit_of_work(read_only=True):
                waiting = session().scalar(text("select count(*) from log_queue"))
                signed = session().scalar(text("select count(*) from log_checkpoint"))
            if signed and not waiting:
                break
            time.sleep(0.2)
        db.engine.dispose()
