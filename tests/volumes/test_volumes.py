"""Volumes of a case, bound through the API."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from backend.documents import chinese_date
from backend.kernel.db import session
from backend.kernel.ids import new_id
from backend.volumes import jobs
from backend.volumes.errors import VolumeAltered
from backend.volumes.models import Volume
from backend.volumes.service.binding import bind
from tests.phones import run_waiting_jobs
from tests.procedure import Walk, codes, service, today

DECISION = {"fine_fen": 2_900_000, "reasons": "依法处罚"}
PARTY = "宏达<化工>&有限公司"


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


@pytest.fixture
def closed(walk: Walk, fake_clock) -> Walk:
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", DECISION)
    walk.must("chen", "serve_decision", service())
    paid = {"amount_fen": 2_900_000, "paid_on": today(), "reference": "JK-1"}
    walk.must("chen", "record_payment", paid)
    walk.must("zhou", "close", {"note": "已履行完毕"})
    return walk


@pytest.fixture
def archived(closed: Walk) -> Walk:
    shown = {"published_on": today(), "channel": "市局门户网站", "redactions_checked": True}
    closed.must("chen", "publish_decision", shown)
    closed.must("zheng", "archive")
    return closed


def subject(walk: Walk) -> dict[str, str]:
    return {"subject_kind": "case", "subject_id": walk.case_id}


def listed(walk: Walk, name: str = "chen") -> list[dict[str, Any]]:
    return list(walk.as_(name).get("/volumes", **subject(walk)).json["items"])


def ask(walk: Walk) -> list[dict[str, Any]]:
    answer = walk.as_("chen").post("/volumes", subject(walk))
    assert answer.status_code == 202, answer.text
    run_waiting_jobs()
    return listed(walk)


def content(walk: Walk, volume: dict[str, Any]) -> bytes:
    answer = walk.as_("chen").get(f"/volumes/{volume['id']}/content")
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def stamped(page: PageObject) -> str:
    drawn = page["/Contents"][-1].get_object().get_data().decode().split()
    form = page["/Resources"]["/XObject"][drawn[drawn.index("Do") - 1]]
    return str(page.extract_xform_text(form)).strip()


@dataclass(frozen=True)
class Archive:
    """An archived case's volume, for tests that only look at it."""

    main: dict[str, Any]
    plans: dict[str, Any]
    pdf: bytes
    decision: tuple[str, bytes]
    exhibit: dict[str, Any]
    papers: dict[str, bytes]
    copies: dict[str, bytes]

    @property
    def entries(self) -> list[dict[str, Any]]:
        return list(self.plans["main"]["entries"])

    def begins(self) -> dict[str, int]:
        """Where each bookmark leads to; receipts share one title, so the last of them counts."""
        reader = PdfReader(BytesIO(self.pdf))
        return {one.title: reader.get_destination_page_number(one) for one in reader.outline}


@cache
def _kept() -> list[Archive]:
    return []


@pytest.fixture
def archive(request: pytest.FixtureRequest) -> Archive:
    """Built once through the API: nothing of it changes."""
    if not _kept():
        walk = request.getfixturevalue("archived")
        main = listed(walk)[0]
        plans = {one["part"]: session().get_one(Volume, one["id"]).plan for one in listed(walk)}
        decision = next(d for d in walk.case()["documents"] if d["kind"] == "penalty_decision")
        path = f"/documents/{decision['id']}/content"
        exhibit_id = walk.case()["exhibits"][0]["exhibit_id"]
        entries = plans["main"]["entries"]
        _kept().append(
            Archive(
                main,
                plans,
                content(walk, main),
                (decision["title_zh"], walk.as_("chen").get(path).data),
                walk.as_("chen").get(f"/exhibits/{exhibit_id}").json,
                {e["id"]: jobs._paper(e) for e in entries if e["kind"] == "document"},
                {e["id"]: jobs._copy(e) for e in entries if e["kind"] == "exhibit"},
            )
        )
    return _kept()[0]


def test_the_contents_give_the_pages_that_the_papers_stand_on(archive: Archive) -> None:
    pages = texts(archive.pdf)
    reader = PdfReader(BytesIO(archive.pdf))
    titles = [one.title for one in reader.outline]
    begins = [reader.get_destination_page_number(one) for one in reader.outline]
    before = begins[2]
    contents = "".join(pages[begins[1] : before])

    assert titles == ["封面", "卷内目录", *(one["title"] for one in archive.entries), "备考表"]
    at = 0
    for entry, begin, end in zip(archive.entries, begins[2:], begins[3:], strict=False):
        first, last = begin - before + 1, end - before
        span = str(first) if first == last else f"{first}—{last}"
        day = chinese_date(date.fromisoformat(entry["dated"]))
        at = contents.index(f"{day}{span}", contents.index("".join(entry["title"].split()), at))
        for offset in range(end - begin):
            assert stamped(reader.pages[begin + offset]) == str(first + offset)
    assert archive.main["pages"] == begins[-1] - before
    assert f"{archive.main['pages']}页" in pages[0]


