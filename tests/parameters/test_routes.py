"""Numbers through the API: proposed by one person, approved by another, confirmed with a source."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.accounts import Person
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.ids import new_id
from backend.parameters import numbers_at, value_at
from backend.parameters.rules import KEYS
from tests.procedure import CASE_REVIEW, Walk, codes, service


def day(ahead: int) -> str:
    return (bureau_date(clock.now()) + timedelta(days=ahead)).isoformat()


def proposal(**changes: Any) -> dict[str, Any]:
    return {
        "key": "hearing_fine_organisation",
        "value": 100_000_00,
        "unit": "fen",
        "bound": "inclusive",
        "basis": "福建省生态环境行政处罚听证规定 第三条",
        "valid_from": day(1),
        "reason": "省里另有规定",
    } | changes


def propose(person, **changes: Any) -> tuple[str, Any]:
    path = f"/parameters/{new_id()}"
    return path, person.put(path, proposal(**changes))


def set_number(signed_in, **changes: Any) -> None:
    path, answer = propose(signed_in("admin"), **changes)
    assert answer.status_code == 201, answer.text
    assert signed_in("fang").post(f"{path}/actions/approve").status_code == 200


def number_at(city, name: str, key: str, ahead: int) -> int:
    return value_at(city.authorities[name], key, date.fromisoformat(day(ahead))).value


def test_every_number_of_the_catalogue_has_a_value_with_basis_and_day(signed_in) -> None:
    items = signed_in("admin").get("/parameters").json["items"]

    assert [item["key"] for item in items] == [key.name for key in KEYS]
    for item in items:
        current = next(one for one in item["versions"] if one["id"] == item["current_id"])
        assert current["basis"]
        assert current["unit"] == item["unit"]
        assert (current["bound"] is not None) == item["has_bound"]


def test_a_number_holds_from_its_day_on_for_the_authority_and_those_below(signed_in, city) -> None:
    set_number(signed_in)
    key = "hearing_fine_organisation"

    assert number_at(city, "siming", key, 0) == 200_000_00
    assert number_at(city, "siming", key, 1) == 100_000_00


def test_who_proposes_a_number_does_not_approve_it(signed_in, session, city) -> None:
    path, _ = propose(signed_in("admin"))
    session.get_one(Person, city.people["admin"]).roles = ["system_admin", "head"]
    session.commit()

    refused = signed_in("admin").post(f"{path}/actions/approve")

    assert refused.json["type"] == "/problems/parameter_needs_another_person"


def test_another_authority_approves_nothing(signed_in) -> None:
    path, _ = propose(signed_in("admin"))

    assert signed_in("qian").post(f"{path}/actions/approve").status_code == 404


@pytest.mark.parametrize("ahead", [0, -1])
def test_a_number_never_begins_today_or_before(signed_in, ahead) -> None:
    _, refused = propose(signed_in("admin"), valid_from=day(ahead))

    assert refused.json["type"] == "/problems/parameter_too_late"


def test_a_number_approved_after_its_day_is_refused(signed_in, fake_clock) -> None:
    path, _ = propose(signed_in("admin"))
    fake_clock.advance(days=1)

    refused = signed_in("fang").post(f"{path}/actions/approve")

    assert refused.json["type"] == "/problems/parameter_too_late"


def test_two_versions_do_not_begin_on_one_day(signed_in) -> None:
    set_number(signed_in)
    path, _ = propose(signed_in("admin"), value=1)

    refused = signed_in("fang").post(f"{path}/actions/approve")

    assert refused.json["type"] == "/problems/parameter_day_taken"


def test_a_rejected_number_never_holds(signed_in, city) -> None:
    path, _ = propose(signed_in("admin"))
    assert signed_in("fang").post(f"{path}/actions/reject").json["state"] == "rejected"

    assert number_at(city, "city", "hearing_fine_organisation", 5) == 200_000_00
    again = signed_in("fang").post(f"{path}/actions/approve")
    assert again.json["type"] == "/problems/parameter_decided"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"bound": None}, "bound"),
        ({"key": "pay_days", "bound": None, "unit": "fen"}, "unit"),
        ({"key": "pay_days", "bound": None, "unit": "calendar_days", "value": 0}, "value"),
        ({"key": "unheard_of"}, "key"),
        ({"basis": ""}, "basis"),
    ],
)
def test_a_number_is_refused_with_the_field_that_is_wrong(signed_in, changes, field) -> None:
    _, refused = propose(signed_in("admin"), **changes)

    assert refused.status_code == 422
    assert field in refused.text


def test_a_term_may_be_confirmed_to_count_working_days(signed_in, city, fake_clock) -> None:
    changes = {"key": "pay_days", "bound": None, "unit": "working_days", "value": 15}
    set_number(signed_in, **changes)

    number = value_at(city.authorities["siming"], "pay_days", date.fromisoformat(day(1)))
    assert (number.day_unit, number.value) == ("working", 15)


def test_same_proposal_twice_is_one_and_another_under_its_id_is_refused(signed_in) -> None:
    admin, body = signed_in("admin"), proposal()
    path = f"/parameters/{new_id()}"
    admin.put(path, body)

    assert admin.put(path, body).status_code == 200
    differs = admin.put(path, body | {"value": 1})
    assert differs.json["type"] == "/problems/parameter_differs"


def test_the_version_before_ends_the_day_before_the_next(signed_in) -> None:
    set_number(signed_in)
    set_number(signed_in, valid_from=day(10), value=150_000_00)

    items = signed_in("admin").get("/parameters").json["items"]
    own = [v for v in one(items, "hearing_fine_organisation")["versions"] if v["is_own"]]
    assert [version["valid_to"] for version in own] == [None, day(9)]


def one(items: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(item for item in items if item["key"] == key)


def test_only_an_administrator_proposes_and_confirms(signed_in) -> None:
    _, refused = propose(signed_in("chen"))
    form = {"answer": "含本数", "source": "法制科复函"}

    assert refused.status_code == 403
    confirmed = signed_in("chen").post("/open-questions/hearing_threshold/actions/confirm", form)
    assert confirmed.status_code == 403


def test_open_questions_stay_visible_with_the_answer_and_its_source(signed_in) -> None:
    form = {"answer": "含本数", "source": "法制科 2026 年 12 号复函"}
    before = signed_in("admin").get("/open-questions").json["items"]
    signed_in("admin").post("/open-questions/hearing_threshold/actions/confirm", form)

    items = signed_in("chen").get("/open-questions").json["items"]

    assert len(before) == len(items) == 11
    assert all(item["confirmation"] is None for item in before)
    answered = {item["code"]: item["confirmation"] for item in items if item["confirmation"]}
    assert list(answered) == ["hearing_threshold"]
    assert answered["hearing_threshold"]["source"] == form["source"]


def test_a_doubtful_number_is_confirmed_with_its_source(signed_in) -> None:
    items = signed_in("admin").get("/parameters").json["items"]
    version = one(items, "filing_days")["versions"][0]
    assert version["doubt"]
    assert version["confirmation"] is None
    form = {"answer": "按自然日", "source": "省厅答复"}

    shown = signed_in("admin").post(f"/parameters/{version['id']}/actions/confirm", form)

    assert shown.json["confirmation"]["confirmed_by_name"] == "管理员"


def test_a_running_case_keeps_the_numbers_of_its_day(signed_in, city, fake_clock) -> None:
    walk = Walk(signed_in)
    walk.to_filed(violation_code="discharge_above_standard")
    set_number(signed_in, key="hearing_fine_organisation", value=100_000_00)
    fake_clock.advance(days=2)
    walk.conclude(14_500_000)
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())

    refused = walk.act("chen", "request_hearing", {"requested_on": day(0), "content": "听证"})

    assert "hearing_not_offered" in codes(refused)
    now_applies = numbers_at(city.authorities["siming"], bureau_date(clock.now()))
    assert now_applies["hearing_fine_organisation"].value == 100_000_00
