"""An append is one statement, and what it stores is what it returns."""

import hashlib
import json

import pytest
from sqlalchemy import event as sql_events
from sqlalchemy import text

from backend.accounts import actor_of, list_people_by_id
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.ledger import (
    NewEvent,
    append_custody_events,
    chain_is_valid,
    list_custody,
    rules,
    signer,
)
from backend.ledger.errors import LogRewritten
from tests.ledger.chains import append
from tests.ledger.test_signer import alter


def person(city, name: str):
    person_id = city.people[name]
    return actor_of(list_people_by_id(frozenset({person_id}))[person_id], None)


def batch(city, actions: list[str]) -> list[NewEvent]:
    return [NewEvent(action, None, None, {"note": "巡查𠮷\x00"}, clock.now()) for action in actions]


@pytest.fixture
def statements(session, connection):
    """The statements that reach the database."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    session.connection()
    sql_events.listen(connection, "before_cursor_execute", note)
    yield seen
    sql_events.remove(connection, "before_cursor_execute", note)


def test_an_append_is_one_round_trip(city, session, statements) -> None:
    subject = new_id()

    for _ in range(3):
        append(city, subject)
    append_custody_events(subject, city.authorities["siming"], batch(city, ["a", "b", "c"]))

    assert len(statements) == 4


def test_stored_bytes_and_hashes_are_those_of_the_returned_event(city, session) -> None:
    for _ in range(2):
        event = append(city, new_id(), actor_name="wang")
        stored = session.execute(
            text("select bytes, leaf_hash, prev_hash, seq from custody_event where event_id = :id"),
            {"id": event.event_id},
        ).one()

        leaf_hash = hashlib.sha256(b"\x00" + event.record).digest()
        assert stored == (event.record, leaf_hash, event.prev_hash, event.seq)


def test_a_batch_is_a_chain_in_its_own_order(city, session) -> None:
    subject = new_id()
    append(city, subject)

    written = append_custody_events(
        subject, city.authorities["siming"], batch(city, ["received", "stored", "checked"])
    )

    stored = list_custody(subject)
    assert [event.action for event in stored[1:]] == ["received", "stored", "checked"]
    assert [event.record for event in stored[1:]] == [event.record for event in written]
    assert chain_is_valid(stored)


@pytest.mark.parametrize("action", ["", "a,b", 'a"', "a b"])
def test_an_action_is_an_identifier(city, session, action) -> None:
    with pytest.raises(ValueError, match="identifiers"):
        append_custody_events(new_id(), city.authorities["siming"], batch(city, [action]))


def test_an_empty_batch_writes_nothing(city, session, statements) -> None:
    assert append_custody_events(new_id(), city.authorities["siming"], []) == []
    assert statements == []


def test_the_second_officer_is_recorded_by_the_names_of_the_day(city, session) -> None:
    event = NewEvent(
        "received", person(city, "wang"), None, {}, clock.now(), second_actor=person(city, "lin")
    )

    (written,) = append_custody_events(new_id(), city.authorities["siming"], [event])

    record = json.loads(written.record)
    assert record["v"] == "xunzheng.event/2"
    assert record["second_actor"]["user_id"] == str(city.people["lin"])
    assert record["second_actor"]["device_key_id"] is None


def test_a_row_queued_by_the_previous_release_gets_its_place_too(city, session, tmp_path) -> None:
    subject = new_id()
    append(city, subject)
    session.execute(text("update log_queue set leaf_sm3 = sha256('x')"))
    session.commit()

    signer.sign_waiting(tmp_path)

    (event,) = list_custody(subject)
    stored = session.scalar(text("select leaf_sm3 from log_leaf"))
    assert stored == rules.hash_leaf("sm3", event.record)


@pytest.mark.parametrize(
    "attack",
    [
        "update custody_event set bytes = bytes || 'x'",
        "update log_queue set leaf_hash = sha256('x')",
        "delete from custody_event",
    ],
)
def test_an_event_altered_before_it_got_its_place_is_never_signed(
    city, session, tmp_path, attack
) -> None:
    append(city, new_id())
    session.commit()
    alter(session, attack)

    for _ in range(2):
        with pytest.raises(LogRewritten):
            signer.sign_waiting(tmp_path)
    assert session.scalar(text("select count(*) from log_checkpoint")) == 0
