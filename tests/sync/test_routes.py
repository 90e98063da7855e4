"""Push and pull: each operation once, each by itself, nothing skipped."""

from typing import Any
from uuid import uuid4

import pytest

from backend.kernel.ids import new_id
from tests.incidents.test_routes import a_report
from tests.phones import Phone, enrol_phone

AT = "2026-11-22T06:05:00.000Z"


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


def operation(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "name": "incident.report",
        "subject_id": str(new_id()),
        "payload": a_report(),
        "recorded_at": AT,
    } | changes


def push(phone: Phone, *operations: dict[str, Any], device_id: str | None = None) -> Any:
    batch = {"device_id": device_id or phone.device_id, "operations": list(operations)}
    return phone.person.post("/sync/push", batch)


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [result["status"] for result in answer.json["results"]]


def pull_all(person: Any, limit: int = 200) -> list[dict[str, Any]]:
    changes, cursor = [], None
    while True:
        page = person.get("/sync/pull", cursor=cursor, limit=limit).json
        changes += page["changes"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return changes


def test_operation_sent_again_is_answered_from_what_was_stored(phone) -> None:
    report = operation()

    first, again = push(phone, report), push(phone, report)

    assert statuses(first) == ["applied"]
    assert statuses(again) == ["replayed"]
    assert first.json["results"][0]["resource"] == again.json["results"][0]["resource"]


def test_refused_operation_holds_no_other_and_leaves_nothing(phone) -> None:
    bad = operation(payload=a_report(category_code="bribery"))
    missing = operation(payload=a_report(exhibit_ids=[str(uuid4())]))
    good = operation()

    answer = push(phone, bad, missing, good)

    assert statuses(answer) == ["refused", "refused", "applied"]
    problem = answer.json["results"][0]["problem"]
    assert problem["errors"][0]["pointer"] == "/category_code"
    assert phone.person.get(f"/incidents/{missing['subject_id']}").status_code == 404


def test_refused_operation_may_be_sent_again_once_it_is_right(phone) -> None:
    capture = phone.capture()
    report = operation(payload=a_report(exhibit_ids=[capture.id]))
    assert statuses(push(phone, report)) == ["refused"]

    phone.register(capture)

    assert statuses(push(phone, report)) == ["applied"]


def test_operation_id_reused_for_something_else_is_refused(phone) -> None:
    first = operation()
    push(phone, first)

    answer = push(phone, first | {"payload": a_report(note="别的")})

    assert answer.json["results"][0]["problem"]["code"] == "operation_differs"


def test_same_report_under_another_operation_id_makes_no_second_incident(phone) -> None:
    report = operation()
    push(phone, report)

    push(phone, report | {"id": str(uuid4())})

    assert len(phone.person.get("/incidents").json["items"]) == 1


def test_operation_the_server_does_not_know_is_named(phone) -> None:
    answer = push(phone, operation(name="incident.delete"))

    assert answer.json["results"][0]["problem"]["code"] == "operation_unknown"


def test_operation_beyond_the_person_s_permission_is_refused(signed_in) -> None:
    officer = enrol_phone(signed_in("chen"))
    capture = enrol_phone(signed_in("wang")).capture()
    stolen = operation(name="exhibit.register", subject_id=capture.id, payload=capture.body)

    assert statuses(push(officer, stolen)) == ["refused"]


def test_device_of_another_person_is_refused(phone, signed_in) -> None:
    other = enrol_phone(signed_in("chen"))

    answer = push(phone, operation(), device_id=other.device_id)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/device_id"


def test_pull_shows_each_changed_thing_as_it_is_now(phone, signed_in) -> None:
    report = operation()
    push(phone, report)
    path = f"/incidents/{report['subject_id']}"
    signed_in("zhao").act(path, "accept", {})

    changes = pull_all(phone.person)

    incidents = [change for change in changes if change["kind"] == "incident"]
    assert incidents[-1]["id"] == report["subject_id"]
    assert incidents[-1]["resource"]["state"] == "accepted"


def test_pull_goes_on_where_it_stopped(phone, signed_in) -> None:
    reports = [operation() for _ in range(5)]
    push(phone, *reports)
    cursor = phone.person.get("/sync/pull").json["next_cursor"]
    late = operation()
    push(phone, late)

    rest = phone.person.get("/sync/pull", cursor=cursor).json["changes"]

    assert [change["id"] for change in rest] == [late["subject_id"]]
    assert {change["id"] for change in pull_all(phone.person, limit=2)} == {
        report["subject_id"] for report in [*reports, late]
    }


def test_pull_names_the_next_page_before_its_body_while_there_is_more(phone) -> None:
    push(phone, *[operation() for _ in range(3)])

    page = phone.person.get("/sync/pull", limit=2)
    last = phone.person.get("/sync/pull", cursor=page.headers["X-Next-Cursor"])

    assert page.json["has_more"]
    assert page.headers["X-Next-Cursor"] == page.json["next_cursor"]
    assert not last.json["has_more"]
    assert "X-Next-Cursor" not in last.headers


def test_pull_shows_nothing_of_another_district(phone, signed_in) -> None:
    push(phone, operation())

    assert pull_all(signed_in("huli-worker")) == []


def test_made_up_cursor_is_refused(phone) -> None:
    assert phone.person.get("/sync/pull", cursor="x.1").status_code == 422


def test_phone_is_told_how_long_to_keep_originals(phone) -> None:
    assert phone.person.get("/sync/settings").json == {"keep_days": 7}
