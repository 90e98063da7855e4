"""Daily penalties are owed, paid, demanded and published like any fine, under their own numbers."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.cases import move_running_cases
from backend.cases.service.filing_away import describe_case
from backend.documents import list_documents_of
from tests.measures.walking import Measuring, recheck
from tests.procedure import Walk, codes, service, today

FINE, DAYS = 2_900_000, 17
DAILY = FINE * DAYS


@pytest.fixture
def walk(signed_in, fake_clock) -> Walk:
    """A case whose fine was decided and served."""
    walk = Walk(signed_in)
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", {"fine_fen": FINE, "reasons": "裁量理由"})
    walk.must("chen", "serve_decision", service())
    return walk


def punish(walk: Walk, fake_clock, *, serve: bool = True) -> Measuring:
    """Order, recheck, decide a daily penalty of seventeen days and serve it; the next order is
    obeyed.
    """
    measure = Measuring(walk)
    measure.proposed("correction", demand="立即停止排放。")
    measure.must("zhou", "issue_order", {"opinion": "同意"})
    measure.must("chen", "serve_order", service())
    fake_clock.advance(days=DAYS)
    measure.must("lin", "recheck_not_corrected", recheck(found="continuing"))
    first, measure.path = measure.path, f"/measures/{measure.now()['next_id']}"
    measure.must("zhou", "issue_order", {"opinion": "同意"})
    measure.must("chen", "serve_order", service())
    fake_clock.advance(days=1)
    measure.must("chen", "recheck_corrected", recheck())
    measure.path = first
    measure.must("zhou", "notify_daily", {"act_kind": "evading"})
    measure.must("chen", "serve_daily_notice", service())
    fake_clock.advance(days=20)
    measure.must("qian", "pass_legal_review", {"opinion": "合法"})
    told = {"reason": "拒不改正", "discussed_on": today(), "discussion": "同意"}
    measure.must("zhou", "decide_daily", told)
    if serve:
        measure.must("chen", "serve_daily_decision", service())
    return measure


def payment(amount_fen: int, reference: str, decision_id: str | None = None) -> dict:
    about = {"decision_id": decision_id} if decision_id else {}
    return {"amount_fen": amount_fen, "paid_on": today(), "reference": reference} | about


def debts(walk: Walk) -> dict[str, dict]:
    return {one["kind"]: one for one in walk.case()["debts"]}


def daily_id(walk: Walk) -> str:
    return str(debts(walk)["daily_penalty_decision"]["decision_id"])


def printed(walk: Walk, kind: str) -> dict:
    papers = [one for one in list_documents_of(UUID(walk.case_id)) if one.kind == kind]
    return dict(papers[-1].data["data"])


def test_a_case_does_not_close_while_a_daily_penalty_is_unpaid(walk, fake_clock) -> None:
    measure = punish(walk, fake_clock)
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))

    refused = walk.act("zhou", "close", {})

    assert codes(refused) == ["daily_penalty_unpaid"]
    (reason,) = refused.json["blocked_by"]
    number = measure.now()["done"]["decision_number"]
    assert reason["facts"] == {"number": number, "left_fen": DAILY}
    assert number in reason["text"]
    assert "第一千零六十条" in reason["basis"]
    assert "第六十六条" in reason["basis"]


def test_every_fine_is_named_while_nothing_is_paid(walk, fake_clock) -> None:
    punish(walk, fake_clock)

    assert codes(walk.act("zhou", "close", {})) == ["fine_unpaid", "daily_penalty_unpaid"]


def test_a_payment_counts_for_the_decision_it_names(walk, fake_clock) -> None:
    punish(walk, fake_clock)
    decision = daily_id(walk)

    walk.must("chen", "record_payment", payment(DAILY, "JK-2", decision))

    assert {kind: one["left_fen"] for kind, one in debts(walk).items()} == {
        "penalty_decision": FINE,
        "daily_penalty_decision": 0,
    }
    assert codes(walk.act("zhou", "close", {})) == ["fine_unpaid"]
    walk.must("chen", "record_payment", payment(FINE, "JK-3"))
    case = walk.must("zhou", "close", {})
    assert (case["state"], case["paid_fen"], case["owed_fen"]) == (
        "closed",
        FINE + DAILY,
        FINE + DAILY,
    )


@pytest.mark.parametrize("about_daily", [False, True])
def test_no_decision_is_paid_with_more_than_it_asks(walk, fake_clock, about_daily) -> None:
    punish(walk, fake_clock)
    decision, most = (daily_id(walk), DAILY) if about_daily else (None, FINE)

    refused = walk.act("chen", "record_payment", payment(most + 1, "JK-9", decision))

    assert codes(refused) == ["overpaid"]


def test_one_receipt_counts_once_whatever_it_paid(walk, fake_clock) -> None:
    punish(walk, fake_clock)
    walk.must("chen", "record_payment", payment(100, "JK-1"))

    again = walk.act("chen", "record_payment", payment(100, "JK-1", daily_id(walk)))

    assert codes(again) == ["payment_recorded"]


def test_a_decision_of_another_case_is_not_paid_here(walk, fake_clock) -> None:
    punish(walk, fake_clock)
    stranger = "01890000-0000-7000-9000-000000000001"

    refused = walk.act("chen", "record_payment", payment(100, "JK-1", stranger))

    assert codes(refused) == ["decision_unknown"]


def test_a_daily_penalty_that_was_not_served_is_not_paid(walk, fake_clock) -> None:
    punish(walk, fake_clock, serve=False)

    refused = walk.act("chen", "record_payment", payment(100, "JK-1", daily_id(walk)))

    assert codes(refused) == ["decision_unknown"]
    assert "correction_open" in codes(walk.act("zhou", "close", {}))


def test_fifteen_days_to_pay_run_from_the_service_of_the_daily_penalty(walk, fake_clock) -> None:
    measure = punish(walk, fake_clock)
    term = measure.clocks()["pay"]
    assert (term["days"], term["started_on"], term["status"]) == (15, today(), "open")
    assert debts(walk)["daily_penalty_decision"]["due_on"] == term["due_on"]

    walk.must("chen", "record_payment", payment(DAILY, "JK-2", daily_id(walk)))

    assert measure.clocks()["pay"]["status"] == "met"


def test_the_surcharge_of_a_daily_penalty_is_counted_on_it_alone(walk, fake_clock) -> None:
    punish(walk, fake_clock)
    decision = daily_id(walk)
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))
    due = date.fromisoformat(debts(walk)["daily_penalty_decision"]["due_on"])
    fake_clock.advance(days=60)
    form = {"up_to": (due + timedelta(days=10)).isoformat(), "reason": "逾期不缴纳"}

    settled = walk.act("zhou", "impose_surcharge", form)
    assert codes(settled) == ["payment_not_overdue"]
    walk.must("zhou", "impose_surcharge", form | {"decision_id": decision})

    owed = debts(walk)
    assert owed["penalty_decision"]["surcharge_fen"] == 0
    assert owed["daily_penalty_decision"]["surcharge_fen"] == DAILY * 30 // 100
    walk.must("chen", "record_payment", payment(DAILY, "JK-2", decision))
    assert codes(walk.act("zhou", "close", {})) == ["daily_penalty_unpaid"]
    walk.must("chen", "record_payment", payment(DAILY * 30 // 100, "JK-3", decision))
    assert walk.must("zhou", "close", {})["state"] == "closed"


def test_an_unpaid_daily_penalty_goes_through_its_own_demand_to_the_court(walk, fake_clock) -> None:
    measure = punish(walk, fake_clock)
    about = {"decision_id": daily_id(walk)}
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))
    fake_clock.advance(days=190)
    walk.must("chen", "serve_demand", service() | about)
    assert printed(walk, "demand_notice")["left_fen"] == DAILY
    assert printed(walk, "demand_notice")["decision_title"] == "按日连续处罚决定书"
    fake_clock.advance(days=21)
    applied = {"applied_on": today(), "court": "厦门市思明区人民法院"} | about
    walk.must("zhou", "apply_to_court", applied)
    assert measure.clocks()["apply_to_court"]["status"] == "met"
    result = {"ruled_on": today(), "ended": True, "result": "已执行完毕"} | about
    walk.must("chen", "record_court_result", result)

    assert walk.must("zhou", "close", {})["state"] == "closed"


def test_closing_publication_and_cover_name_every_decision(walk, fake_clock) -> None:
    measure = punish(walk, fake_clock)
    number = measure.now()["done"]["decision_number"]
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))
    walk.must("chen", "record_payment", payment(DAILY, "JK-2", daily_id(walk)))
    walk.must("zhou", "close", {})
    walk.must("chen", "publish_decision", published())

    closing = printed(walk, "closing_approval")
    assert [one["number"] for one in closing["dailies"]] == [number]
    assert closing["payments"][1]["decision_number"] == number
    for kind in ("closing_approval", "publication_form"):
        texts = [one["text"] for one in printed(walk, kind)["contents"]]
        assert len(texts) == 2, kind
        assert number in texts[1], kind
        assert "¥493,000.00" in texts[1], kind
    walk.must("zheng", "archive")
    outcome = describe_case(None, UUID(walk.case_id))["outcome"]
    assert f"按日连续处罚（{number}）" in outcome


def test_a_daily_penalty_after_the_publication_is_published_before_archiving(
    walk, fake_clock
) -> None:
    walk.must("chen", "publish_decision", published())
    punish(walk, fake_clock)
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))
    walk.must("chen", "record_payment", payment(DAILY, "JK-2", daily_id(walk)))
    walk.must("zhou", "close", {})

    assert codes(walk.act("zheng", "archive")) == ["publication_missing"]
    walk.must("chen", "publish_decision", published())
    assert codes(walk.act("chen", "publish_decision", published())) == ["publication_settled"]
    assert walk.must("zheng", "archive")["state"] == "archived"


def published() -> dict:
    return {"published_on": today(), "channel": "门户网站", "redactions_checked": True}


def test_a_case_of_version_3_goes_over_and_pays_its_daily_penalty(
    walk, fake_clock, session
) -> None:
    punish(walk, fake_clock)
    session.execute(text("update penalty_case set procedure_version = 3"))
    session.commit()
    session.expire_all()
    decision = daily_id(walk)
    walk.must("chen", "record_payment", payment(FINE, "JK-1"))
    assert codes(walk.act("zhou", "close", {})) == ["daily_penalty_unpaid"]

    (meaning,) = move_running_cases(3, 4, None, None)
    assert (meaning["movable"], meaning["state_after"]) == (True, "executing")
    assert (meaning["steps_won"], meaning["steps_lost"]) == ([], [])
    list(move_running_cases(3, 4, "zhou", "huli-all"))
    session.commit()

    walk.must("chen", "record_payment", payment(DAILY, "JK-2", decision))
    assert walk.must("zhou", "close", {})["state"] == "closed"
