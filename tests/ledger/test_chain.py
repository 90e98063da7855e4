"""Events of one subject form one chain, and nobody changes them."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.ledger import append_custody_event, chain_is_valid, list_custody
from tests.ledger.chains import append


def test_each_event_names_the_bytes_before_it(city, session) -> None:
    subject = new_id()
    first, second = append(city, subject), append(city, subject, "viewed")

    assert (first.seq, first.prev_hash) == (1, "")
    assert (second.seq, second.prev_hash) == (2, first.hash)
    assert json.loads(second.record)["prev"] == first.hash


def test_chains_of_two_subjects_are_independent(city, session) -> None:
    append(city, new_id())

    assert append(city, new_id()).seq == 1


def test_event_keeps_the_names_of_the_day(city, session) -> None:
    event = append(city, new_id(), actor_name="wang")

    actor = json.loads(event.record)["actor"]
    assert actor["name"] == "王秀英"
    assert actor["org"] == "厦门市思明生态环境局"
    assert actor["role"] == "grid_worker"


def test_events_with_the_same_facts_have_different_bytes(city, session) -> None:
    one, other = append(city, new_id()), append(city, new_id())

    assert json.loads(one.record)["salt"] != json.loads(other.record)["salt"]


def test_floats_never_enter_a_record(city, session) -> None:
    with pytest.raises(ValueError, match="floats"):
        append_custody_event(
            subject_id=new_id(),
            case_id=None,
            action="received",
            actor=None,
            object_=None,
            detail={"lon": 118.1},
            at=clock.now(),
            authority_id=city.authorities["siming"],
        )


def test_a_whole_chain_is_valid(city, session) -> None:
    subject = new_id()
    for _ in range(3):
        append(city, subject)
    session.flush()

    assert chain_is_valid(list_custody(subject))


@pytest.mark.parametrize("order", [(0, 2), (1, 0, 2), (0, 1, 1), (1, 2)])
def test_a_missing_repeated_or_moved_event_breaks_the_chain(city, session, order) -> None:
    subject = new_id()
    for _ in range(3):
        append(city, subject)
    session.flush()
    events = list_custody(subject)

    assert not chain_is_valid([events[index] for index in order])


@pytest.mark.parametrize(
    "statement",
    [
        "update custody_event set action = 'x'",
        "delete from custody_event",
        "truncate custody_event",
    ],
)
@pytest.mark.parametrize("table", ["custody_event", "log_leaf", "log_block", "log_checkpoint"])
def test_written_once_means_no_change_by_sql(city, session, statement, table) -> None:
    statement = statement.replace("custody_event", table)
    column = {"custody_event": "action", "log_checkpoint": "note"}.get(table, "leaf_hash")
    statement = statement.replace("action", "root" if table == "log_block" else column)
    session.commit()

    with pytest.raises(DatabaseError, match="is written once"), session.begin_nested():
        session.execute(text(statement))
