"""Editable drafts: the words of a paper as a Word file, marked, and never an issued document."""

import re
import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pytest
from sqlalchemy.orm import Session

from backend.documents import Document, draft_of, list_documents_of
from backend.documents.kinds import KINDS, SHEET_KINDS
from backend.kernel.ids import new_id
from tests.documents.samples import SAMPLES
from tests.documents.test_service import issue
from tests.factories import City
from tests.procedure import Walk, codes

HOSTILE = "宏达<化工>&有限公司"
RARE = ("𠮷", "㛃")


def words(content: bytes) -> str:
    opened = docx.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in opened.paragraphs] + cells)


def head(content: bytes) -> str:
    section = docx.Document(BytesIO(content)).sections[0]
    return "".join(one.text for one in section.header.paragraphs)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - SHEET_KINDS.keys()))
def test_every_paper_can_be_taken_as_a_marked_draft(
    session: Session, city: City, kind: str
) -> None:
    paper = issue(session, city, kind, number="闽厦环罚〔2026〕77号", data=SAMPLES[kind])

    content = draft_of(paper)

    text = words(content)
    assert "草稿" in head(content)
    assert KINDS[kind].title_zh in text
    assert "〔2026〕77号" not in text
    assert "{{" not in text
    assert "{%" not in text


def test_hostile_and_rare_names_stand_in_the_draft_as_they_are(
    session: Session, city: City
) -> None:
    paper = issue(session, city, "penalty_decision", number="闽厦环罚〔2026〕1号")
    party = paper.data["data"]["party"] | {"name": HOSTILE, "legal_representative": "".join(RARE)}
    paper.data = paper.data | {"data": paper.data["data"] | {"party": party}}

    content = draft_of(paper)

    text = words(content)
    assert HOSTILE in text
    assert all(one in text for one in RARE)
    body = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    assert "宏达&lt;化工&gt;&amp;有限公司" in body
    assert not re.search("<化工", body)


def test_template_words_in_a_name_stay_words(session: Session, city: City) -> None:
    paper = issue(session, city, "penalty_decision", number="闽厦环罚〔2026〕1号")
    party = paper.data["data"]["party"] | {"name": "{{ 7 * 7 }}{% for x in y %}公司"}
    paper.data = paper.data | {"data": paper.data["data"] | {"party": party}}

    assert "{{ 7 * 7 }}{% for x in y %}公司" in words(draft_of(paper))


def test_a_draft_is_taken_through_the_api(signed_in: Any, session: Session, city: City) -> None:
    paper: Document = issue(session, city, "penalty_decision", number="闽厦环罚〔2026〕1号")

    answer = signed_in("chen").get(f"/documents/{paper.id}/draft")

    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "草稿" in head(answer.data)
    assert signed_in("chen").get(f"/documents/{new_id()}/draft").status_code == 404


def test_a_step_shows_its_paper_before_it_is_taken_and_keeps_nothing(signed_in: Any) -> None:
    walk = Walk(signed_in)
    walk.to_filed()
    before, papers = walk.case(), len(list_documents_of(UUID(walk.case_id)))
    form = {"reason": "当事人下落不明", "ground": "whereabouts"}
    path = f"/cases/{walk.case_id}/actions/extend_decision_term/drafts/internal_approval"
    missing = walk.as_("zhou").post(path, {"reason": "案情复杂"})
    assert missing.status_code == 404, missing.text

    path = f"/cases/{walk.case_id}/actions/refer_case/drafts/case_referral"
    form = {"recipient": "厦门市城市管理行政执法局", "reason": "不属于本局管辖"}
    answer = walk.as_("zhou").post(path, form)

    assert answer.status_code == 200, answer.text
    text = words(answer.data)
    assert HOSTILE in text
    assert "厦门市城市管理行政执法局" in text
    assert walk.case() == before
    assert len(list_documents_of(UUID(walk.case_id))) == papers
    refused = walk.as_("chen").post(path, form)
    assert refused.status_code == 403
    early = f"/cases/{walk.case_id}/actions/close/drafts/closing_approval"
    assert codes(walk.as_("zhou").post(early, {"note": None}))
