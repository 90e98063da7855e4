"""Recheck tasks: given by the office, done by the phone that was asked."""

from typing import Any
from uuid import UUID

import pytest

from backend.kernel.ids import new_id
from tests.incidents.test_routes import report_one
from tests.patrol.walks import AT, do, operation, push
from tests.people import SignedIn
from tests.phones import Phone, enrol_phone


def ask_for_recheck(giver: SignedIn, incident_id: str, doer_id: UUID) -> dict[str, Any]:
    """Ask a grid worker to look at an incident again."""
    order = {
        "incident_id": incident_id,
        "assignee_id": str(doer_id),
        "due_on": "2026-11-30",
        "wanted": "看看排口是否还有黑水",
    }
    given = giver.put(f"/recheck-tasks/{new_id()}", order)
    assert given.status_code == 201, given.text
    return dict(given.json)


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def task(phone, signed_in, city) -> dict[str, Any]:
    incident = report_one(phone.person)
    return ask_for_recheck(signed_in("zhao"), incident["id"], city.people["wang"])


def found(phone: Phone, **changes: Any) -> dict[str, Any]:
    capture = phone.capture()
    assert phone.register(capture).status_code == 201
    return {"result": "corrected", "done_at": AT, "exhibit_ids": [capture.id]} | changes


def test_a_task_is_pulled_accepted_and_done_with_a_photo(phone, task, signed_in) -> None:
    pulled = phone.person.get("/sync/pull").json["changes"]
    do(phone, "task.accept", task["id"], {})
    do(phone, "task.complete", task["id"], found(phone))

    shown = signed_in("zhao").get(f"/recheck-tasks/{task['id']}").json
    assert task["id"] in [one["id"] for one in pulled if one["kind"] == "recheck_task"]
    assert (shown["state"], shown["result"], len(shown["exhibits"])) == ("done", "corrected", 1)
    assert [step["action"] for step in shown["history"]] == ["create", "accept", "complete"]


def test_a_task_may_be_done_without_having_been_accepted(phone, task) -> None:
    result = do(phone, "task.complete", task["id"], found(phone))

    assert result["resource"]["state"] == "done"


def test_a_result_needs_a_photo(phone, task) -> None:
    result = push(phone, operation("task.complete", task["id"], found(phone, exhibit_ids=[])))[0]

    assert result["problem"]["code"] == "invalid"


def test_whoever_cannot_tell_says_why(phone, task) -> None:
    doubt = found(phone, result="cannot_tell")
    silent = push(phone, operation("task.complete", task["id"], doubt))[0]
    told = push(phone, operation("task.complete", task["id"], doubt | {"note": "涨潮淹没"}))[0]

    assert silent["problem"]["blocked_by"][0]["code"] == "doubt_needs_reason"
    assert told["status"] == "applied"


def test_only_the_person_asked_does_the_task(task, signed_in) -> None:
    other = enrol_phone(signed_in("huli-worker"))

    result = push(other, operation("task.accept", task["id"], {}))[0]

    assert result["problem"]["code"] == "not_found"


def test_a_withdrawn_task_takes_no_result_and_says_so(phone, task, signed_in) -> None:
    path = f"/recheck-tasks/{task['id']}"
    assert signed_in("zhao").act(path, "withdraw", {"reason": "已另行处理"}).status_code == 200

    result = push(phone, operation("task.complete", task["id"], found(phone)))[0]

    kinds = [item["kind"] for item in phone.person.get("/messages").json["items"]]
    assert result["problem"]["code"] == "action_refused"
    assert kinds[0] == "task_withdrawn"


def test_a_grid_worker_gives_no_task(phone, task) -> None:
    order = {
        "incident_id": task["subject"]["id"],
        "assignee_id": phone.person.person_id,
        "due_on": "2026-11-30",
        "wanted": "x",
    }

    assert phone.person.put(f"/recheck-tasks/{new_id()}", order).status_code == 403


def test_another_districts_incident_cannot_be_rechecked(task, signed_in, city) -> None:
    order = {
        "incident_id": task["subject"]["id"],
        "assignee_id": str(city.people["huli-worker"]),
        "due_on": "2026-11-30",
        "wanted": "x",
    }

    answer = signed_in("huli-dispatcher").put(f"/recheck-tasks/{new_id()}", order)

    assert answer.status_code == 404


def test_same_order_again_changes_nothing(task, signed_in, city) -> None:
    order = {
        "incident_id": task["subject"]["id"],
        "assignee_id": str(city.people["wang"]),
        "due_on": "2026-11-30",
        "wanted": "看看排口是否还有黑水",
    }
    again = signed_in("zhao").put(f"/recheck-tasks/{task['id']}", order)
    other = signed_in("zhao").put(f"/recheck-tasks/{task['id']}", order | {"wanted": "别的"})

    assert (again.status_code, other.json["code"]) == (200, "task_differs")
