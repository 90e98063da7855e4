"""The list of extracted data: two certified extractors, digests, signatures, refusals."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents.samples import png
from tests.people import SignedIn
from tests.phones import enrol_phone, run_waiting_jobs

HOW = {
    "holder": "𠮷田㛃",
    "place": "电镀车间",
    "extracted_at": "2026-11-22T04:00:00.000Z",
    "method": "拍摄时计算摘要并签名，联网后上传",
    "tool": "巡证 0.1.0",
    "original_medium": "执法终端内部存储",
    "holder_opinion": {"is_refused": False, "signature": png()},
    "witness_name": "黄文",
    "witness_signature": png(),
}


@pytest.fixture
def exhibit_id(signed_in) -> str:
    return enrol_phone(signed_in("chen")).deliver().id


def issue(person: SignedIn, city: Any, exhibit_id: str, names: Any = ("chen", "lin"), **how: Any):
    extractors = [str(city.people[name]) for name in names]
    return person.post(
        "/evidence-lists",
        HOW | {"exhibit_ids": [exhibit_id], "extractor_ids": extractors} | how,
    )


def text_of(person: SignedIn, document_id: str) -> str:
    run_waiting_jobs()
    pages = PdfReader(BytesIO(person.get(f"/documents/{document_id}/content").data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_list_prints_both_digests_of_every_item(signed_in, city, exhibit_id) -> None:
    chen = signed_in("chen")
    media = chen.get(f"/exhibits/{exhibit_id}").json["media"]

    text = text_of(chen, issue(chen, city, exhibit_id).json["id"])

    assert media["sha256"] in text
    assert media["sm3"] in text
    assert "image/jpeg" in text
    assert "TEST-chen" in text
    assert "𠮷田㛃" in text


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("chen", "chen"), "named_twice"),
        (("chen", "wu"), "no_certificate"),
        (("chen", "huli-officer"), "not_an_officer"),
    ],
)
def test_two_certified_officers_of_the_authority_extract(
    signed_in, city, exhibit_id, names, code
) -> None:
    answer = issue(signed_in("chen"), city, exhibit_id, names)

    assert answer.status_code == 422
    assert code in answer.text


def test_one_extractor_is_not_enough(signed_in, city, exhibit_id) -> None:
    assert issue(signed_in("chen"), city, exhibit_id, ("chen",)).status_code == 422


def test_a_refusal_is_printed_with_its_reason(signed_in, city, exhibit_id) -> None:
    chen = signed_in("chen")
    refused = {"is_refused": True, "reason": "不认可"}

    issued = issue(chen, city, exhibit_id, holder_opinion=refused)

    assert "拒绝签名。原因：不认可" in text_of(chen, issued.json["id"])


def test_a_refusal_without_reason_is_not_taken(signed_in, city, exhibit_id) -> None:
    answer = issue(signed_in("chen"), city, exhibit_id, holder_opinion={"is_refused": True})

    assert answer.status_code == 422


def test_the_video_of_the_extraction_is_named_with_its_digest(signed_in, city, exhibit_id) -> None:
    chen = signed_in("chen")
    video = enrol_phone(chen).deliver(file_name="全过程.jpg")

    issued = issue(chen, city, exhibit_id, video_exhibit_id=video.id)

    assert "全过程.jpg" in text_of(chen, issued.json["id"])


def test_an_unverified_exhibit_is_not_listed(signed_in, city) -> None:
    chen = signed_in("chen")
    phone = enrol_phone(chen)
    capture = phone.capture()
    phone.register(capture)

    assert issue(chen, city, capture.id).json["code"] == "exhibits_not_verified"


def test_a_grid_worker_lists_nothing(signed_in, city, exhibit_id) -> None:
    assert issue(signed_in("wang"), city, exhibit_id).status_code == 403
