"""A pooled connection that died while it rested is replaced before anybody uses it."""

import pytest
from sqlalchemy import create_engine, text

from backend.kernel import db

pytestmark = pytest.mark.integration


def test_a_connection_that_died_at_rest_is_replaced(database_url, monkeypatch) -> None:
    monkeypatch.setattr(db, "UNSEEN_S", 0.0)
    engine, other = create_engine(database_url), create_engine(database_url)
    with engine.connect() as connection:
        died = connection.scalar(text("select pg_backend_pid()"))
    with other.connect() as killer:
        killer.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": died})

    with engine.connect() as connection:
        assert connection.scalar(text("select pg_backend_pid()")) != died
    engine.dispose()
    other.dispose()


def test_a_connection_in_steady_use_is_not_asked(database_url, monkeypatch) -> None:
    monkeypatch.setattr(db, "UNSEEN_S", 3600.0)
    engine = create_engine(database_url)
    pids = set()
    for _ in range(2):
        with engine.connect() as connection:
            pids.add(connection.scalar(text("select pg_backend_pid()")))

    assert len(pids) == 1
    engine.dispose()
