"""The list of cases: every filter keeps what it names and nothing else."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.cases.queries import lists
from backend.cases.schemas.shapes import CaseSummarySchema, PartySchema
from backend.deadlines.models import ClockStop, Deadline, DeadlineChange
from backend.kernel.ids import new_id
from tests.procedure import Walk, today


@pytest.fixture
def walk(signed_in) -> Walk:
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def listed(walk: Walk, name: str = "zhou", **query) -> list[str]:
    answer = walk.as_(name).get("/cases", **query)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "化工"},
        {"q": "宏达<化工>&有限"},
        {"q": f"立〔{today()[:4]}〕"},
        {"q": today()[:4]},
        {"q": "91350200ma"},
        {"violation_code": "monitoring_equipment_damage"},
        {"state": "investigating"},
        {"filed_from": "2000-01-01", "filed_to": "2100-01-01"},
        {"overdue": "false"},
        {"q": "化工", "state": "investigating"},
        {"q": "宏达", "violation_code": "monitoring_equipment_damage", "overdue": "false"},
        {"q": today()[:4], "state": "investigating"},
    ],
)
def test_a_case_is_found_by_what_it_is(walk, query) -> None:
    assert listed(walk, **query) == [walk.case_id]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "工化"},
        {"q": "1999"},
        {"violation_code": "outfall_setting"},
        {"state": "defence"},
        {"filed_to": "2000-01-01"},
        {"filed_from": "2100-01-01"},
        {"overdue": "true"},
        {"q": "化工", "state": "defence"},
        {"q": "工化", "state": "investigating"},
        {"q": "1999", "state": "investigating"},
    ],
)
def test_a_case_is_not_found_by_what_it_is_not(walk, query) -> None:
    assert listed(walk, **query) == []


def test_a_case_is_found_by_its_investigator_only(walk) -> None:
    assert listed(walk, investigator_id=walk.as_("lin").person_id) == [walk.case_id]
    assert listed(walk, investigator_id=walk.as_("wu").person_id) == []


def test_a_case_past_its_term_is_overdue(walk, fake_clock) -> None:
    fake_clock.advance(days=120)

    assert listed(walk, overdue="true") == [walk.case_id]


def test_a_stranger_finds_nothing_by_search(walk) -> None:
    assert listed(walk, "huli-all", q="化工") == []


def test_a_blank_search_is_no_filter(walk) -> None:
    assert listed(walk, q="  ") == [walk.case_id]


def test_words_and_a_state_are_looked_for_beyond_the_newest_cases(walk, monkeypatch) -> None:
    monkeypatch.setattr(lists, "LOOKED_THROUGH", 0)

    assert listed(walk, q="化工", state="investigating") == [walk.case_id]
    assert listed(walk, q="化工") == [walk.case_id]


def test_the_database_writes_a_case_as_its_own_page_does(walk, session, city) -> None:
    deadline = session.scalars(select(Deadline).where(Deadline.subject_id == UUID(walk.case_id)))
    put_off(session, deadline.first())
    session.commit()

    item = walk.as_("zhou").get("/cases").json["items"][0]

    page = walk.case()
    assert item == {name: page[name] for name in CaseSummarySchema().fields}
    first = item["deadlines"][0]
    assert (len(first["stops"]), first["stopped_on"], first["days_left"]) == (2, "2026-03-05", None)
    assert item["party"].keys() == PartySchema().fields.keys()


def put_off(session, deadline: Deadline) -> None:
    """Let a term's clock have stood still twice, the second time until now, and its end move."""
    own = {"authority_id": deadline.authority_id, "deadline_id": deadline.id, "basis": '"依据"'}
    at = datetime(2026, 3, 5, 1, 2, 3, 456_789, UTC)
    for day, resumed_on in ((5, None), (1, date(2026, 3, 2))):
        stopped_on = date(2026, 3, day)
        span = {"stopped_on": stopped_on, "resumed_on": resumed_on, "recorded_at": at}
        session.add(ClockStop(id=new_id(), reason="鉴定\n期间", **span, **own))
    moved = {"due_before": date(2026, 5, 1), "due_after": deadline.due_on, "at": at}
    session.add(
        DeadlineChange(
            id=new_id(), notice_id=None, cause="extended", approved_by=None, **moved, **own
        )
    )


def test_a_case_filed_long_after_its_proposal_is_found_by_its_day(walk, session) -> None:
    filed_on = walk.case()["filed_on"]
    months_before = "update penalty_case set proposed_at = proposed_at - interval '200 days'"
    session.execute(text(months_before))
    session.commit()

    assert listed(walk, filed_from=filed_on, filed_to=filed_on) == [walk.case_id]
    assert listed(walk, filed_from="2100-01-01") == []
