"""Documents through the API."""

import hashlib
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.documents import Document
from backend.kernel.ids import new_id
from tests.documents.test_service import CASE, issue, render
from tests.factories import City


@pytest.fixture
def decision(session: Session, city: City) -> Document:
    return issue(session, city, "penalty_decision", number="闽厦环罚〔2026〕1号")


def test_a_document_shows_its_state_and_no_data(signed_in: Any, decision: Document) -> None:
    shown = signed_in("chen").get(f"/documents/{decision.id}").json

    assert (shown["kind"], shown["number"]) == ("penalty_decision", "闽厦环罚〔2026〕1号")
    assert (shown["title_zh"], shown["state"]) == ("行政处罚决定书", "rendering")
    assert shown["subject"] == {"kind": "case", "id": str(CASE)}
    assert "data" not in shown


def test_a_pdf_opens_in_the_browser_with_the_digest_it_was_issued_with(
    signed_in: Any, decision: Document
) -> None:
    chen = signed_in("chen")
    render(decision.id)

    answer = chen.get(f"/documents/{decision.id}/content")

    shown = chen.get(f"/documents/{decision.id}").json
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert hashlib.sha256(answer.data).hexdigest() == shown["sha256"]
    assert (shown["state"], shown["size"]) == ("issued", len(answer.data))


def test_a_pdf_that_is_not_the_issued_one_is_not_handed_out(
    signed_in: Any, session: Session, decision: Document
) -> None:
    render(decision.id)
    session.refresh(decision)
    decision.sha256 = "0" * 64
    session.commit()

    answer = signed_in("chen").get(f"/documents/{decision.id}/content")

    assert (answer.status_code, answer.json["code"]) == (503, "document_altered")


def test_a_pdf_that_is_not_made_yet_says_so(signed_in: Any, decision: Document) -> None:
    answer = signed_in("chen").get(f"/documents/{decision.id}/content")

    assert answer.status_code == 409
    assert answer.json["code"] == "document_not_ready"
    assert (answer.json["state"], answer.json["retry"]) == ("rendering", "later")


@pytest.mark.parametrize("path", ["", "/content"])
def test_another_district_does_not_find_it(signed_in: Any, decision: Document, path: str) -> None:
    assert signed_in("huli-officer").get(f"/documents/{decision.id}{path}").status_code == 404


def test_another_district_does_not_list_it(signed_in: Any, decision: Document) -> None:
    assert signed_in("huli-officer").get("/documents").json["items"] == []


def test_who_may_not_read_documents_is_refused(signed_in: Any, decision: Document) -> None:
    assert signed_in("wang").get(f"/documents/{decision.id}").status_code == 403
    assert signed_in("zhao").get("/documents").status_code == 403


def test_the_list_filters_by_case_kind_and_state(
    signed_in: Any, session: Session, city: City, decision: Document
) -> None:
    other = issue(session, city, case_id=new_id())
    chen = signed_in("chen")

    def ids(**query: Any) -> list[str]:
        return [item["id"] for item in chen.get("/documents", **query).json["items"]]

    assert ids(case_id=str(CASE)) == [str(decision.id)]
    assert ids(kind="service_receipt") == [str(other.id)]
    assert ids(state="issued") == []
    assert ids() == [str(other.id), str(decision.id)]


def test_an_unknown_kind_is_refused_by_name(signed_in: Any, city: City) -> None:
    answer = signed_in("chen").get("/documents", kind="poem")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/kind"
