"""Reporting, triage, scope, and the way to a lead."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts import Person
from backend.kernel import clock
from backend.kernel.ids import new_id
from tests.factories import IN_SIMING


def a_report(**changes: Any) -> dict[str, Any]:
    report = {
        "category_code": "outfall",
        "note": "2 号排口黑水",
        "occurred_at": "2026-11-22T06:05:00.000Z",
        "position": {
            **IN_SIMING,
            "accuracy_m": 8.5,
            "fix_at": "2026-11-22T06:05:00.000Z",
            "datum": "WGS-84",
            "source": "geolocation",
        },
        "exhibit_ids": [],
    }
    return report | changes


def report_one(person: Any, **changes: Any) -> dict[str, Any]:
    answer = person.put(f"/incidents/{new_id()}", a_report(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def test_report_finds_its_grid_by_place(signed_in) -> None:
    incident = report_one(signed_in("wang"))

    assert incident["grid"]["code"] == "siming-03"
    assert incident["state"] == "reported"
    assert incident["number"].startswith(f"350203-{clock.bureau_date(clock.now()).year}-")


def test_same_report_again_changes_nothing(signed_in) -> None:
    wang, incident_id = signed_in("wang"), new_id()

    first = wang.put(f"/incidents/{incident_id}", a_report())
    again = wang.put(f"/incidents/{incident_id}", a_report())

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json


def test_same_id_with_other_content_is_a_conflict(signed_in) -> None:
    wang, incident_id = signed_in("wang"), new_id()
    wang.put(f"/incidents/{incident_id}", a_report())

    answer = wang.put(f"/incidents/{incident_id}", a_report(note="别的"))

    assert answer.status_code == 409
    assert answer.json["code"] == "incident_differs"


def test_gcj02_place_is_kept_and_stored_in_wgs84(signed_in) -> None:
    gcj = {"lon": 118.09437708, "lat": 24.47715323, "datum": "GCJ-02"}
    position = a_report()["position"] | gcj

    incident = report_one(signed_in("wang"), position=position)

    assert abs(incident["position"]["lon"] - 118.0894) < 1e-6
    assert incident["position"]["source_lon"] == gcj["lon"]
    assert incident["position"]["source_datum"] == "GCJ-02"


def test_report_without_place_needs_a_reason(signed_in) -> None:
    wang = signed_in("wang")

    refused = wang.put(f"/incidents/{new_id()}", a_report(position=None))
    told = wang.put(f"/incidents/{new_id()}", a_report(position=None, no_position_reason="denied"))

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/position"
    assert told.status_code == 201
    assert told.json["grid"]["code"] == "siming-03"


def test_names_outside_the_basic_plane_survive(signed_in) -> None:
    assert report_one(signed_in("wang"), note="业主𠮷先生、㛃女士")["note"] == "业主𠮷先生、㛃女士"


@pytest.mark.parametrize("unstorable", ["\\u0000", "\\ud83d"], ids=["NUL", "half a pair"])
def test_what_no_database_holds_is_refused_in_a_note_with_its_field(signed_in, unstorable) -> None:
    wang = signed_in("wang")

    answer = wang.client.put(
        f"/api/v1/incidents/{new_id()}",
        data=json.dumps(a_report(note="HERE")).replace("HERE", f"a{unstorable}b"),
        headers={"X-CSRF-Token": wang.csrf_token, "Content-Type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/note"


def test_unknown_exhibit_is_refused_and_nothing_is_kept(signed_in) -> None:
    wang, incident_id = signed_in("wang"), new_id()

    answer = wang.put(f"/incidents/{incident_id}", a_report(exhibit_ids=[str(uuid4())]))

    assert answer.status_code == 422
    assert wang.get(f"/incidents/{incident_id}").status_code == 404


def test_another_district_sees_nothing(signed_in) -> None:
    incident = report_one(signed_in("wang"))
    stranger = signed_in("huli-dispatcher")

    assert stranger.get(f"/incidents/{incident['id']}").status_code == 404
    assert stranger.get("/incidents").json["items"] == []
    assert stranger.get("/incidents/map", bbox="117,23,119,25").json["features"] == []
    assert (
        stranger.post(f"/incidents/{incident['id']}/actions/accept", revision=1).status_code == 404
    )


def test_grid_worker_sees_only_her_grid_and_her_own(signed_in, session, city) -> None:
    officer = signed_in("chen")
    elsewhere = a_report()["position"] | {"lon": 118.2, "lat": 24.6}
    report_one(officer, position=elsewhere)
    mine = report_one(signed_in("wang"))

    items = signed_in("wang").get("/incidents").json["items"]

    assert [item["id"] for item in items] == [mine["id"]]


def test_map_shows_the_incident_at_its_place(signed_in) -> None:
    incident = report_one(signed_in("wang"))
    zhao = signed_in("zhao")

    inside = zhao.get("/incidents/map", bbox="118,24,119,25").json["features"]
    outside = zhao.get("/incidents/map", bbox="117,23,118,24").json["features"]

    assert inside[0]["properties"]["id"] == incident["id"]
    assert inside[0]["geometry"]["coordinates"] == [IN_SIMING["lon"], IN_SIMING["lat"]]
    assert outside == []


def test_referring_opens_a_lead_with_fifteen_calendar_days(signed_in) -> None:
    incident = report_one(signed_in("wang"))

    referred = signed_in("zhao").act(
        f"/incidents/{incident['id']}", "refer_to_enforcement", {"note": "请核查"}
    )
    lead = signed_in("chen").get(f"/leads/{referred.json['lead_id']}").json

    assert referred.json["state"] == "referred"
    today = clock.bureau_date(clock.now())
    due = date.fromisoformat(lead["deadline"]["due_on"])
    assert lead["deadline"]["basis"] == "生态环境行政处罚办法 第十八条"
    assert due >= today + timedelta(days=15)


def test_category_of_another_department_cannot_become_a_lead(signed_in) -> None:
    incident = report_one(signed_in("wang"), category_code="dust")

    answer = signed_in("zhao").act(f"/incidents/{incident['id']}", "refer_to_enforcement", {})

    assert answer.status_code == 409
    assert [reason["code"] for reason in answer.json["blocked_by"]] == ["not_our_competence"]


def test_grid_worker_may_not_triage(signed_in) -> None:
    incident = report_one(signed_in("wang"))

    answer = signed_in("wang").act(f"/incidents/{incident['id']}", "accept", {})

    assert answer.status_code == 403


def test_stale_revision_is_refused_and_names_who_was_first(signed_in) -> None:
    incident = report_one(signed_in("wang"))
    zhao = signed_in("zhao")
    path = f"/incidents/{incident['id']}/actions"
    zhao.post(f"{path}/accept", {}, revision=1)

    answer = zhao.post(f"{path}/refer_to_enforcement", {}, revision=1)

    assert answer.status_code == 412
    assert (answer.json["current_revision"], answer.json["changed_by"]) == (2, "赵敏")


def test_missing_if_match_is_refused(signed_in) -> None:
    incident = report_one(signed_in("wang"))

    answer = signed_in("zhao").post(f"/incidents/{incident['id']}/actions/accept", {})

    assert answer.status_code == 428


def test_repeated_command_gets_the_stored_answer(signed_in) -> None:
    incident = report_one(signed_in("wang"))
    zhao, key = signed_in("zhao"), str(uuid4())
    path = f"/incidents/{incident['id']}/actions/accept"

    first = zhao.post(path, {}, key=key, revision=1)
    again = zhao.post(path, {}, key=key, revision=1)
    other = zhao.post(path, {"note": "x"}, key=key, revision=1)

    assert first.json == again.json
    assert first.headers["ETag"] == again.headers["ETag"]
    assert again.headers["Idempotent-Replay"] == "true"
    assert other.json["code"] == "idempotency_key_reused"


def test_handler_may_not_verify_his_own_handling(signed_in, session, city) -> None:
    session.get_one(Person, city.people["lin"]).roles = ["officer", "dispatcher"]
    session.commit()
    path = f"/incidents/{report_one(signed_in('wang'))['id']}"
    signed_in("zhao").act(path, "assign", {"handler_note": "清理"})
    signed_in("lin").act(path, "record_handling", {"note": "已清理"})

    by_himself = signed_in("lin").act(path, "verify_closing", {})
    by_another = signed_in("zhao").act(path, "verify_closing", {})

    assert [reason["code"] for reason in by_himself.json["blocked_by"]] == [
        "handler_may_not_verify"
    ]
    assert by_another.json["state"] == "closed"
