"""Where each paper stands."""

from hypothesis import given
from hypothesis import strategies as st

from backend.documents.kinds import KINDS, SHEET_KINDS
from backend.volumes.rules import (
    EXHIBITS,
    LEFT_OUT,
    MAIN,
    RECEIPT,
    SECONDARY,
    Paper,
    in_order,
    place_of,
)

PLACED = {*MAIN, *SECONDARY} - {EXHIBITS}


def paper(kind: str, number: str, serves: str | None = None) -> Paper:
    return Paper(kind, number, serves, {"title": kind, "number": number})


def numbers(entries: list[dict]) -> list[str]:
    return [entry["number"] for entry in entries]


def test_every_kind_of_document_has_one_place() -> None:
    bound = set(KINDS) - set(SHEET_KINDS) - LEFT_OUT - {RECEIPT, "evidence_list"}

    assert bound <= PLACED
    assert set(KINDS) >= PLACED
    assert len(MAIN) + len(SECONDARY) == len({*MAIN, *SECONDARY})


def test_what_the_party_may_not_see_stands_in_the_secondary_part() -> None:
    for kind in ("case_review_form", "hearing_report", "legal_review_form", "discussion_record"):
        assert place_of(kind)[0] == "secondary"


def test_a_receipt_stands_behind_what_it_serves_and_the_decision_first() -> None:
    papers = [
        paper("filing_approval", "立1"),
        paper("prior_notice", "告1"),
        paper(RECEIPT, "送1", serves="告1"),
        paper("penalty_decision", "罚1"),
        paper(RECEIPT, "送2", serves="罚1"),
        paper("legal_review_form", "法1"),
    ]

    parts = in_order(papers, [{"number": "证1"}])

    assert numbers(parts["main"]) == ["罚1", "送2", "立1", "证1", "告1", "送1"]
    assert numbers(parts["secondary"]) == ["法1"]


@given(st.lists(st.sampled_from([*sorted(PLACED), RECEIPT, "a_kind_of_tomorrow"]), max_size=30))
def test_no_paper_is_lost_or_bound_twice(kinds: list[str]) -> None:
    papers = [
        paper(kind, str(n), serves=str(n - 1) if kind == RECEIPT else None)
        for n, kind in enumerate(kinds)
    ]

    parts = in_order(papers, [])

    assert sorted(numbers(parts["main"] + parts["secondary"])) == sorted(
        map(str, range(len(kinds)))
    )
