"""Disposals: two people, every reason to keep goes first, the record stays."""

from typing import Any
from uuid import UUID

import pytest

from backend.accounts import Person, actor_of
from backend.evidence import close_case_file, link_exhibits
from backend.evidence.jobs.retention import sweep_retention
from backend.evidence.models import Exhibit
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.storage import object_store
from backend.ledger import list_custody
from tests.phones import Capture, Phone, enrol_phone, photo_bytes, run_waiting_jobs

CASE = new_id()
DAYS = 3 * 366


def deliver(phone: Phone) -> Capture:
    """Return a capture whose bytes no earlier test put into the store."""
    return phone.deliver(photo_bytes(80, size=(64, 64), comment=new_id().bytes))


@pytest.fixture
def capture(phone) -> Capture:
    delivered = deliver(phone)
    sweep_retention()
    run_waiting_jobs()
    return delivered


@pytest.fixture
def later(signed_in, fake_clock):
    """Sign a person in three years from now."""

    def person(name: str):
        if not fake_clock.moved:
            fake_clock.advance(days=DAYS)
        return signed_in(name)

    return person


def exhibit_of(session, capture: Capture) -> Exhibit:
    return session.get_one(Exhibit, UUID(capture.id), populate_existing=True)


def key_of(session, capture: Capture) -> str:
    return str(exhibit_of(session, capture).store_key)


def propose(person, *captures: Capture) -> Any:
    body = {"exhibit_ids": [one.id for one in captures], "reason": "保存期限届满"}
    return person.post("/disposals", body)


def approve(person, disposal: Any) -> Any:
    return person.post(f"/disposals/{disposal.json['id']}/actions/approve", {"note": "同意"})


def reasons(answer: Any) -> list[str]:
    assert answer.status_code == 409, answer.text
    assert answer.json["type"] == "/problems/disposal_refused"
    return list(answer.json["exhibits"][0]["reasons"])


def dispose(later, capture: Capture) -> Any:
    disposal = propose(later("zheng"), capture)
    assert disposal.status_code == 201, disposal.text
    assert approve(later("zhou"), disposal).status_code == 200
    run_waiting_jobs()
    return later("zheng").get(f"/disposals/{disposal.json['id']}").json


def test_disposed_bytes_are_gone_and_row_receipt_and_chain_stay(later, session, capture) -> None:
    key = key_of(session, capture)

    disposal = dispose(later, capture)

    assert object_store().size(key) is None
    assert (disposal["state"], disposal["items"][0]["problem"]) == ("done", None)
    shown = later("chen").get(f"/exhibits/{capture.id}").json
    assert (shown["state"], shown["media"]["sha256"]) == (
        "disposed",
        disposal["items"][0]["sha256"],
    )
    assert shown["receipt"] is not None
    assert shown["disposed_at"] is not None


def test_disposal_is_an_event_that_names_who_asked_and_who_approved(
    later, session, capture
) -> None:
    key = key_of(session, capture)

    dispose(later, capture)

    events = [e for e in list_custody(UUID(capture.id)) if e.action == "disposed"]
    assert len(events) == 1
    detail = events[0].detail
    assert (detail["proposed_by_name"], detail["approved_by_name"]) == ("郑琳", "周正")
    assert (detail["method"], detail["store_key"]) == ("delete_object", key)


def test_copies_of_a_disposed_exhibit_go_too(later, session, phone, capture) -> None:
    phone.person.get(f"/exhibits/{capture.id}/preview")
    prefix = f"derived/{capture.id}/"
    assert list(object_store().list(prefix)) != []

    dispose(later, capture)

    assert list(object_store().list(prefix)) == []


def test_disposed_original_cannot_be_downloaded(later, capture) -> None:
    dispose(later, capture)

    refused = later("zheng").post(f"/exhibits/{capture.id}/actions/download", {"purpose": "复核"})

    assert (refused.status_code, refused.json["type"]) == (409, "/problems/exhibit_disposed")


def test_same_bytes_of_another_exhibit_stay(later, session, phone, capture) -> None:
    phone.deliver(capture.content)
    key = key_of(session, capture)

    dispose(later, capture)

    assert object_store().size(key) == len(capture.content)
    event = list_custody(UUID(capture.id))[-1]
    assert (event.action, event.detail["method"]) == ("disposed", "release_shared_object")


def test_nothing_goes_before_its_day(signed_in, capture) -> None:
    assert reasons(propose(signed_in("zheng"), capture)) == ["retention_not_ended"]


def test_nothing_held_goes(later, capture) -> None:
    hold = {"subject_kind": "exhibit", "subject_id": capture.id, "reason": "诉讼", "until": None}
    assert later("zheng").post("/holds", hold).status_code == 201

    assert reasons(propose(later("zheng"), capture)) == ["on_hold"]


