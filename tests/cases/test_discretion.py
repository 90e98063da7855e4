"""Weighing in a case: the table decides, adjustments are reasoned, the notice says it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from backend.cases.models import PenaltyCase
from backend.evidence.models import ExhibitLink
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.ids import new_id
from backend.leads import Lead
from scripts.stories.weighing import weighing_form
from tests.procedure import (
    CASE_REVIEW,
    LEGAL_REVIEW,
    PARTY,
    Walk,
    codes,
    conclusion,
    service,
    today,
)

FINE = 2_900_000
DECISION = {"fine_fen": FINE, "reasons": "依法处罚"}


@pytest.fixture
def walk(signed_in) -> Walk:
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def act(walk: Walk, **changes: Any) -> list[str]:
    """Return why weighing with these changes is refused; nothing when it passes."""
    answer = walk.weigh(FINE, **changes)
    return [] if answer.status_code == 200 else codes(answer)


def punished_before(session, city, walk: Walk, **changes: Any) -> None:
    """Write an older decision of the other district against the same party."""
    own = session.get_one(PenaltyCase, walk.case_id)
    kept = {column.key: getattr(own, column.key) for column in PenaltyCase.__table__.columns}
    older = {
        "id": new_id(),
        "authority_id": city.authorities["huli"],
        "number": f"闽厦环罚〔2026〕{len(changes) + 900}号",
        "lead_id": _other_lead(session, own),
        "decided_on": bureau_date(clock.now()),
        "fine_fen": 2_000_000,
        "party": PARTY,
    }
    session.add(PenaltyCase(**kept | older | changes))
    session.commit()


def _other_lead(session, own: PenaltyCase) -> Any:
    lead = session.get_one(Lead, own.lead_id)
    kept = {column.key: getattr(lead, column.key) for column in Lead.__table__.columns}
    changes = {"id": new_id(), "number": f"线索-{new_id()}", "source_id": new_id(), "case_id": None}
    copy = Lead(**kept | changes)
    session.add(copy)
    session.flush()
    return copy.id


def test_suggestion_and_chosen_amount_are_kept_with_levels_proof_and_reason(walk) -> None:
    case = walk.act("chen", "weigh_discretion", weighing_form(walk.case(), FINE)).json

    weighing = case["weighing"]
    assert (weighing["suggested_fen"], weighing["chosen_fen"]) == (FINE, FINE)
    assert sum(one["percent"] for one in weighing["factors"]) == 5
    assert {len(one["exhibit_ids"]) for one in weighing["factors"]} == {1}
    assert weighing["table_id"] == case["discretion_table"]["id"]
    assert "discretion_form" in {one["kind"] for one in case["documents"]}


def test_an_investigation_is_not_concluded_before_the_fine_is_weighed(walk) -> None:
    assert codes(walk.act("chen", "conclude_investigation", conclusion())) == ["not_weighed"]


def test_another_amount_needs_an_adjustment_within_its_limits_and_a_ground(walk) -> None:
    assert act(walk, chosen_fine_fen=FINE + 1) == ["amount_out_of_reach"]
    heavier = {"adjustment": "heavier", "chosen_fine_fen": 6_900_000}
    assert act(walk, **heavier) == ["adjustment_ground_needed"]
    assert act(walk, **heavier, adjustment_ground="aggravating") == []
    too_much = heavier | {"chosen_fine_fen": 6_900_001, "adjustment_ground": "aggravating"}
    assert act(walk, **too_much) == ["amount_out_of_reach"]
    assert act(walk, adjustment_ground="other") == ["adjustment_ground_needed"]


def test_every_factor_needs_a_value_and_proof_of_the_case(walk) -> None:
    factors = weighing_form(walk.case(), FINE)["factors"]
    stranger = str(new_id())

    assert act(walk, factors=factors[1:])[0] == "weighing_faulty"
    assert act(walk, factors=[factors[0] | {"exhibit_ids": []}, *factors[1:]]) == [
        "weighing_faulty"
    ]
    foreign = [factors[0] | {"exhibit_ids": [stranger]}, *factors[1:]]
    assert act(walk, factors=foreign) == ["weighing_faulty"]


def test_decisions_of_another_district_count_as_repeats(walk, session, city) -> None:
    punished_before(session, city, walk)
    punished_before(session, city, walk, number="闽厦环罚〔2025〕8号")

    assert act(walk) == ["repeat_understated"]


def test_an_annulled_or_another_party_s_decision_does_not_count(walk, session, city) -> None:
    annulled = {"annulment": {"ground": "revoked", "changed_on": today()}}
    punished_before(session, city, walk, publication=annulled)
    other = PARTY | {"credit_code": "91350200MA00000001"}
    punished_before(session, city, walk, party=other, number="闽厦环罚〔2026〕7号")

    assert act(walk) == []
    assert walk.case()["weighing"]["prior_decisions"] == []


def no_penalty(walk: Walk, ground: str) -> Any:
    case = walk.case()
    item = next(one for one in case["no_penalty_items"] if one["ground"] == ground)
    form = {
        "item_id": item["id"],
        "exhibit_ids": [case["exhibits"][0]["exhibit_id"]],
        "reason": "当日修复",
        "education": "当场教育",
    }
    return walk.act("chen", "weigh_no_penalty", form)


def test_a_first_minor_offence_is_decided_without_a_penalty(walk, fake_clock) -> None:
    assert no_penalty(walk, "first_offence").status_code == 200
    walk.must("chen", "conclude_investigation", conclusion(handling="no_penalty"))
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)
    assert codes(walk.act("zhou", "decide", DECISION)) == ["fine_not_told"]
    walk.must("zhou", "decide", {"reasons": "首次违法，及时改正"})
    walk.must("chen", "serve_decision", service())
    case = walk.must("zhou", "close", {})

    kinds = {one["kind"] for one in case["documents"]}
    assert {"no_penalty_form", "no_penalty_notice", "no_penalty_decision"} <= kinds
    assert not {"prior_notice", "penalty_decision"} & kinds
    assert (case["fine_fen"], case["owed_fen"]) == (None, 0)


def test_who_was_punished_elsewhere_in_the_city_is_no_first_offender(walk, session, city) -> None:
    punished_before(session, city, walk)

    refused = no_penalty(walk, "first_offence")

    assert codes(refused) == ["not_first_offence"]
    assert no_penalty(walk, "minor").status_code == 200


@pytest.mark.parametrize(
    ("repeat", "first", "status"), [(24, 60, 409), (60, 24, 200)], ids=["within", "beyond"]
)
def test_a_first_offence_is_looked_up_in_its_own_span(
    signed_in, session, city, repeat, first, status
) -> None:
    for key, months in (("repeat", repeat), ("first_offence", first)):
        session.execute(
            text("update rule_parameter set value = :months where key = :key"),
            {"months": months, "key": f"{key}_lookback_months"},
        )
    walk = Walk(signed_in)
    walk.to_filed()
    three_years_ago = bureau_date(clock.now()) - timedelta(days=3 * 365)
    punished_before(session, city, walk, decided_on=three_years_ago)

    assert no_penalty(walk, "first_offence").status_code == status


def test_an_item_of_another_violation_is_refused(walk, session) -> None:
    case = walk.case()
    items = walk.as_("chen").get("/no-penalty-items").json["items"]
    other = next(one for one in items if one["violation_code"] == "outfall_setting")
    form = {
        "item_id": other["id"],
        "exhibit_ids": [case["exhibits"][0]["exhibit_id"]],
        "reason": "x",
        "education": "y",
    }

    assert codes(walk.act("chen", "weigh_no_penalty", form)) == ["no_penalty_item_unknown"]


def test_an_adjusted_amount_needs_the_collective_discussion(walk, fake_clock) -> None:
    adjusted = {
        "adjustment": "lighter",
        "adjustment_ground": "harm_reduced",
        "chosen_fine_fen": 2_500_000,
    }
    walk.conclude(FINE, **adjusted)
    to_deciding(walk, fake_clock)
    form = {"fine_fen": 2_500_000, "reasons": "从轻"}

    assert codes(walk.act("zhou", "decide", form)) == ["adjustment_not_discussed"]
    discuss(walk)
    walk.must("zhou", "decide", form)


def to_deciding(walk: Walk, fake_clock) -> None:
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)


def discuss(walk: Walk) -> None:
    members = [walk.as_(name).person_id for name in ("zhou", "qian", "sun")]
    form = {"held_on": today(), "members": members, "opinions": "同意", "result": "同意"}
    walk.must("zhou", "record_discussion", form | {"extends_term": False})


def test_after_the_case_review_nobody_changes_the_amount_unordered(walk) -> None:
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)

    assert act(walk) == ["weighing_closed"]


def test_a_lower_fine_than_told_is_told_anew(walk, fake_clock) -> None:
    walk.conclude()
    to_deciding(walk, fake_clock)

    lower = {"fine_fen": 2_000_000, "reasons": "采纳申辩"}
    assert codes(walk.act("zhou", "decide", lower)) == ["fine_differs_from_notice"]
    assert codes(walk.act("zhou", "decide", {"reasons": "免罚"})) == ["fine_differs_from_notice"]


def test_a_defence_after_the_discussion_forces_a_new_one(walk, fake_clock) -> None:
    walk.conclude()
    to_deciding(walk, fake_clock)
    discuss(walk)
    walk.must("chen", "record_defence", {"received_on": today(), "content": "逾期陈述"})
    walk.must("chen", "review_defence", {"opinion": "不采纳", "adopted": False})

    assert codes(walk.act("zhou", "decide", DECISION)) == ["discussion_before_defence"]
    discuss(walk)
    walk.must("zhou", "decide", DECISION)


def test_evidence_linked_after_the_legal_review_voids_it(walk, fake_clock, session) -> None:
    walk.conclude()
    to_deciding(walk, fake_clock)
    fake_clock.advance(minutes=1)
    link = session.query(ExhibitLink).filter_by(kind="case").first()
    link.linked_at = clock.now()
    session.commit()

    assert "evidence_after_review" in codes(walk.act("zhou", "decide", DECISION))
