"""Moving running subjects to another version of their procedure."""

from uuid import UUID

import pytest
from sqlalchemy import text

from backend.cases import move_running_cases
from backend.cases.models import PenaltyCase
from backend.cases.rules.moves import MOVES
from backend.cases.service import WORKFLOW
from backend.kernel.errors import Forbidden
from backend.workflow import MovePlan, foresee
from backend.workflow.jobs import replay_now
from backend.workflow.queries import list_history
from tests.procedure import Walk


@pytest.fixture
def old_case(signed_in, session) -> PenaltyCase:
    """A filed case pinned to version 1, as a release before left it."""
    walk = Walk(signed_in)
    walk.to_filed()
    case = session.get_one(PenaltyCase, UUID(walk.case_id))
    session.execute(text("update penalty_case set procedure_version = 1"))
    session.expire_all()
    return case


def test_every_plan_leads_from_states_there_are_to_states_there_are() -> None:
    versions = {item.version: item for item in WORKFLOW.definitions}
    for plan in MOVES:
        before = {state.name for state in versions[plan.from_version].states}
        after = {state.name for state in versions[plan.to_version].states}
        assert set(plan.states) <= before
        assert set(plan.states.values()) <= after


def test_a_dry_run_tells_what_is_won_and_moves_nothing(old_case) -> None:
    (meaning,) = move_running_cases(1, 2, None, None)

    assert meaning["state_after"] == old_case.state
    assert "suspend_investigation" in meaning["steps_won"]
    assert meaning["steps_lost"] == []
    assert old_case.procedure_version == 1


def test_two_people_move_a_case_and_its_history_says_so(old_case, session) -> None:
    list(move_running_cases(1, 2, "zhou", "huli-all"))

    assert old_case.procedure_version == 2
    last = list_history(old_case.id)[-1]
    assert (last.action, last.from_state, last.to_state) == (
        "move_to_version", old_case.state, old_case.state,
    )  # fmt: skip
    assert last.form["proposed_by"] == "周正"
    assert last.seq == old_case.revision


@pytest.fixture
def case_of_version_2(signed_in, session) -> PenaltyCase:
    """A filed case pinned to version 2."""
    walk = Walk(signed_in)
    walk.to_filed()
    session.execute(text("update penalty_case set procedure_version = 2"))
    session.expire_all()
    return session.get_one(PenaltyCase, UUID(walk.case_id))


def test_a_dry_run_to_version_3_lists_weighing_and_moves_nothing(case_of_version_2) -> None:
    (meaning,) = move_running_cases(2, 3, None, None)

    assert (meaning["movable"], meaning["state_after"]) == (True, "investigating")
    assert {"weigh_discretion", "weigh_no_penalty"} <= set(meaning["steps_won"])
    assert case_of_version_2.procedure_version == 2


def test_a_case_under_investigation_goes_over_to_version_3_and_on(
    case_of_version_2, signed_in
) -> None:
    list(move_running_cases(2, 3, "zhou", "huli-all"))

    assert case_of_version_2.procedure_version == 3
    walk = Walk(signed_in, case_id=str(case_of_version_2.id))
    assert walk.conclude()["state"] == "case_review"


@pytest.mark.parametrize("state", ["case_review", "notifying", "defence", "deciding", "executing"])
def test_what_was_concluded_without_weighing_stays_with_version_2(state) -> None:
    plan = next(one for one in MOVES if (one.from_version, one.to_version) == (2, 3))

    assert foresee(WORKFLOW.definitions, plan, state)["movable"] is False


def test_one_person_cannot_move_a_case_alone(old_case) -> None:
    with pytest.raises(ValueError, match="somebody other"):
        list(move_running_cases(1, 2, "zhou", "zhou"))


def test_who_may_not_decide_may_not_move(old_case) -> None:
    with pytest.raises(Forbidden):
        list(move_running_cases(1, 2, "chen", "zhou"))


def test_a_move_nobody_planned_is_refused(old_case) -> None:
    with pytest.raises(LookupError):
        list(move_running_cases(2, 1, None, None))


def test_a_state_that_is_not_named_cannot_be_moved() -> None:
    plan = MovePlan(1, 2, {"filing": "filing"}, "r", "b")

    assert foresee(WORKFLOW.definitions, plan, "defence")["movable"] is False


def test_a_moved_case_still_replays(signed_in, session) -> None:
    walk = Walk(signed_in)
    walk.to_filed()
    assert replay_now() == []
