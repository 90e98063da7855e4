"""A history read anew: honest ones hold, and each change of one is named."""

from uuid import UUID

import pytest

from backend.cases.models import PenaltyCase
from backend.cases.service import WORKFLOW
from backend.workflow.jobs import replay_now
from backend.workflow.queries import list_history
from backend.workflow.replaying import find_breaks
from tests.procedure import Walk


@pytest.fixture
def case(signed_in, session) -> PenaltyCase:
    walk = Walk(signed_in)
    walk.to_filed()
    return session.get_one(PenaltyCase, UUID(walk.case_id))


def breaks(case, steps) -> list[tuple[int, str]]:
    return list(find_breaks(WORKFLOW, case, steps))


def test_what_the_engine_wrote_holds(case) -> None:
    assert replay_now() == []


def test_a_missing_step_is_named(case) -> None:
    steps = list_history(case.id)

    assert (1, "seq_gap") in breaks(case, steps[1:])
    assert (0, "revision_differs") in breaks(case, steps[:-1])
    assert (0, "state_differs") in breaks(case, steps[:-1])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("action", "decide", "step_not_in_procedure"),
        ("to_state", "closed", "leads_elsewhere"),
        ("from_state", "closed", "from_state_differs"),
        ("record", b'{"a":1}', "record_unreadable"),
        ("record", b"no json", "record_unreadable"),
        ("hash", "00" * 32, "hash_differs"),
        ("prev_hash", "00" * 32, "chain_broken"),
        ("actor_id", UUID(int=7), "record_differs"),
        ("form", {"note": "x"}, "record_differs"),
    ],
)
def test_a_changed_step_is_named(session, case, column, value, code) -> None:
    steps = list_history(case.id)
    session.expunge_all()
    setattr(steps[-1], column, value)

    assert code in {found for _, found in breaks(case, steps)}


def test_a_state_written_around_the_engine_is_named(session, case) -> None:
    steps = list_history(case.id)
    session.expunge_all()
    case.state = "closed"

    assert breaks(case, steps) == [(0, "state_differs")]
