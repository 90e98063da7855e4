"""Numbers, money, days and the check of a document's data."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.documents.kinds import KINDS
from backend.documents.rules import (
    MAX_FEN,
    chinese_date,
    chinese_time,
    digest_of,
    snapshot_of,
    written_number,
    yuan,
    yuan_capitals,
)
from backend.kernel.errors import Invalid
from tests.documents.samples import SAMPLES, png

VALUES = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
WEIGHTS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (25, "贰角伍分"),
        (100, "壹元整"),
        (1_000, "壹拾元整"),
        (2_900_000, "贰万玖仟元整"),
        (100_005, "壹仟元零伍分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (10_000_000, "壹拾万元整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (100_000_100, "壹佰万零壹元整"),
        (1_000_000_000, "壹仟万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_000_000_000, "壹亿元整"),
        (1_000_100_000_000, "壹佰亿零壹佰万元整"),
        (
            MAX_FEN,
            "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
    ],
)
def test_money_in_capitals(fen: int, text: str) -> None:
    assert yuan_capitals(fen) == text


def read_capitals(text: str) -> int:
    whole, _, rest = text.rpartition("元") if "元" in text else ("", "", text)
    total = group = digit = 0
    for char in whole:
        if char in VALUES:
            digit = VALUES[char]
        elif char in WEIGHTS:
            group, digit = group + digit * WEIGHTS[char], 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8}[char]
            group = digit = 0
    fen = (total + group + digit) * 100
    for unit, weight in (("角", 10), ("分", 1)):
        if unit in rest:
            fen += VALUES[rest[rest.index(unit) - 1]] * weight
    return fen


@given(st.integers(0, MAX_FEN))
def test_money_in_capitals_reads_back(fen: int) -> None:
    assert read_capitals(yuan_capitals(fen)) == fen


@given(st.integers(0, MAX_FEN))
def test_money_in_capitals_never_doubles_or_dangles_a_zero(fen: int) -> None:
    text = yuan_capitals(fen)

    assert "零零" not in text
    assert "零元" not in text or text == "零元整"
    assert "零万" not in text
    assert "零亿" not in text


@pytest.mark.parametrize("fen", [-1, MAX_FEN + 1])
def test_money_that_cannot_be_written_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        yuan_capitals(fen)


def test_money_in_figures() -> None:
    assert [yuan(2_900_000), yuan(5), yuan(123_456_789)] == ["¥29,000.00", "¥0.05", "¥1,234,567.89"]


def test_days_and_times_are_those_of_the_bureau() -> None:
    assert chinese_date(date(2026, 11, 2)) == "2026年11月2日"
    assert chinese_time(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "2026年11月23日0时05分"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("penalty_decision", "闽厦环思罚〔2026〕12号"),
        ("prior_notice", "闽厦环思罚告〔2026〕12号"),
        ("filing_approval", "闽厦环思立〔2026〕12号"),
    ],
)
def test_a_number_names_authority_class_year_and_serial(kind: str, number: str) -> None:
    assert written_number("闽厦环思", kind, 2026, 12) == number


def test_no_two_kinds_share_a_class_word() -> None:
    words = [kind.number_word for kind in KINDS.values()]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", KINDS)
def test_complete_data_are_frozen_as_json(kind: str) -> None:
    assert len(digest_of(snapshot_of(kind, SAMPLES[kind]))) == 64


def refusals(kind: str, data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        snapshot_of(kind, data)
    return {pointer: code for pointer, (code, _) in caught.value.errors.items()}


def test_missing_and_unknown_data_are_refused_by_name() -> None:
    data = {**SAMPLES["penalty_decision"], "colour": "red"}
    del data["facts"]

    assert refusals("penalty_decision", data) == {
        "/facts": "field_missing",
        "/colour": "field_unknown",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("facts", " "),
        ("facts", None),
        ("facts", "a\x00b"),
        ("contents", []),
        ("contents", "罚款"),
        ("filed_on", "2026-11-04"),
        ("filed_on", datetime(2026, 11, 4, tzinfo=UTC)),
        ("pay_days", 0),
        ("pay_days", 2.5),
        ("pay_days", True),
        ("pay_days", -1),
        ("exhibits", []),
        ("exhibits", None),
        ("party", None),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: Any) -> None:
    data = {**SAMPLES["penalty_decision"], name: value}

    assert refusals("penalty_decision", data) == {f"/{name}": "field_invalid"}


@pytest.mark.parametrize("fen", [2.5, True, -1, "100", None])
def test_money_that_is_not_a_whole_number_of_fen_is_refused_by_name(fen: Any) -> None:
    data = {**SAMPLES["daily_penalty_decision"], "original_fine_fen": fen}

    assert refusals("daily_penalty_decision", data) == {"/original_fine_fen": "field_invalid"}


def test_a_wrong_value_inside_a_list_is_refused_by_its_place() -> None:
    exhibits = [
        SAMPLES["penalty_decision"]["exhibits"][0],
        {**SAMPLES["penalty_decision"]["exhibits"][1], "captured_at": datetime(2026, 1, 1)},  # noqa: DTZ001
    ]

    assert refusals("penalty_decision", {**SAMPLES["penalty_decision"], "exhibits": exhibits}) == {
        "/exhibits/1/captured_at": "field_invalid"
    }


@pytest.mark.parametrize(
    "signature",
    [
        "https://x.example/a",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC",
        png()[:200],
    ],
)
def test_a_signature_must_be_a_whole_png_written_into_the_page(signature: str) -> None:
    opinion = {**SAMPLES["inspection_record"]["party_opinion"], "signature": signature}

    assert refusals(
        "inspection_record", {**SAMPLES["inspection_record"], "party_opinion": opinion}
    ) == {"/party_opinion/signature": "field_invalid"}


def test_an_optional_text_left_empty_is_none() -> None:
    assert (
        snapshot_of("service_receipt", {**SAMPLES["service_receipt"], "note": ""})["note"] is None
    )


def test_an_unknown_way_of_service_is_refused() -> None:
    assert refusals("service_receipt", {**SAMPLES["service_receipt"], "mode": "drone"}) == {
        "/mode": "field_invalid"
    }