def test_each_paper_stands_in_the_volume_unchanged(archive: Archive) -> None:
    title, own = archive.decision
    first = archive.begins()[title]
    bound = PdfReader(BytesIO(archive.pdf)).pages

    for offset, page in enumerate(PdfReader(BytesIO(own)).pages):
        streams = [one.get_object().get_data() for one in bound[first + offset]["/Contents"]]
        assert page.get_contents().get_data() in streams


def test_the_order_is_decision_receipt_filing_evidence_notice_execution(archive: Archive) -> None:
    main, secondary = (
        [entry["title"].partition("　")[0] for entry in archive.plans[part]["entries"]]
        for part in ("main", "secondary")
    )

    assert main == [
        "行政处罚决定书", "送达回证", "立案审批表", "现场检查(勘察)笔录", "证据1", "调查报告",
        "行政处罚事先告知书", "送达回证", "行政处罚信息公开表", "结案审批表",
    ]  # fmt: skip
    assert secondary == ["行政处罚裁量表", "案件审查表", "法制审核表"]


def test_an_exhibit_stands_with_number_digest_fact_and_reading_copy(archive: Archive) -> None:
    pages = texts(archive.pdf)
    at = next(n for n, text in enumerate(pages) if "证据编号证据1" in text)
    media = archive.exhibit["media"]

    for part in (media["sha256"], media["sm3"], "黑水自2号排口排出"):
        assert part in pages[at]
    assert len(PdfReader(BytesIO(archive.pdf)).pages[at].images) == 1


def test_two_makings_give_the_same_bytes(archive: Archive) -> None:
    made = [bind(archive.plans["main"], archive.papers, archive.copies) for _ in range(2)]

    assert [one.content for one in made] == [archive.pdf] * 2
    assert hashlib.sha256(archive.pdf).hexdigest() == archive.main["sha256"]


def test_only_pinned_fonts_are_in_it(archive: Archive) -> None:
    fonts = {
        str(font["/BaseFont"]).split("+")[1]
        for page in PdfReader(BytesIO(archive.pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts <= {"Pinned-Song", "Pinned-Hei", "Pinned-Rare"}


def test_archiving_binds_both_parts_for_good_for_those_in_scope(archived: Walk, session) -> None:
    first = listed(archived)
    stranger, liaison = archived.as_("huli-officer"), archived.as_("zheng")
    exhibit_id = archived.case()["exhibits"][0]["exhibit_id"]
    path = f"/volumes/{first[0]['id']}/content"
    seen = liaison.get(path).status_code
    custody = liaison.get(f"/exhibits/{exhibit_id}/custody").json["items"]
    row = session.get_one(Volume, first[0]["id"])
    columns = {column.key: getattr(row, column.key) for column in Volume.__table__.columns}

    assert [(one["part"], one["is_final"], one["state"]) for one in first] == [
        ("main", True, "ready"),
        ("secondary", True, "ready"),
    ]
    assert ask(archived) == first
    assert seen == 200
    assert {"what": "volume"} in [one["detail"] for one in custody if one["action"] == "viewed"]
    assert stranger.get("/volumes", **subject(archived)).status_code == 404
    assert stranger.post("/volumes", subject(archived)).status_code == 404
    assert stranger.get(path).status_code == 404
    session.add(Volume(**columns | {"id": new_id(), "plan_sha256": "0" * 64}))
    with pytest.raises(IntegrityError, match="uq_volume_final"):
        session.flush()


def test_a_running_case_is_bound_as_it_stands_and_anew_when_it_went_on(closed: Walk) -> None:
    first = ask(closed)
    same = ask(closed)
    shown = {"published_on": today(), "channel": "市局门户网站", "redactions_checked": True}
    closed.must("chen", "publish_decision", shown)
    later = ask(closed)

    assert same == first
    assert [one["is_final"] for one in later] == [False] * 4
    assert {one["id"] for one in first} < {one["id"] for one in later}
    assert PARTY in texts(content(closed, later[0]))[0]


def test_no_volume_is_archived_while_a_paper_is_missing(closed: Walk, session) -> None:
    shown = {"published_on": today(), "channel": "市局门户网站", "redactions_checked": True}
    closed.as_("chen").act(f"/cases/{closed.case_id}", "publish_decision", shown)

    refused = closed.as_("zheng").act(f"/cases/{closed.case_id}", "archive")

    assert codes(refused) == ["documents_pending"]
    assert listed(closed) == []


def test_a_volume_that_failed_is_tried_again_and_never_binds_altered_papers(closed, session):
    closed.as_("chen").post("/volumes", subject(closed))
    waiting = listed(closed)[0]
    early = closed.as_("chen").get(f"/volumes/{waiting['id']}/content")
    plan = session.get_one(Volume, waiting["id"]).plan
    with pytest.raises(VolumeAltered):
        jobs._paper(plan["entries"][0] | {"sha256": "0" * 64})
    session.execute(update(Volume).values(state="failed", failure="无法排版"))
    session.commit()

    assert (early.status_code, early.json["code"]) == (409, "volume_not_ready")
    assert [one["state"] for one in ask(closed)] == ["ready", "ready"]
