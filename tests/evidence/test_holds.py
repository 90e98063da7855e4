"""Legal holds: what is held stays, now and for what a case gets later."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.accounts import Person, actor_of
from backend.evidence import link_exhibits, replace_links
from backend.evidence.jobs.retention import sweep_retention
from backend.evidence.models import Exhibit
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.storage import object_store
from backend.ledger import list_custody
from tests.phones import Capture, photo_bytes, run_waiting_jobs

CASE = new_id()
WHY = {"reason": "行政复议期间", "until": None}


@pytest.fixture
def actor(session, city):
    return actor_of(session.get_one(Person, city.people["chen"]), None)


@pytest.fixture
def capture(officer_phone) -> Capture:
    return deliver(officer_phone)


def deliver(phone) -> Capture:
    return phone.deliver(photo_bytes(70, size=(64, 64), comment=new_id().bytes))


def link(actor, session, capture: Capture) -> None:
    link_exhibits(actor, [UUID(capture.id)], kind="case", subject_id=CASE, label="X罚1号")
    session.commit()


def hold_exhibit(person, capture: Capture, **changes):
    body = {"subject_kind": "exhibit", "subject_id": capture.id} | WHY | changes
    return person.post("/holds", body)


def hold_case(person):
    return person.post("/holds", {"subject_kind": "case", "subject_id": str(CASE)} | WHY)


def holding_events(capture: Capture) -> list[str]:
    events = list_custody(UUID(capture.id))
    return [event.action for event in events if event.action.startswith("hold_")]


def is_held_in_store(session, capture: Capture) -> bool:
    run_waiting_jobs()
    key = session.get_one(Exhibit, UUID(capture.id), populate_existing=True).store_key
    return object_store().lock_of(key).is_held


def test_hold_is_logged_shown_and_put_on_the_object(signed_in, session, capture) -> None:
    placed = hold_exhibit(signed_in("zheng"), capture)

    assert placed.status_code == 201, placed.text
    assert holding_events(capture) == ["hold_on"]
    shown = signed_in("chen").get(f"/exhibits/{capture.id}").json["holds"]
    assert [hold["reason"] for hold in shown] == ["行政复议期间"]
    assert is_held_in_store(session, capture) is True


def test_release_says_why_and_lets_the_object_go(signed_in, session, capture) -> None:
    zheng = signed_in("zheng")
    hold = hold_exhibit(zheng, capture).json

    released = zheng.post(f"/holds/{hold['id']}/actions/release", {"reason": "复议终结"})

    assert released.json["released_by"]["full_name"] == "郑琳"
    assert holding_events(capture) == ["hold_on", "hold_off"]
    assert is_held_in_store(session, capture) is False


def test_hold_is_lifted_once(signed_in, capture) -> None:
    zheng = signed_in("zheng")
    path = f"/holds/{hold_exhibit(zheng, capture).json['id']}/actions/release"
    zheng.post(path, {"reason": "复议终结"})

    again = zheng.post(path, {"reason": "再次"})

    assert (again.status_code, again.json["type"]) == (409, "/problems/hold_released")


def test_object_stays_held_while_another_hold_is_on(signed_in, session, capture) -> None:
    zheng = signed_in("zheng")
    first = hold_exhibit(zheng, capture).json
    hold_exhibit(zheng, capture, reason="行政诉讼")

    zheng.post(f"/holds/{first['id']}/actions/release", {"reason": "复议终结"})

    assert is_held_in_store(session, capture) is True


def test_same_bytes_of_another_held_exhibit_stay_held(
    signed_in, session, officer_phone, capture
) -> None:
    twin = officer_phone.deliver(capture.content)
    zheng = signed_in("zheng")
    hold_exhibit(zheng, capture)
    second = hold_exhibit(zheng, twin).json
    run_waiting_jobs()

    zheng.post(f"/holds/{second['id']}/actions/release", {"reason": "复议终结"})

    assert is_held_in_store(session, twin) is True


def test_hold_on_a_case_covers_what_it_has_and_what_it_gets(
    signed_in, session, actor, officer_phone, capture
) -> None:
    link(actor, session, capture)
    hold_case(signed_in("zheng"))
    later = deliver(officer_phone)

    link(actor, session, later)

    assert holding_events(capture) == ["hold_on"]
    assert holding_events(later) == ["hold_on"]


def test_exhibit_taken_out_of_a_held_case_stays_held(signed_in, session, actor, capture) -> None:
    link(actor, session, capture)
    hold_case(signed_in("zheng"))

    replace_links(actor, {}, kind="case", subject_id=CASE, label="X罚1号")
    session.commit()

    assert is_held_in_store(session, capture) is True


def test_hold_ends_by_itself_when_its_time_runs_out(
    signed_in, session, capture, fake_clock
) -> None:
    until = (clock.now() + timedelta(days=30)).isoformat()
    hold_exhibit(signed_in("zheng"), capture, until=until)
    fake_clock.advance(days=31)

    sweep_retention()

    assert holding_events(capture) == ["hold_on", "hold_off"]
    assert is_held_in_store(session, capture) is False


def test_case_of_another_district_cannot_be_held(signed_in, session, actor, capture) -> None:
    link(actor, session, capture)

    assert hold_case(signed_in("huli-all")).status_code == 404


def test_an_officer_may_not_hold(signed_in, capture) -> None:
    assert hold_exhibit(signed_in("chen"), capture).status_code == 403


def test_holds_are_listed_with_their_end(signed_in, capture) -> None:
    zheng = signed_in("zheng")
    hold_exhibit(zheng, capture)

    listed = zheng.get("/holds").json["items"]

    assert [(hold["label"], hold["released_at"]) for hold in listed] == [("photo.jpg", None)]
    assert signed_in("huli-all").get("/holds").json["items"] == []
