"""Steps are chained by hash over stored bytes and never changed."""

import hashlib
import json
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

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
