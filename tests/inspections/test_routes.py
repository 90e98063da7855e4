"""Inspection records: two certified officers, signatures, completeness."""

from datetime import timedelta

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from tests.phones import enrol_phone, run_waiting_jobs
from tests.procedure import PIXEL, Walk, codes


@pytest.fixture
def walk(signed_in) -> Walk:
    walk = Walk(signed_in)
    walk.refer()
    return walk


def test_a_record_signed_by_two_officers_and_the_party_is_completed(walk) -> None:
    walk.inspect()

    completed = walk.complete()
    document_id = completed.json["document_id"]

    assert completed.json["state"] == "completed"
    document = walk.as_("chen").get(f"/documents/{document_id}").json
    assert (document["state"], document["kind"]) == ("issued", "inspection_record")


def test_one_officer_is_not_enough(walk) -> None:
    walk.inspect(officers=("chen",))

    assert codes(walk.complete()) == ["two_officers_needed"]


def test_certificate_expired_on_the_day_is_refused(walk) -> None:
    walk.inspect(officers=("chen", "wu"))

    answer = walk.complete()

    assert codes(answer) == ["certificate_not_valid"]
    assert "吴建国" in answer.json["blocked_by"][0]["text"]


def test_unsigned_record_is_not_complete(walk) -> None:
    chen = walk.as_("chen")
    path = f"/inspections/{new_id()}"
    officers = [chen.person_id, walk.as_("lin").person_id]
    chen.put(path, walk.record(chen, officers))

    assert codes(chen.act(path, "complete")) == ["officers_unsigned", "party_unsigned"]


def test_an_edit_voids_the_signatures(walk) -> None:
    walk.inspect()
    chen, path = walk.as_("chen"), f"/inspections/{walk.inspection_id}"
    revision = chen.get(path).json["revision"]

    edited = chen.patch(path, {"findings": "另有一处渗漏。"}, revision=revision)

    assert edited.status_code == 200
    assert {officer["signed_at"] for officer in edited.json["officers"]} == {None}
    assert "officers_unsigned" in codes(chen.act(path, "complete"))


def test_completed_record_is_never_edited(walk) -> None:
    walk.inspect()
    revision = walk.complete().json["revision"]

    answer = walk.as_("chen").patch(
        f"/inspections/{walk.inspection_id}", {"findings": "x"}, revision=revision
    )

    assert answer.json["code"] == "inspection_completed"


def test_nobody_signs_for_a_colleague(walk) -> None:
    walk.inspect()

    answer = walk.as_("wu").act(f"/inspections/{walk.inspection_id}", "sign", {"signature": PIXEL})

    assert codes(answer) == ["not_an_officer_of_this_record"]


def test_refusal_to_sign_needs_its_reason(walk) -> None:
    walk.inspect()
    path = f"/inspections/{walk.inspection_id}"

    bare = walk.as_("chen").act(path, "record_party_opinion", {"refused": True})
    told = walk.as_("chen").act(
        path, "record_party_opinion", {"refused": True, "reason": "负责人离开现场"}
    )

    assert codes(bare) == ["refusal_reason_needed"]
    assert told.status_code == 200


def test_end_before_start_is_refused(walk) -> None:
    now = clock.now()
    walk.inspect(started_at=wire_time(now), ended_at=wire_time(now - timedelta(hours=1)))

    assert codes(walk.complete()) == ["end_not_after_start"]


def test_rights_not_told_is_refused(walk) -> None:
    walk.inspect(rights_told=False, certificates_shown=False)

    assert codes(walk.complete()) == ["certificates_not_shown", "rights_not_told"]


def test_officer_is_not_in_two_records_at_the_same_time(walk) -> None:
    walk.inspect()
    walk.complete()
    walk.inspect()

    assert codes(walk.complete()) == ["officer_elsewhere"]


def test_grid_worker_may_not_write_a_record(walk) -> None:
    wang = walk.as_("wang")

    answer = wang.put(f"/inspections/{new_id()}", {})

    assert answer.status_code == 403


def test_grid_worker_may_not_be_named_as_officer(walk) -> None:
    chen = walk.as_("chen")
    officers = [chen.person_id, walk.as_("wang").person_id]

    answer = chen.put(f"/inspections/{new_id()}", walk.record(chen, officers))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/officer_ids/1"


def test_exhibit_still_on_its_way_holds_the_record(walk) -> None:
    chen = walk.as_("chen")
    phone = enrol_phone(chen)
    capture = phone.capture()
    phone.register(capture)
    walk.inspect(exhibits=[{"exhibit_id": capture.id, "fact_to_prove": "黑水"}])

    held = walk.complete()
    phone.upload(capture)
    run_waiting_jobs()

    assert codes(held) == ["exhibits_not_verified"]
    assert walk.complete().status_code == 200


def test_another_district_sees_no_record(walk) -> None:
    walk.inspect()
    stranger = walk.as_("huli-all")

    assert stranger.get(f"/inspections/{walk.inspection_id}").status_code == 404
    assert stranger.get("/inspections").json["items"] == []
