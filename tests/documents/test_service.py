"""Numbering, freezing, rendering and storing documents."""

from datetime import UTC, datetime
from typing import Any, BinaryIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.accounts import Person, actor_of
from backend.documents import (
    Document,
    find_document,
    is_issued,
    issue_document,
    list_documents_about,
    list_documents_of,
    reserve_number,
)
from backend.kernel.errors import Invalid, StorageFull
from backend.kernel.ids import new_id
from backend.kernel.jobs import JOBS, run_declared
from backend.kernel.outbox import OutboxEvent
from backend.kernel.pdf import CannotRender
from backend.kernel.storage import install_store, object_store
from tests.documents.parts import CONTENTS
from tests.documents.samples import SAMPLES
from tests.factories import City

JOB = "documents-render_document"
AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
CASE = new_id()


def issue(session: Session, city: City, kind: str = "service_receipt", **changes: Any) -> Document:
    facts = {
        "authority_id": city.authorities["siming"],
        "kind": kind,
        "subject_kind": "case",
        "subject_id": CASE,
        "case_id": CASE,
        "data": SAMPLES[kind],
        "number": None,
        "at": AT,
    }
    zhou = actor_of(session.get_one(Person, city.people["zhou"]), None)
    issued = issue_document(zhou, **{**facts, **changes})
    session.commit()
    return session.get_one(Document, issued.id)


def render(document_id: UUID) -> None:
    run_declared(JOB, {"document_id": str(document_id)})


def test_numbers_of_a_kind_follow_without_gap_and_begin_anew_each_year(city: City) -> None:
    siming = city.authorities["siming"]

    numbers = [reserve_number(siming, "penalty_decision", year) for year in (2026, 2026, 2027)]

    assert numbers == ["闽厦环罚〔2026〕1号", "闽厦环罚〔2026〕2号", "闽厦环罚〔2027〕1号"]


def test_kinds_and_authorities_are_numbered_apart(city: City) -> None:
    siming, huli = city.authorities["siming"], city.authorities["huli"]
    reserve_number(siming, "penalty_decision", 2026)

    assert reserve_number(siming, "prior_notice", 2026) == "闽厦环罚告〔2026〕1号"
    assert reserve_number(huli, "penalty_decision", 2026) == "闽厦环罚〔2026〕1号"


def test_one_number_is_never_given_to_two_documents(session: Session, city: City) -> None:
    issue(session, city, number="闽厦环送〔2026〕1号")

    with pytest.raises(IntegrityError, match="uq_document_authority_id_number"):
        issue(session, city, number="闽厦环送〔2026〕1号")


def test_an_issued_document_waits_for_its_pdf_with_its_data_frozen(
    session: Session, city: City
) -> None:
    document = issue(session, city, "penalty_decision", number="闽厦环罚〔2026〕1号")

    assert (document.state, is_issued(document.id)) == ("rendering", False)
    assert document.data["data"]["contents"] == CONTENTS
    assert document.data["dated"] == "2026-11-23"
    assert document.data["authority_name"] == "厦门市思明生态环境局"


def test_the_event_asks_for_the_pdf(session: Session, city: City) -> None:
    document = issue(session, city)

    events = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "DocumentRequested"))

    assert [event.payload for event in events] == [{"document_id": str(document.id)}]


def test_incomplete_data_are_refused_before_anything_is_written(
    session: Session, city: City
) -> None:
    with pytest.raises(Invalid):
        issue(session, city, data={})

    assert list_documents_of(CASE) == []


def test_the_job_stores_the_pdf_under_its_digest(session: Session, city: City) -> None:
    document = issue(session, city)

    render(document.id)

    session.refresh(document)
    with object_store().open(document.store_key) as stored:
        content = stored.read()
    assert document.state == "issued"
    assert document.store_key == f"documents/{document.id}/{document.sha256}.pdf"
    assert (content[:5], len(content)) == (b"%PDF-", document.size)


def test_the_job_run_twice_changes_nothing(session: Session, city: City, fake_clock: Any) -> None:
    document = issue(session, city)
    render(document.id)
    session.refresh(document)
    first = (document.sha256, document.issued_at)

    fake_clock.advance(hours=1)
    render(document.id)

    session.refresh(document)
    assert (document.sha256, document.issued_at) == first


def test_a_character_without_glyph_is_refused_by_its_place(session: Session, city: City) -> None:
    party = {**SAMPLES["service_receipt"]["party"], "name": "宏达👍公司"}

    with pytest.raises(Invalid) as caught:
        issue(session, city, data={**SAMPLES["service_receipt"], "party": party})

    assert caught.value.errors["/data/party/name"][0] == "character_unprintable"


def test_a_missing_glyph_fails_loudly_and_shows_why(session: Session, city: City) -> None:
    document = issue(session, city)
    party = {**document.data["data"]["party"], "name": "宏达\ue000公司"}
    document.data = document.data | {"data": document.data["data"] | {"party": party}}
    session.commit()

    with pytest.raises(CannotRender, match="notdef"):
        render(document.id)

    session.refresh(document)
    assert document.state == "failed"
    assert "U+E000" in document.failure


class FullStore:
    """A store whose disk is full."""

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        raise StorageFull


def test_a_failed_document_is_issued_when_the_job_is_tried_again(
    app: Flask, session: Session, city: City
) -> None:
    document, store = issue(session, city), object_store()
    install_store(app, FullStore())
    try:
        with pytest.raises(StorageFull):
            render(document.id)
    finally:
        install_store(app, store)
    session.refresh(document)
    assert document.state == "failed"

    render(document.id)

    session.refresh(document)
    assert (document.state, document.failure) == ("issued", None)


def test_the_job_of_a_document_that_never_came_to_be_does_nothing(city: City) -> None:
    render(new_id())


def test_the_job_is_tried_again_within_a_time() -> None:
    assert (JOBS[JOB].queue, JOBS[JOB].retries) == ("documents", 3)
    assert JOBS[JOB].timeout_s <= 120


def test_documents_are_found_by_case_and_subject(session: Session, city: City) -> None:
    receipt, decision = issue(session, city), issue(session, city, "penalty_decision")
    issue(session, city, case_id=None, subject_kind="inspection", subject_id=new_id())

    assert [row.id for row in list_documents_of(CASE)] == [receipt.id, decision.id]
    assert [row.id for row in list_documents_about("case", CASE)] == [receipt.id, decision.id]
    assert find_document("case", CASE, "penalty_decision").id == decision.id


def test_a_correction_is_a_new_document_that_names_the_old(session: Session, city: City) -> None:
    wrong = issue(session, city)

    right = issue(session, city, supersedes_id=wrong.id)

    assert right.supersedes_id == wrong.id
    assert find_document("case", CASE, "service_receipt").id == right.id
