"""The PDFs: what stands in them, in which fonts, and that they are always the same bytes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from backend.documents.kinds import KINDS, Field
from backend.documents.rendering import pdf_of
from backend.documents.rules import chinese_date, document_title, snapshot_of, yuan
from backend.kernel.pdf import CannotRender, Pdf, render_pdf, unprintable
from tests.documents.parts import CITIZEN, PARTY
from tests.documents.samples import SAMPLES

ROOT = Path(__file__).parent.parent.parent
PINNED = {"Pinned-Song", "Pinned-Hei", "Pinned-Rare"}


def frozen(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "01938f7e-0000-7000-8000-000000000001",
        "kind": kind,
        "version": KINDS[kind].template_version,
        "title": document_title(kind),
        "created_at": "2026-11-22T06:05:00Z",
        "authority_name": "厦门市思明生态环境局",
        "number": "闽厦环思罚〔2026〕1号",
        "dated": "2026-11-22",
        "data": snapshot_of(kind, {**SAMPLES[kind], **changes}),
    }


@cache
def sample(kind: str) -> Pdf:
    return pdf_of(frozen(kind))


def text_of(kind: str, **changes: Any) -> str:
    pdf = pdf_of(frozen(kind, **changes)) if changes else sample(kind)
    pages = PdfReader(BytesIO(pdf.content)).pages
    text = "".join(page.extract_text() for page in pages)
    return "".join(text.split())


def fonts_of(content: bytes) -> set[str]:
    return {
        str(font["/BaseFont"]).split("+")[1]
        for page in PdfReader(BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_party_authority_title_and_number(kind: str) -> None:
    text = text_of(kind)

    assert SAMPLES[kind].get("party", PARTY)["name"] in text
    for part in ("厦门市思明生态环境局", document_title(kind), "闽厦环思罚〔2026〕1号"):
        assert part in text


def printed(field: Field, value: Any) -> Iterator[str]:
    """Yield how the paper writes each datum that it must show word for word."""
    if value is None:
        return
    if field.type == "record":
        for name, one in field.record.items():
            yield from printed(one, value[name])
    elif field.type == "list":
        for item in value:
            yield from printed(Field("record", record=field.record), item)
    elif field.type in WRITTEN:
        yield from WRITTEN[field.type](value)


WRITTEN: dict[str, Callable[[Any], list[str]]] = {
    "text": lambda text: ["".join(line.split()) for line in text.splitlines()],
    "date": lambda text: [chinese_date(date.fromisoformat(text))],
    "fen": lambda fen: [yuan(fen)],
}


SHARED = {"party", "officers", "violation_name", "case_number", "part_name"}
"""What the papers of a case have in common; each prints of it what its form asks for."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_day_and_amount_of_the_data_stands_in_the_paper(kind: str) -> None:
    text = text_of(kind)
    data = frozen(kind)["data"]
    wanted = [
        (name, one)
        for name, field in KINDS[kind].fields.items()
        for one in printed(field, data[name])
        if name not in SHARED
    ]

    assert [pair for pair in wanted if pair[1] not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_set_in_pinned_fonts_alone(kind: str) -> None:
    assert fonts_of(sample(kind).content) <= PINNED


@pytest.mark.parametrize("kind", KINDS)
def test_pages_say_which_of_how_many_they_are(kind: str) -> None:
    pdf = sample(kind)
    last = PdfReader(BytesIO(pdf.content)).pages[-1].extract_text()

    assert f"第{pdf.pages}页共{pdf.pages}页" in "".join(last.split())


def test_rare_characters_of_names_come_out() -> None:
    assert "𠮷田㛃" in text_of("penalty_decision")


def test_a_name_that_looks_like_markup_comes_out_as_it_is() -> None:
    party = {**SAMPLES["service_receipt"]["party"], "name": "甲<b>乙</b>&lt;公司"}

    assert "甲<b>乙</b>&lt;公司" in text_of("service_receipt", party=party)


def test_the_decision_holds_what_article_59_asks_for() -> None:
    text = text_of("penalty_decision")

    for part in (
        "91350203MA2XN8RL4T",
        "厦门市思明区观音山路12号",
        "软管接入厂区东侧雨水井",
        "生产废水经软管接入雨水井",
        "《中华人民共和国生态环境法典》第一千一百零八条",
        "罚款人民币贰万玖仟元整（¥29,000.00）",
        "15日内缴纳罚款",
        "每日按罚款数额的百分之三加处罚款",
        "六十日内向厦门市人民政府申请行政复议",
        "六个月内直接向有管辖权的人民法院提起行政诉讼",
        "（印章）2026年11月22日",
    ):
        assert part in text


def test_the_decision_tells_how_the_defence_was_reviewed() -> None:
    text = text_of("penalty_decision")

    assert "提升泵损坏属突发故障，请求从轻处罚" in text
    assert "我局对该意见不予采纳" in text


def test_the_decision_tells_that_no_defence_was_made() -> None:
    assert "在法定期限内未提出陈述、申辩意见" in text_of("penalty_decision", defence=None)


def test_a_citizen_is_addressed_as_one() -> None:
    text = text_of("prior_notice", party=CITIZEN)

    assert "你单位" not in text
    assert "公民身份号码" in text


def test_the_notice_gives_five_working_days_and_the_hearing_only_where_owed() -> None:
    owed, not_owed = text_of("prior_notice"), text_of("prior_notice", may_request_hearing=False)

    assert "5个工作日内向我局进行陈述和申辩" in owed
    assert "要求听证" in owed
    assert "要求听证" not in not_owed


def test_a_refused_signature_is_noted_with_its_reason() -> None:
    opinion = {
        **SAMPLES["inspection_record"]["party_opinion"],
        "is_refused": True,
        "signature": None,
        "reason": "不认可检查结果",
    }

    text = text_of("inspection_record", party_opinion=opinion)

    assert "拒绝签名。原因：不认可检查结果" in text


def test_the_record_shows_drawn_signatures() -> None:
    pages = PdfReader(BytesIO(sample("inspection_record").content)).pages

    assert sum(len(page.images) for page in pages) >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_two_renderings_give_the_same_bytes(kind: str) -> None:
    assert pdf_of(frozen(kind)).content == sample(kind).content


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "from tests.documents.test_rendering import frozen, pdf_of;"
        "print(pdf_of(frozen('penalty_decision')).sha256)"
    )

    other = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert other.stdout.strip() == sample("penalty_decision").sha256


