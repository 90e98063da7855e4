"""On-the-spot penalties through the API."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.ids import new_id
from backend.parameters.rules import Value
from backend.simple.rules import SimpleFacts
from backend.simple.rules.guards import within_caps
from backend.workflow.rules import Attempt
from tests.phones import enrol_phone, run_waiting_jobs
from tests.procedure import codes, today

CITIZEN = {"kind": "citizen", "name": "张三", "credit_code": "350203199001010010"}
UNIT = {"kind": "organisation", "name": "宏达<化工>&有限公司", "credit_code": "91350200MA00000000"}
DECISION = {
    "fine_fen": 10_000,
    "warning": False,
    "certificates_shown": True,
    "rights_told": True,
    "recipient": "张三",
}


class Spot:
    """One on-the-spot penalty."""

    def __init__(self, sign_in: Any) -> None:
        self.sign_in = sign_in
        self.path = f"/simple-penalties/{new_id()}"

    def record(self, officers: tuple[str, ...] = ("chen", "lin"), **changes: Any) -> Any:
        """Record what was found."""
        chen = self.sign_in("chen")
        body = {
            "party": CITIZEN,
            "officer_ids": [self.sign_in(name).person_id for name in officers],
            "exhibit_ids": [enrol_phone(chen).deliver().id],
            "act_on": today(),
            "place": "筼筜湖东侧",
            "facts": "在湖边倾倒生活垃圾一袋。",
            "violation_name": "随意倾倒生活垃圾",
            "violated_provision": "《中华人民共和国生态环境法典》关于生活垃圾",
            "penalty_basis": "《中华人民共和国生态环境法典》第一千一百六十九条",
        } | changes
        return chen.put(self.path, body)

    def act(self, action: str, form: Any = None, name: str = "chen") -> Any:
        """Take a step."""
        answer = self.sign_in(name).act(self.path, action, form)
        run_waiting_jobs()
        return answer

    def must(self, action: str, form: Any = None, name: str = "chen") -> Any:
        """Take a step that is allowed."""
        answer = self.act(action, form, name)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def spot(signed_in) -> Spot:
    return Spot(signed_in)


def recorded(spot: Spot, **changes: Any) -> Spot:
    answer = spot.record(**changes)
    assert answer.status_code == 201, answer.text
    return spot


def test_decided_served_filed_paid_and_closed(spot) -> None:
    recorded(spot)
    decided = spot.must("decide_on_spot", DECISION)
    terms = {one["code"]: (one["days"], one["unit"]) for one in decided["deadlines"]}
    spot.must("file_for_record", {})
    paid = {"amount_fen": 10_000, "paid_on": today(), "reference": "JK-1"}
    spot.must("record_payment", paid)
    closed = spot.must("close", {}, "zhou")

    assert terms == {"file_simple": (3, "working"), "pay": (15, "calendar")}
    assert "当罚" in decided["number"]
    kinds = {one["kind"] for one in closed["documents"]}
    assert kinds == {"on_spot_decision", "service_receipt", "on_spot_record"}
    assert {one["status"] for one in closed["deadlines"]} == {"met"}


@pytest.mark.parametrize(
    ("party", "fine", "refused"),
    [(CITIZEN, 20_000, False), (CITIZEN, 20_001, True), (UNIT, 300_000, False),
     (UNIT, 300_001, True)],
)  # fmt: skip
def test_the_caps_are_two_hundred_and_three_thousand_yuan(spot, party, fine, refused) -> None:
    recorded(spot, party=party)

    answer = spot.act("decide_on_spot", DECISION | {"fine_fen": fine})

    assert (answer.status_code == 409) == refused
    if refused:
        assert codes(answer) == ["simple_above_cap"]


def test_a_violation_whose_minimum_is_above_the_cap_takes_the_ordinary_way(spot) -> None:
    recorded(spot, fine_min_fen=50_000)

    assert codes(spot.act("decide_on_spot", DECISION)) == ["simple_below_minimum"]


def test_a_warning_alone_is_enough_and_nothing_is_not(spot) -> None:
    recorded(spot)
    nothing = DECISION | {"fine_fen": None}

    assert codes(spot.act("decide_on_spot", nothing)) == ["simple_nothing_imposed"]
    spot.must("decide_on_spot", nothing | {"warning": True})
    assert codes(spot.act("close", {}, "zhou")) == ["simple_not_filed"]
    spot.must("file_for_record", {})
    spot.must("close", {}, "zhou")


@pytest.mark.parametrize("officers", [("chen",), ("chen", "wu"), ("chen", "chen")])
def test_two_officers_certified_that_day_decide(spot, officers) -> None:
    recorded(spot, officers=officers)

    assert codes(spot.act("decide_on_spot", DECISION)) == ["simple_not_two_officers"]


@pytest.mark.parametrize("missing", ["certificates_shown", "rights_told"])
def test_rights_come_before_the_decision(spot, missing) -> None:
    recorded(spot)

    refused = spot.act("decide_on_spot", DECISION | {missing: False})

    assert codes(refused) == ["simple_rights_not_told"]


def test_facts_need_evidence_of_the_spot(spot) -> None:
    recorded(spot, exhibit_ids=[])

    assert codes(spot.act("decide_on_spot", DECISION)) == ["simple_facts_not_proved"]


def test_a_small_fine_is_collected_on_the_spot_and_handed_in(spot, fake_clock) -> None:
    recorded(spot)
    spot.must("decide_on_spot", DECISION)
    collected = spot.must("collect_on_spot", {"ground": "small", "receipt_number": "P-1"})
    terms = {one["code"]: one for one in collected["deadlines"]}

    assert (terms["hand_in"]["days"], terms["hand_in"]["unit"]) == (2, "working")
    assert terms["pay"]["status"] == "cancelled"
    paid = {"amount_fen": 10_000, "paid_on": today(), "reference": "JK-1"}
    assert codes(spot.act("record_payment", paid)) == ["simple_amount_differs"]
    early = (date.fromisoformat(today()) - timedelta(days=1)).isoformat()
    refused = spot.act("hand_in", {"handed_in_on": early, "reference": "S-1"})
    assert codes(refused) == ["simple_hand_in_impossible"]
    spot.must("hand_in", {"handed_in_on": today(), "reference": "S-1"})


def test_above_a_hundred_yuan_smallness_is_no_ground_to_collect(spot) -> None:
    recorded(spot)
    spot.must("decide_on_spot", DECISION | {"fine_fen": 10_001})

    small = {"ground": "small", "receipt_number": "P-1"}
    assert codes(spot.act("collect_on_spot", small)) == ["simple_collection_not_allowed"]
    spot.must("collect_on_spot", small | {"ground": "remote"})


def test_an_unpaid_fine_keeps_it_open_and_another_amount_is_refused(spot) -> None:
    recorded(spot)
    spot.must("decide_on_spot", DECISION)
    spot.must("file_for_record", {})

    assert codes(spot.act("close", {}, "zhou")) == ["simple_unpaid"]
    less = {"amount_fen": 9_999, "paid_on": today(), "reference": "JK-1"}
    assert codes(spot.act("record_payment", less)) == ["simple_amount_differs"]


def test_recorded_twice_is_one_and_another_content_is_refused(spot) -> None:
    chen_exhibit = enrol_phone(spot.sign_in("chen")).deliver().id
    recorded(spot, exhibit_ids=[chen_exhibit])

    assert spot.record(exhibit_ids=[chen_exhibit]).status_code == 200
    differs = spot.record(exhibit_ids=[chen_exhibit], place="别处")
    assert differs.json["type"] == "/problems/simple_penalty_differs"


def test_another_district_sees_no_on_the_spot_penalty(spot) -> None:
    recorded(spot)
    stranger = spot.sign_in("huli-all")

    assert stranger.get(spot.path).status_code == 404
    assert stranger.get(f"{spot.path}/actions").status_code == 404
    assert stranger.get("/simple-penalties").json["items"] == []


def test_an_officer_who_was_not_there_takes_no_step(spot) -> None:
    recorded(spot)

    refused = spot.act("decide_on_spot", DECISION, "wu")

    assert codes(refused) == ["simple_not_there"]


@given(st.sampled_from(["citizen", "organisation"]), st.integers(1, 10**6), st.integers(0, 10**6))
def test_no_fine_outside_range_and_cap_ever_passes(kind, fine, least) -> None:
    caps = {"citizen": 20_000, "organisation": 300_000}
    numbers = {
        f"simple_fine_{name}": Value(new_id(), name, cap, "fen", None, "b", date(2021, 7, 15))
        for name, cap in caps.items()
    }
    facts = SimpleFacts(date.today(), kind, {}, 1, least, None, None, None, False, False, numbers)  # noqa: DTZ011
    actor = Actor(new_id(), "甲", new_id(), "局", frozenset(), frozenset(), frozenset())
    form = {"fine_fen": fine, "warning": False}

    passes = within_caps(Attempt(facts, form, actor, clock.now())) == []

    assert passes == (least <= fine <= caps[kind])
