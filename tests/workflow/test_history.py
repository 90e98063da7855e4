"""Steps are chained by hash over stored bytes and never changed."""

import hashlib
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.kernel.db import rows_as_json
from backend.kernel.ids import new_id
from backend.workflow import WorkflowEvent
from tests.incidents.test_routes import report_one


@pytest.fixture
def steps(signed_in, session) -> list[WorkflowEvent]:
    incident = report_one(signed_in("wang"))
    signed_in("zhao").act(f"/incidents/{incident['id']}", "accept", {"note": "受理𠮷"})
    query = select(WorkflowEvent).where(WorkflowEvent.subject_id == UUID(incident["id"]))
    return list(session.scalars(query.order_by(WorkflowEvent.seq)))


def test_each_step_carries_the_hash_of_the_one_before(steps) -> None:
    first, second = steps

    assert first.hash == hashlib.sha256(first.record).hexdigest()
    assert json.loads(second.record)["prev"] == first.hash == second.prev_hash
    assert json.loads(second.record)["form"] == {"note": "受理𠮷"}


@pytest.mark.parametrize(
    "change", ["update workflow_event set actor_name = 'x'", "delete from workflow_event"]
)
def test_the_database_refuses_to_change_history(steps, session, change) -> None:
    with pytest.raises(DBAPIError):
        session.execute(text(change))


def _step_after(last: WorkflowEvent, **changed: Any) -> str:
    columns = WorkflowEvent.__table__.columns.keys()
    row = {name: getattr(last, name) for name in columns}
    row |= {"id": new_id(), "seq": last.seq + 1, "to_state": "rejected", **changed}
    return rows_as_json([row])


TAKE = text("select take_step('incident', '[{}]', cast(:step as json))")
TAKE_AND_CHANGE = text("select take_step('incident', cast(:changes as json), cast(:step as json))")


def test_the_window_in_which_the_engine_writes_closes_with_its_statement(steps, session) -> None:
    session.execute(TAKE, {"step": _step_after(steps[-1])})

    with pytest.raises(DBAPIError, match="workflow engine only"):
        session.execute(text("update incident set state = 'accepted'"))


def test_a_state_is_never_written_without_its_step(steps, session) -> None:
    states = text("select state, revision from incident")
    before = session.execute(states).all()

    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(TAKE, {"step": _step_after(steps[-1], seq=1)})

    assert session.execute(states).all() == before


def test_a_step_of_nothing_is_refused(steps, session) -> None:
    with pytest.raises(DBAPIError, match="no rows"):
        session.execute(TAKE, {"step": _step_after(steps[-1], subject_id=new_id())})


def test_what_a_step_changes_is_written_with_its_state(steps, session) -> None:
    changes = rows_as_json([{"note": "改过"}])

    session.execute(TAKE_AND_CHANGE, {"changes": changes, "step": _step_after(steps[-1])})

    assert session.execute(text("select state, note from incident")).all() == [("rejected", "改过")]


def test_a_step_changes_no_state_but_by_its_history(steps, session) -> None:
    values = {"changes": rows_as_json([{"state": "closed"}]), "step": _step_after(steps[-1])}

    with pytest.raises(DBAPIError, match="multiple assignments"):
        session.execute(TAKE_AND_CHANGE, values)
