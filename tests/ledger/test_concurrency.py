"""Appends at the same time, on a database of their own with commits that stay."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from backend.app import Backend, create_app
from backend.cli import make_keys, migrate_database
from backend.kernel.db import db, unit_of_work
from backend.kernel.ids import new_id
from backend.ledger import chain_is_valid, latest_checkpoint, list_custody, signer
from backend.settings import Settings
from scripts.stack.postgres import ensure_database, url_of
from tests.conftest import VAR
from tests.factories import City, make_city
from tests.ledger.chains import append


@pytest.fixture(scope="module")
def lasting(database_url: str, worker_id: str, tmp_path_factory) -> Iterator[tuple[Backend, City]]:
    """An application on a database of its own, and a city in it."""
    data_dir, name = VAR / "postgres", f"{database_url.rsplit('/', 1)[1].split('?')[0]}_lasting"
    admin = create_engine(url_of(data_dir, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()
    ensure_database(data_dir, name)
    url = url_of(data_dir, name)
    migrate_database(url)
    folder: Path = tmp_path_factory.mktemp("lasting")
    make_keys(folder / "keys")
    app = create_app(
        Settings(
            database_url=SecretStr(url),
            redis_url=SecretStr("redis://127.0.0.1:1/0"),
            object_store_url=SecretStr((folder / "objects").as_uri()),
            secret_key=SecretStr("t" * 48),
            key_dir=folder / "keys",
            log_format="console",
        )
    )
    with app.app_context():
        city = make_city(db.session())
        db.session.commit()
    yield app, city
    with app.app_context():
        db.engine.dispose()


def append_once(app: Backend, city: City, subject: UUID) -> int:
    with app.app_context(), unit_of_work():
        return append(city, subject).seq


def test_two_appends_on_one_subject_get_the_next_two_numbers(lasting) -> None:
    app, city = lasting
    subject = new_id()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: append_once(app, city, subject), range(24)))

    assert sorted(numbers) == list(range(1, 25))
    with app.app_context():
        assert chain_is_valid(list_custody(subject))


def test_an_append_waits_for_the_one_before_it_on_the_same_subject(lasting) -> None:
    app, city = lasting
    subject, done = new_id(), threading.Event()

    def second() -> int:
        number = append_once(app, city, subject)
        done.set()
        return number

    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), unit_of_work():
            append(city, subject)
            db.session.flush()
            waiting = pool.submit(second)
            was_held = not done.wait(0.3)
        assert was_held
        assert waiting.result() == 2


def test_a_transaction_that_commits_late_is_not_lost(lasting, tmp_path) -> None:
    app, city = lasting
    late, early = new_id(), new_id()

    with app.app_context(), unit_of_work():
        append(city, late)
        db.session.flush()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(append_once, app, city, early).result()
            pool.submit(sign, app, tmp_path).result()
    sign(app, tmp_path)

    with app.app_context():
        (first,), (second,) = list_custody(early), list_custody(late)
        assert first.event_id > second.event_id
        assert first.leaf_index < second.leaf_index


def sign(app: Backend, folder: Path) -> None:
    with app.app_context():
        signer.sign_waiting(folder)


def test_the_signer_process_follows_appends_until_it_is_stopped(lasting) -> None:
    app, city = lasting
    stop, subject = threading.Event(), new_id()
    running = threading.Thread(target=signer.run_signer, args=(app, stop))
    running.start()
    append_once(app, city, subject)

    logged = wait_until_logged(app, subject)
    stop.set()
    running.join(10)

    assert not running.is_alive()
    assert logged is not None


def wait_until_logged(app: Backend, subject: UUID) -> int | None:
    pause = threading.Event()
    for _ in range(100):
        with app.app_context():
            (event,) = list_custody(subject)
            if event.logged is not None:
                assert latest_checkpoint().tree_size > (event.leaf_index or 0)
                return event.leaf_index
        pause.wait(0.1)
    return None
