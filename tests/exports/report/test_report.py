"""The report: what it states, that it is PDF/A, signed, stamped, and that a changed byte shows."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from backend.anchors import make_authority
from backend.anchors.service import local_authority
from backend.evidence.rules.flags import FLAG_CODES
from backend.exports.report import uco, words
from backend.exports.report.brackets import Stamp, bracket_of
from backend.exports.report.certificates import (
    REVOKED_FILE,
    ROOT_FILE,
    SIGNER_FILE,
    make_report_signer,
)
from backend.exports.report.facts import facts_of
from backend.exports.report.rendering import MOST_IN_FULL, set_report
from backend.exports.report.signing import ReportSigner, TimeStamps, sign_report
from backend.kernel.clock import now
from backend.kernel.pdf import Pdf
from tests.exports.report.plans import plan_of

NOW = datetime.now(UTC)


@cache
def report_of(count: int) -> Pdf:
    return set_report(facts_of(plan_of(count)))


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signer's files and a time-stamping authority's."""
    folder = tmp_path_factory.mktemp("keys")
    make_report_signer(folder, NOW)
    make_authority(folder, "a")
    return folder


@pytest.fixture(scope="module")
def sign(keys: Path) -> Callable[..., bytes]:
    """Sign a small report, with or without a time stamp."""
    signer = ReportSigner(
        bundle=(keys / SIGNER_FILE).read_bytes(),
        passphrase=None,
        roots=[(keys / ROOT_FILE).read_bytes()],
        revocation_lists=[(keys / REVOKED_FILE).read_bytes()],
    )
    stamps = TimeStamps(
        lambda request: local_authority.stamp(keys, "a", request),
        [(keys / "a-root.pem").read_bytes()],
    )

    def signed(*, is_stamped: bool = True) -> bytes:
        return sign_report(report_of(1).content, signer, stamps if is_stamped else None, NOW)

    return signed


def validated(content: bytes, keys: Path) -> Any:
    roots = [
        x509.Certificate.load(pem.unarmor((keys / name).read_bytes())[2])
        for name in (ROOT_FILE, "a-root.pem")
    ]
    signature = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots))


@pytest.mark.parametrize(
    "part",
    [
        "互联网法院规定第十一条：六项审查因素",
        "法发〔2016〕22号：完整性的保护与清单",
        "第十八条：上链之前的真实性",
        "（六）是否可以通过特定形式得到验证",
        "未核对、密码学不能证明的内容",
        "只能推定形式上的完整性，不能证明内容的实质真实",
        "第一部分：形成过程",
        "第二部分：本包各件为原件的完整复制",
        "向本机关另行取得核验工具",
    ],
)
def test_the_report_has_a_section_for_each_rule(part: str) -> None:
    assert part in text_of(report_of(1).content)


def test_rare_characters_and_markup_of_names_come_out() -> None:
    text = text_of(report_of(1).content)

    assert "𠮷田㛃" in text
    assert "行政诉讼举证<一>&二" in text


def test_every_exhibit_shows_both_digests_and_who_did_what() -> None:
    plan = plan_of(1)
    text = text_of(report_of(1).content)

    assert plan.exhibits[0].sha256 in text
    assert "SM3" + "5" * 64 in text
    assert "导出exported" in text
    assert "陈志强（厦门市思明生态环境局）" in text
    assert "定位误差较大：误差（米）80" in text


def test_each_end_of_the_bracket_names_its_clock() -> None:
    text = text_of(report_of(1).content)

    assert "2026-11-2211:50:00时间戳机构“演示甲”" in text
    assert "2026-11-2212:00:03主管机关服务器" in text
    assert "2026-11-2212:10:00时间戳机构“演示乙”" in text


def test_a_report_without_stamps_says_so() -> None:
    text = text_of(set_report(facts_of(plan_of(1, anchors=[]))).content)

    assert "本包没有外部时间戳：所有时间以主管机关服务器为准" in text