def test_the_pdf_declares_pdfa_2b_and_only_given_dates() -> None:
    reader = PdfReader(BytesIO(sample("penalty_decision").content))
    metadata = reader.xmp_metadata

    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")
    assert str(metadata.xmp_create_date).startswith("2026-11-22 06:05:00")


@pytest.mark.parametrize("missing", ["\U00031350", "\ue000", "ก", "😀"])
def test_a_character_without_glyph_is_refused(missing: str) -> None:
    party = {**SAMPLES["penalty_decision"]["party"], "name": f"宏达{missing}公司"}

    with pytest.raises(CannotRender):
        pdf_of(frozen("penalty_decision", party=party))


def test_a_picture_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CannotRender, match="Failed to load image"):
        render_pdf('<img src="data:image/png;base64,AAAA">', "", identifier=b"1")


def test_what_has_a_glyph_is_told_beforehand() -> None:
    assert unprintable("宏达\u3000𠮷㛃\u200b\n〔2026〕¥ mg/L ㎡") == []
    assert unprintable("a👍b👍\U00031350") == ["👍", "\U00031350"]


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.png", "file:///etc/hostname", "a.png"])
def test_nothing_outside_the_page_is_read(address: str) -> None:
    with pytest.raises(CannotRender):
        render_pdf(f'<img src="{address}">', "* { font-family: Pinned Song }", identifier=b"1")


def test_a_font_of_the_host_is_refused() -> None:
    with pytest.raises(CannotRender, match="字体"):
        render_pdf("<p>abc</p>", "* { font-family: sans-serif }", identifier=b"1")
