"""The work list of terms."""

from datetime import timedelta
from typing import Any

import pytest

from backend.deadlines import Deadline, meet_deadline, open_deadline
from backend.kernel import clock
from backend.kernel.ids import new_id
from tests.factories import City


@pytest.fixture
def terms(session, city: City) -> list[Any]:
    today = clock.bureau_date(clock.now())
    keys = [
        open_deadline(
            authority_id=city.authorities[where],
            subject_kind="lead",
            subject_id=new_id(),
            subject_number=f"XS-{index}",
            code="file",
            started_on=today - timedelta(days=index),
            days=15,
            unit="calendar",
            basis="生态环境行政处罚办法 18",
            responsible_role=role,
        )
        for index, (where, role) in enumerate(
            [("siming", "officer"), ("siming", "head"), ("siming", "officer"), ("huli", "officer")]
        )
    ]
    session.commit()
    return [session.get_one(Deadline, key) for key in keys]


def numbers(answer: Any) -> list[str]:
    return [item["subject"]["number"] for item in answer.json["items"]]


def test_terms_come_soonest_first_and_only_from_the_own_district(signed_in, terms) -> None:
    answer = signed_in("chen").get("/deadlines")

    due = [item["due_on"] for item in answer.json["items"]]
    assert sorted(numbers(answer)) == ["XS-0", "XS-1", "XS-2"]
    assert due == sorted(due)


def test_days_left_count_to_the_last_day_and_end_with_the_term(signed_in, session, terms) -> None:
    today = clock.bureau_date(clock.now())
    meet_deadline("lead", terms[1].subject_id, "file", today)
    session.commit()

    items = signed_in("chen").get("/deadlines").json["items"]

    left = {item["subject"]["number"]: item["days_left"] for item in items}
    assert left["XS-0"] == (terms[0].due_on - today).days
    assert left["XS-1"] is None


def test_an_overdue_term_has_days_left_below_zero(signed_in, terms, fake_clock) -> None:
    fake_clock.advance(days=60)

    items = signed_in("chen").get("/deadlines", status="open").json["items"]

    assert all(item["days_left"] < 0 for item in items)


def test_mine_keeps_the_terms_of_my_roles(signed_in, terms) -> None:
    assert numbers(signed_in("zhou").get("/deadlines", mine="true")) == ["XS-1"]


def test_status_filters(signed_in, session, terms) -> None:
    meet_deadline("lead", terms[0].subject_id, "file", clock.bureau_date(clock.now()))
    session.commit()
    chen = signed_in("chen")

    assert numbers(chen.get("/deadlines", status="met")) == ["XS-0"]
    assert "XS-0" not in numbers(chen.get("/deadlines", status="open"))


def test_due_before_leaves_out_the_day_itself(signed_in, terms) -> None:
    latest = max(term.due_on for term in terms[:3])

    kept = signed_in("chen").get("/deadlines", due_before=latest.isoformat())

    assert all(item["due_on"] < latest.isoformat() for item in kept.json["items"])


def test_pages_follow_without_gap_or_repeat(signed_in, terms) -> None:
    chen, seen, cursor = signed_in("chen"), [], None
    for _ in range(3):
        page = chen.get("/deadlines", limit=1, cursor=cursor)
        seen += numbers(page)
        cursor = page.json["next_cursor"]

    assert sorted(seen) == ["XS-0", "XS-1", "XS-2"]
    assert cursor is None


def test_a_grid_worker_may_not_read_terms(signed_in) -> None:
    assert signed_in("wang").get("/deadlines").status_code == 403


def test_an_unknown_status_is_refused_by_name(signed_in) -> None:
    answer = signed_in("chen").get("/deadlines", status="late")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/status"
