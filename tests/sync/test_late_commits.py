"""A change committed late is never skipped by a phone that has read past its number."""

import time

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from backend.kernel.actor import Actor
from backend.kernel.ids import new_id
from backend.sync import queries

AUTHORITY = new_id()
ACTOR = Actor(
    person_id=new_id(),
    full_name="甲",
    authority_id=AUTHORITY,
    authority_name="局",
    roles=frozenset({"officer"}),
    permissions=frozenset({"sync.use"}),
    visible_authority_ids=frozenset({AUTHORITY}),
)
INSERT = text(
    "insert into change (kind, subject_id, authority_id, at)"
    " values ('incident', :id, :at_id, now())"
)


@pytest.fixture
def engine(database_url):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into authority (id, name, short_name, kind, division_code, document_code)"
                " values (:id, '局', '局', 'city', :code, 'x')"
            ),
            {"id": AUTHORITY, "code": str(AUTHORITY)},
        )
    yield engine
    with engine.begin() as connection:
        connection.execute(text("delete from change where authority_id = :id"), {"id": AUTHORITY})
        connection.execute(text("delete from authority where id = :id"), {"id": AUTHORITY})
    engine.dispose()


def read(engine, monkeypatch, cursor):
    with Session(engine) as reader:
        monkeypatch.setattr(queries, "session", lambda: reader)
        return queries.read_feed(ACTOR, cursor, 100)


def read_once_settled(engine, monkeypatch, cursor, subjects):
    """Read when transactions of other test processes, which hold back the feeds of every database
    of the server, have ended.
    """
    give_up = time.monotonic() + 60
    while True:
        page = read(engine, monkeypatch, cursor)
        if len(page.subjects) >= subjects or time.monotonic() > give_up:
            return page
        time.sleep(0.1)


def test_change_that_commits_late_is_still_pulled(engine, monkeypatch) -> None:
    early, late = new_id(), new_id()
    slow, quick = engine.connect(), engine.connect()
    slow.execute(INSERT, {"id": early, "at_id": AUTHORITY})
    quick.execute(INSERT, {"id": late, "at_id": AUTHORITY})
    quick.commit()

    while_open = read(engine, monkeypatch, None)
    slow.commit()
    afterwards = read_once_settled(engine, monkeypatch, while_open.next_cursor, 2)
    slow.close()
    quick.close()

    assert while_open.subjects == []
    assert [subject for _, subject in afterwards.subjects] == [str(early), str(late)]
