"""Random walks: legal steps reach an end from wherever they led, illegal ones never pass."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.cases.models import PenaltyCase
from backend.cases.service import WORKFLOW as CASE
from backend.measures.models import Measure
from backend.measures.service import WORKFLOWS as MEASURES
from backend.simple.models import SimplePenalty
from backend.simple.service import WORKFLOW as SIMPLE
from tests.measures.walking import ITEM, Measuring
from tests.phones import enrol_phone
from tests.procedure import Walk, today
from tests.simple.test_routes import Spot
from tests.workflow.wandering import Wandering, World

SETTINGS = settings(
    max_examples=3,
    phases=(Phase.generate,),
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
WANTED: dict[str, dict[str, Any]] = {
    "advance_registration": {"items": [ITEM]},
    "seizure": {"subtype": "seal", "items": [ITEM]},
    "correction": {"demand": "立即停止排放，封堵软管。"},
    "restriction": {"subtype": "limit", "demand": "限产百分之五十，整改废水处理设施。"},
    "transfer": {"subtype": "detention"},
}


@pytest.fixture
def walk(signed_in, fake_clock) -> Walk:
    """A case that was filed."""
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def wander(world: World) -> None:
    """Wander in a world, and to an end from wherever it led."""
    machine = type("Walker", (Wandering,), {"world": world})
    run_state_machine_as_test(machine, settings=SETTINGS)


def exhibit(walk: Walk) -> str:
    return str(enrol_phone(walk.as_("chen")).deliver().id)


def test_a_penalty_case_goes_only_where_the_law_leads(walk, connection, fake_clock) -> None:
    path = f"/cases/{walk.case_id}"
    wander(World(walk, path, CASE, PenaltyCase, [exhibit(walk)], connection, fake_clock))


def test_an_on_the_spot_penalty_goes_only_where_the_law_leads(walk, connection, fake_clock) -> None:
    spot = Spot(walk.as_)
    assert spot.record().status_code == 201
    wander(World(walk, spot.path, SIMPLE, SimplePenalty, [exhibit(walk)], connection, fake_clock))


@pytest.mark.parametrize("kind", list(WANTED))
def test_a_measure_goes_only_where_the_law_leads(walk, connection, fake_clock, kind) -> None:
    measure = Measuring(walk)
    proof = measure.exhibit()
    wanted = WANTED[kind] | {"exhibit_ids": [proof]}
    if kind == "correction":
        wanted |= {"correct_by": today()}
    measure.proposed(kind, **wanted)
    wander(World(walk, measure.path, MEASURES[kind], Measure, [proof], connection, fake_clock))
