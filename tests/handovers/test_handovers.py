"""Handing exhibits over: who may, what every chain then says, what the receiver signs."""

import hashlib
import json
from base64 import b64decode
from typing import Any
from uuid import UUID

import pytest

from backend.kernel.ids import new_id
from backend.ledger import list_custody
from tests.documents.samples import png
from tests.people import SignedIn
from tests.phones import enrol_phone, run_waiting_jobs
from tests.procedure import Walk

POLICE = {
    "recipient_kind": "police",
    "recipient_org": "厦门市公安局思明分局",
    "receiver_name": "郑𠮷",
    "receiver_document": "警号 000123",
    "purpose": "涉嫌污染环境罪，移送公安机关处理",
}


@pytest.fixture
def exhibit_id(signed_in) -> str:
    return enrol_phone(signed_in("chen")).deliver().id


def draft(person: SignedIn, **changes: Any) -> Any:
    return person.put(f"/handovers/{new_id()}", POLICE | changes)


def drafted(person: SignedIn, exhibit_id: str, **changes: Any) -> str:
    answer = draft(person, exhibit_ids=[exhibit_id], **changes)
    assert answer.status_code == 201, answer.text
    return f"/handovers/{answer.json['id']}"


def sent(person: SignedIn, exhibit_id: str, **changes: Any) -> str:
    path = drafted(person, exhibit_id, **changes)
    answer = person.act(path, "send")
    assert answer.status_code == 200, answer.text
    return path


def sign(person: SignedIn, path: str, **changes: Any) -> Any:
    form = {"receiver_name": "郑𠮷", "signature": png(), "note": "核对无误"}
    return person.act(path, "confirm_receipt", form | changes)


def transfers(exhibit_id: str) -> list[Any]:
    events = [json.loads(event.record) for event in list_custody(UUID(exhibit_id))]
    return [event for event in events if event["action"].startswith("transferred")]