def test_the_witness_is_named_with_its_own_time() -> None:
    assert "witness.example/legal，2026-11-2212:05:00" in text_of(report_of(1).content)


def test_a_character_that_no_font_holds_is_shown_as_missing() -> None:
    text = text_of(set_report(facts_of(plan_of(1, recipient="法\U0010fffd院"))).content)

    assert "法〓院" in text


def test_a_large_package_lists_every_exhibit_but_not_every_record() -> None:
    count = MOST_IN_FULL + 1
    content = report_of(count).content

    text = text_of(content)

    assert f"outfall-{count:04d}.jpg" in text
    assert "本包证据较多" in text
    assert len(PdfReader(BytesIO(content)).pages) < 25


def test_an_unseen_log_leaves_the_beginning_unproven() -> None:
    assert bracket_of(None, None, None, []).not_before == ()


def test_a_stamp_bounds_only_what_it_covers() -> None:
    early, late = Stamp("a", 10, "2026-01-01T00:00:00Z"), Stamp("a", 20, "2026-01-02T00:00:00Z")

    bracket = bracket_of({"tree_size": 15}, None, 12, [early, late])

    assert [end[0] for end in bracket.not_before] == [early.gen_time]
    assert [end[0] for end in bracket.not_after] == [late.gen_time]


def test_the_signature_holds_and_bears_the_authoritys_time(sign, keys) -> None:
    status = validated(sign(), keys)

    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert abs(status.timestamp_validity.timestamp - now()).total_seconds() < 3600


def test_a_report_is_signed_even_when_no_authority_answers(sign, keys) -> None:
    assert validated(sign(is_stamped=False), keys).bottom_line


def test_a_flipped_byte_breaks_the_signature(sign, keys) -> None:
    content = bytearray(sign())
    content[len(report_of(1).content) // 2] ^= 1

    status = validated(bytes(content), keys)

    assert not status.intact
    assert not status.bottom_line


def test_signing_keeps_the_marks_of_pdf_a_and_the_text(sign) -> None:
    before, content = report_of(1).content, sign()
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]

    assert content.startswith(before)
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp or 'pdfaid:part="2"' in xmp
    assert root["/OutputIntents"]
    assert "/Encrypt" not in reader.trailer
    assert text_of(content) == text_of(before)


def test_the_signature_draws_nothing_and_is_printable_as_pdf_a_asks(sign) -> None:
    reader = PdfReader(BytesIO(sign()))
    (field,) = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    widget = field.get_object()

    assert [float(number) for number in widget["/Rect"]] == [0, 0, 0, 0]
    assert int(widget["/F"]) & 4
    assert not int(widget["/F"]) & 2


def test_what_later_checks_need_is_embedded(sign) -> None:
    store = PdfReader(BytesIO(sign())).trailer["/Root"]["/DSS"]

    assert len(store["/Certs"]) >= 2
    assert len(store["/CRLs"]) == 1


def test_the_case_view_names_each_file_with_its_hashes_and_custody() -> None:
    plan = plan_of(2)
    graph = json.loads(uco.case_uco(plan))["@graph"]
    kinds = [node["@type"] for node in graph]

    assert kinds.count("case-investigation:ProvenanceRecord") == 2
    assert kinds.count("case-investigation:Investigation") == 1
    assert len({node["@id"] for node in graph}) == len(graph)
    (first,) = (node for node in graph if node["@id"] == f"kb:file-{plan.exhibits[0].id}")
    (facet,) = first["uco-core:hasFacet"]
    values = [one["uco-types:hashValue"]["@value"] for one in facet["uco-observable:hash"]]
    assert values == [plan.exhibits[0].sha256, "5" * 64]
    derived = [node for node in graph if node["@type"].endswith("ObservableRelationship")]
    assert {node["uco-core:kindOfRelationship"] for node in derived} == {"Derived_From"}


def test_every_flag_has_words_in_both_languages() -> None:
    assert set(FLAG_CODES) <= set(words.FLAGS)
