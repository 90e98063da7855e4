"""One real PostgreSQL, real commits, all rolled back after each test."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from backend.app import Backend, create_app
from backend.cli import make_keys, migrate_database
from backend.kernel import clock
from backend.kernel.db import db
from backend.settings import Settings
from scripts.stack.postgres import ensure_database, start_postgres, url_of
from tests.factories import City, make_city
from tests.people import ReadingClient, SignedIn, sign_in
from tests.proofs import provers as provers

DAYS_AHEAD = timedelta(days=int(os.environ.get("XZ_TEST_DAYS_AHEAD", "0")))
"""How far ahead of today the tests live: what holds today must hold on a holiday, too."""
VAR = Path(os.environ.get("XZ_TEST_VAR") or Path(__file__).parent.parent / "var" / "test")

clock.shift_by(lambda: DAYS_AHEAD)


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> str:
    """A freshly migrated database for this test process."""
    data_dir = VAR / "postgres"
    start_postgres(data_dir, durable=False)
    name = f"test_{worker_id}_{os.environ.get('XZ_TEST_DATABASE', 'main')}"
    admin = create_engine(url_of(data_dir, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'drop database if exists "{name}" with (force)'))
    admin.dispose()
    ensure_database(data_dir, name)
    url = url_of(data_dir, name)
    migrate_database(url)
    return url


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The xdist worker's name, or `solo`."""
    given = getattr(request.config, "workerinput", None)
    return str(given["workerid"]) if given else "solo"


@pytest.fixture(scope="session")
def whole_app(database_url: str, worker_id: str) -> Iterator[Backend]:
    """The application as it ships, with its jobs waiting in the outbox."""
    folder = VAR / worker_id
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    make_keys(folder / "keys")
    settings = Settings(
        database_url=SecretStr(database_url),
        redis_url=SecretStr("redis://127.0.0.1:1/0"),
        object_store_url=SecretStr((folder / "objects").resolve().as_uri()),
        secret_key=SecretStr("t" * 48),
        key_dir=folder / "keys",
        base_url="http://localhost",
        log_format="console",
        cookie_secure=False,
    )
    app = create_app(settings)
    app.testing = True
    app.test_client_class = ReadingClient
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["kick_relay"] = lambda: None
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def connection(whole_app: Backend) -> Iterator[Connection]:
    """The one connection of the test, inside a transaction that is rolled back at its end."""
    with whole_app.app_context():
        engines = db._app_engines[whole_app]
        engine = engines[None]
        outer = engine.connect()
        transaction = outer.begin()
        engines[None] = outer  # type: ignore[assignment]
        options = db.session.session_factory.kw
        options["join_transaction_mode"] = "create_savepoint"
        try:
            yield outer
        finally:
            db.session.remove()
            transaction.rollback()
            outer.close()
            engines[None] = engine


@pytest.fixture
def app(whole_app: Backend, connection: Connection) -> Iterator[Backend]:
    """The application on the test's connection."""
    with whole_app.app_context():
        yield whole_app


@pytest.fixture
def session(app: Backend) -> Session:
    """The session of the test's own context."""
    return db.session()


@pytest.fixture
def city(session: Session) -> City:
    """A small city: two districts, people of every role, grids, certificates."""
    city = make_city(session)
    session.commit()
    return city


@pytest.fixture
def client(app: Backend) -> FlaskClient:
    """A browser nobody signed in with."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Backend, city: City):
    """Sign a person of the city in and get a client that sends the CSRF token."""

    def as_person(account_name: str) -> SignedIn:
        return sign_in(app, account_name)

    return as_person


class FakeClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.shift = DAYS_AHEAD

    def advance(self, **span: float) -> None:
        """Move time ahead."""
        self.shift += timedelta(**span)

    def go_to(self, day: date) -> None:
        """Move time to a day, at this hour: for rules that begin on a date."""
        self.advance(days=(day - clock.now().date()).days)

    @property
    def moved(self) -> bool:
        """Whether the test has moved it."""
        return self.shift != DAYS_AHEAD


@pytest.fixture
def fake_clock() -> Iterator[FakeClock]:
    """The application's clock, which the test may move ahead."""
    moving = FakeClock()
    clock.shift_by(lambda: moving.shift)
    yield moving
    clock.shift_by(lambda: DAYS_AHEAD)