def test_a_signed_hand_over_leaves_a_pair_of_events_on_the_chain(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")

    path = sent(zheng, exhibit_id)
    assert sign(zheng, path).status_code == 200

    out, back = transfers(exhibit_id)
    assert (out["action"], back["action"]) == ("transferred_out", "transferred_in")
    for event in (out, back):
        assert event["actor"]["name"] == "郑琳"
        assert event["detail"]["handover_id"] == path.rpartition("/")[2]
        assert event["detail"]["recipient_org"] == "厦门市公安局思明分局"
        assert event["detail"]["receiver_name"] == "郑𠮷"
        assert event["object"]["sm3"]


def test_the_event_names_the_digest_of_the_signature_that_is_stored(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)
    sign(zheng, path)

    with zheng.get(f"{path}/signature") as answer:
        mime, stored = answer.mimetype, answer.data

    assert mime == "image/png"
    assert stored == b64decode(png().partition(",")[2])
    digest = hashlib.sha256(stored).hexdigest()
    assert transfers(exhibit_id)[1]["detail"]["signature_sha256"] == digest


def test_there_is_no_signature_to_show_before_it_is_given(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")

    assert zheng.get(f"{sent(zheng, exhibit_id)}/signature").status_code == 404


def test_the_list_is_issued_on_sending_and_again_with_the_signature(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)
    first = zheng.get(path).json["list_document"]
    sign(zheng, path)
    run_waiting_jobs()

    second = zheng.get(path).json["list_document"]
    shown = zheng.get(f"/documents/{second['id']}").json

    assert shown["state"] == "issued"
    assert shown["supersedes_id"] == first["id"]
    assert shown["number"] == f"{first['number']}（签收）"
    assert transfers(exhibit_id)[0]["detail"]["list_document_id"] == first["id"]
    assert transfers(exhibit_id)[1]["detail"]["list_document_id"] == second["id"]


def test_a_hand_over_without_a_signature_is_not_confirmed(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)

    assert sign(zheng, path, signature=None).status_code == 422
    assert zheng.get(path).json["state"] == "sent"


def test_a_signature_that_is_no_picture_is_refused(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)

    assert sign(zheng, path, signature="data:image/png;base64,AAAA").status_code == 422
    assert len(transfers(exhibit_id)) == 1


def test_what_was_sent_and_called_back_is_recorded_as_returned(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)

    cancelled = zheng.act(path, "cancel", {"reason": "对方退回"})

    assert cancelled.json["state"] == "cancelled"
    back = transfers(exhibit_id)[1]["detail"]
    assert (back["recipient_org"], back["returned_reason"]) == ("厦门市思明生态环境局", "对方退回")


def test_a_draft_that_is_dropped_writes_no_events(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")

    assert zheng.act(drafted(zheng, exhibit_id), "cancel", {"reason": "填错"}).status_code == 200
    assert transfers(exhibit_id) == []


def test_an_unverified_exhibit_is_not_sent(signed_in) -> None:
    chen = signed_in("chen")
    phone = enrol_phone(chen)
    capture = phone.capture()
    phone.register(capture)

    answer = chen.act(drafted(chen, capture.id), "send")

    assert answer.status_code == 409
    assert answer.json["blocked_by"][0]["code"] == "handover_exhibits_unverified"


def test_the_party_gets_copies_only(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    to_party = {"recipient_kind": "party", "recipient_org": "宏达公司"}

    refused = draft(zheng, exhibit_ids=[exhibit_id], **to_party, handed_as="original")
    given = draft(zheng, exhibit_ids=[exhibit_id], **to_party)

    assert refused.status_code == 422
    assert "/handed_as" in refused.text
    assert given.json["handed_as"] == "copy"


def test_the_same_draft_twice_is_one_and_another_of_its_id_is_refused(
    signed_in, exhibit_id
) -> None:
    zheng, handover_id = signed_in("zheng"), new_id()
    wanted = POLICE | {"exhibit_ids": [exhibit_id]}

    first = zheng.put(f"/handovers/{handover_id}", wanted)
    again = zheng.put(f"/handovers/{handover_id}", wanted)
    other = zheng.put(f"/handovers/{handover_id}", wanted | {"purpose": "别的"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert other.json["code"] == "handover_differs"


def test_a_step_sent_twice_writes_one_event(signed_in, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = drafted(zheng, exhibit_id)

    answers = [
        zheng.post(f"{path}/actions/send", key="the-same", revision=1).status_code for _ in range(2)
    ]

    assert answers == [200, 200]
    assert len(transfers(exhibit_id)) == 1


def test_a_grid_worker_hands_nothing_over(signed_in, exhibit_id) -> None:
    assert draft(signed_in("wang"), exhibit_ids=[exhibit_id]).status_code == 403


def test_a_head_reads_but_does_not_send(signed_in, exhibit_id) -> None:
    path = drafted(signed_in("zheng"), exhibit_id)
    zhou = signed_in("zhou")

    assert zhou.get(path).status_code == 200
    assert zhou.act(path, "send").status_code == 403


def test_exhibits_of_another_district_cannot_be_handed_over(signed_in, exhibit_id) -> None:
    answer = draft(signed_in("huli-all"), exhibit_ids=[exhibit_id])

    assert answer.json["code"] == "exhibits_unknown"


def to_huli(city: Any) -> dict[str, Any]:
    return {
        "recipient_kind": "authority",
        "recipient_org": "厦门市湖里生态环境局",
        "recipient_authority_id": str(city.authorities["huli"]),
    }


def test_an_authority_in_the_system_sees_what_was_sent_but_no_draft(
    signed_in, city, exhibit_id
) -> None:
    zheng, huli = signed_in("zheng"), signed_in("huli-all")
    path = drafted(zheng, exhibit_id, **to_huli(city))

    assert huli.get(path).status_code == 404
    zheng.act(path, "send")
    assert huli.get(path).json["items"][0]["exhibit_id"] == exhibit_id


def test_an_authority_in_the_system_signs_for_itself(signed_in, city, exhibit_id) -> None:
    zheng, huli = signed_in("zheng"), signed_in("huli-all")
    path = sent(zheng, exhibit_id, **to_huli(city))

    by_sender, by_receiver = sign(zheng, path), sign(huli, path, receiver_name="全能")

    assert by_sender.json["blocked_by"][0]["code"] == "not_the_recipient"
    assert by_receiver.json["state"] == "confirmed"
    assert transfers(exhibit_id)[1]["actor"]["org"] == "厦门市湖里生态环境局"


def test_the_receiver_cannot_call_back(signed_in, city, exhibit_id) -> None:
    path = sent(signed_in("zheng"), exhibit_id, **to_huli(city))

    answer = signed_in("huli-all").act(path, "cancel", {"reason": "不收"})

    assert answer.json["blocked_by"][0]["code"] == "not_the_sender"


def test_a_case_is_handed_over_whole_and_named_in_events_and_list(signed_in) -> None:
    walk = Walk(signed_in)
    walk.to_filed()
    zheng = signed_in("zheng")

    answer = draft(zheng, case_id=walk.case_id)
    path = f"/handovers/{answer.json['id']}"
    zheng.act(path, "send")

    linked = {item["exhibit_id"] for item in walk.case()["exhibits"]}
    assert {item["exhibit_id"] for item in answer.json["items"]} == linked
    assert {transfers(key)[0]["case_id"] for key in linked} == {walk.case_id}
    assert answer.json["party_name"] == "宏达<化工>&有限公司"


def test_chosen_exhibits_must_be_of_the_case_that_is_named(signed_in, exhibit_id) -> None:
    walk = Walk(signed_in)
    walk.to_filed()

    answer = draft(signed_in("zheng"), case_id=walk.case_id, exhibit_ids=[exhibit_id])

    assert answer.status_code == 422
    assert "/exhibit_ids" in answer.text


def test_lists_show_what_is_in_scope_and_filter_by_state(signed_in, city, exhibit_id) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)
    drafted(zheng, exhibit_id)

    shown = zheng.get("/handovers", state="sent").json["items"]

    assert [item["id"] for item in shown] == [path.rpartition("/")[2]]
    assert signed_in("huli-all").get("/handovers").json["items"] == []


def test_later_changes_do_not_reach_what_was_listed(signed_in, exhibit_id, session) -> None:
    zheng = signed_in("zheng")
    path = sent(zheng, exhibit_id)
    item = zheng.get(path).json["items"][0]

    assert len(item["sha256"]) == len(item["sm3"]) == 64
    assert item["captured_by"] == "陈志强"
