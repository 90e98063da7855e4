"""What the server tells whom, once, and that it was read."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from backend.messages.jobs import tell_of_approval
from tests.incidents.test_routes import report_one
from tests.patrol.walks import AT, do, operation, push
from tests.phones import Phone, enrol_phone, run_waiting_jobs


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


def messages(person: Any) -> list[dict[str, Any]]:
    return list(person.get("/messages").json["items"])


def test_the_reporter_is_told_of_each_step_others_take(signed_in) -> None:
    path = f"/incidents/{report_one(signed_in('wang'))['id']}"
    form = {"reason": "duplicate", "note": "与前一条相同"}
    signed_in("zhao").act(path, "reject", form)

    told = messages(signed_in("wang"))

    facts = told[0]["facts"]
    assert [item["kind"] for item in told] == ["incident_step"]
    assert (facts["to_state"], facts["note"], facts["reason"]) == (
        "rejected",
        "与前一条相同",
        "duplicate",
    )


def test_nobody_is_told_of_his_own_step(signed_in) -> None:
    path = f"/incidents/{report_one(signed_in('chen'))['id']}"
    signed_in("zhao").act(path, "assign", {"handler_note": "清理"})
    signed_in("chen").act(path, "record_handling", {"note": "已清理"})

    assert [item["facts"]["action"] for item in messages(signed_in("chen"))] == ["assign"]


def test_approval_of_a_device_is_told_once_however_often_the_job_runs(phone) -> None:
    run_waiting_jobs()
    first = [item["kind"] for item in messages(phone.person)]

    tell_of_approval(phone.device_id)

    assert first == ["device_approved"]
    assert len(messages(phone.person)) == 1


def test_read_state_is_kept_and_the_first_time_counts(phone, signed_in) -> None:
    path = f"/incidents/{report_one(phone.person)['id']}"
    signed_in("zhao").act(path, "accept", {})
    told = messages(phone.person)[0]

    do(phone, "message.read", told["id"], {"read_at": AT})
    do(phone, "message.read", told["id"], {"read_at": "2026-11-22T09:00:00.000Z"})

    assert messages(phone.person)[0]["read_at"] == AT
    pulled = phone.person.get("/sync/pull").json["changes"]
    assert [one["resource"]["read_at"] for one in pulled if one["kind"] == "message"] == [AT]


def test_nobody_reads_anothers_messages(phone, signed_in) -> None:
    path = f"/incidents/{report_one(phone.person)['id']}"
    signed_in("zhao").act(path, "accept", {})
    told = messages(phone.person)[0]
    other = enrol_phone(signed_in("huli-worker"))

    result = push(other, operation("message.read", told["id"], {"read_at": AT}))[0]

    assert result["problem"]["code"] == "not_found"
    assert messages(other.person) == []


def test_a_notice_reaches_the_grid_workers_of_the_district_only(signed_in) -> None:
    notice = {"title": "台风", "body": "明日停止巡查。"}
    sent = signed_in("zhao").put(f"/notices/{new_id()}", notice)

    assert (sent.status_code, sent.json["recipients"], sent.json["read"]) == (201, 1, 0)
    assert messages(signed_in("wang"))[0]["facts"]["body"] == "明日停止巡查。"
    assert messages(signed_in("huli-worker")) == []


def test_a_notice_to_somebody_elsewhere_is_refused(signed_in, city) -> None:
    notice = {"title": "a", "body": "b", "person_ids": [str(city.people["huli-worker"])]}

    assert signed_in("zhao").put(f"/notices/{new_id()}", notice).status_code == 422


def test_same_notice_again_is_not_sent_twice(signed_in) -> None:
    zhao, path = signed_in("zhao"), f"/notices/{new_id()}"
    notice = {"title": "台风", "body": "明日停止巡查。"}
    zhao.put(path, notice)

    again = zhao.put(path, notice)
    other = zhao.put(path, notice | {"body": "照常巡查。"})

    assert (again.status_code, again.json["recipients"]) == (200, 1)
    assert other.json["code"] == "notice_differs"