def link(session, city, capture: Capture) -> None:
    chen = actor_of(session.get_one(Person, city.people["chen"]), None)
    link_exhibits(chen, [UUID(capture.id)], kind="case", subject_id=CASE, label="X罚1号")
    session.commit()


def test_nothing_of_an_open_case_goes_and_it_goes_when_the_files_time_ends(
    later, session, city, capture, fake_clock
) -> None:
    link(session, city, capture)
    assert reasons(propose(later("zheng"), capture)) == ["in_open_case"]

    close_case_file(CASE, city.authorities["siming"], "not_filed", clock.now())
    session.commit()
    run_waiting_jobs()
    assert reasons(propose(later("zheng"), capture)) == ["retention_not_ended"]

    fake_clock.advance(days=6 * 366)
    assert propose(later("zheng"), capture).status_code == 201


def test_nothing_is_proposed_twice(later, capture) -> None:
    propose(later("zheng"), capture)

    assert reasons(propose(later("zheng"), capture)) == ["already_proposed"]


def test_who_proposes_does_not_approve(later, huli_capture) -> None:
    everything = later("huli-all")
    disposal = propose(everything, huli_capture)

    refused = approve(everything, disposal)

    assert refused.status_code == 403
    assert refused.json["type"] == "/problems/disposal_needs_another_person"


@pytest.fixture
def huli_capture(signed_in) -> Capture:
    delivered = deliver(enrol_phone(signed_in("huli-worker")))
    sweep_retention()
    run_waiting_jobs()
    return delivered


def test_hold_placed_after_the_proposal_stops_the_approval(later, session, capture) -> None:
    disposal = propose(later("zheng"), capture)
    hold = {"subject_kind": "exhibit", "subject_id": capture.id, "reason": "诉讼", "until": None}
    later("zhou").post("/holds", hold)

    assert reasons(approve(later("zhou"), disposal)) == ["on_hold"]


def test_hold_placed_after_the_approval_stops_the_deletion(later, session, capture) -> None:
    key = key_of(session, capture)
    disposal = propose(later("zheng"), capture)
    approve(later("zhou"), disposal)
    hold = {"subject_kind": "exhibit", "subject_id": capture.id, "reason": "诉讼", "until": None}
    later("zhou").post("/holds", hold)

    run_waiting_jobs()

    assert object_store().size(key) is not None
    shown = later("zheng").get(f"/disposals/{disposal.json['id']}").json
    assert (shown["state"], shown["items"][0]["problem"]) == ("done", "on_hold")
    assert exhibit_of(session, capture).state == "verified"


def test_lock_of_the_store_puts_the_deletion_off(later, session, capture, fake_clock) -> None:
    key = key_of(session, capture)
    later("zheng")
    object_store().retain(key, clock.now().replace(year=clock.now().year + 1))
    disposal = propose(later("zheng"), capture)
    approve(later("zhou"), disposal)
    run_waiting_jobs()
    waiting = later("zheng").get(f"/disposals/{disposal.json['id']}").json
    assert (waiting["state"], waiting["items"][0]["problem"]) == (
        "approved",
        "store_lock_not_ended",
    )

    fake_clock.advance(days=400)
    sweep_retention()

    assert object_store().size(key) is None
    assert later("zheng").get(f"/disposals/{disposal.json['id']}").json["state"] == "done"


def test_rejected_exhibits_stay_and_may_be_proposed_again(later, session, capture) -> None:
    zheng, zhou = later("zheng"), later("zhou")
    disposal = propose(zheng, capture)

    rejected = zhou.post(f"/disposals/{disposal.json['id']}/actions/reject", {"note": "再留一年"})

    assert rejected.json["state"] == "rejected"
    assert approve(zhou, disposal).json["type"] == "/problems/disposal_decided"
    assert propose(zheng, capture).status_code == 201


def test_due_list_holds_what_may_go_and_nothing_else(later, phone, capture) -> None:
    held, proposed = deliver(phone), deliver(phone)
    sweep_retention()
    zheng = later("zheng")
    hold = {"subject_kind": "exhibit", "subject_id": held.id, "reason": "诉讼", "until": None}
    zheng.post("/holds", hold)
    propose(zheng, proposed)

    due = zheng.get("/disposals/due").json["items"]

    assert [exhibit["id"] for exhibit in due] == [capture.id]
    assert later("huli-all").get("/disposals/due").json["items"] == []


def test_an_officer_proposes_no_disposal(later, capture) -> None:
    assert propose(later("chen"), capture).status_code == 403


def test_exhibits_of_another_district_cannot_be_proposed(later, capture) -> None:
    assert propose(later("huli-all"), capture).status_code == 422


def test_proposals_are_listed_by_state(later, capture) -> None:
    propose(later("zheng"), capture)

    assert len(later("zhou").get("/disposals", state="proposed").json["items"]) == 1
    assert later("zhou").get("/disposals", state="done").json["items"] == []
