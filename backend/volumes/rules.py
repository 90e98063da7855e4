"""Which paper stands where in a volume (环境行政处罚办法 2010 第六十八条、第六十九条)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from backend.kernel.jcs import canonical_bytes

Json = dict[str, Any]
PARTS = MappingProxyType({"main": "正卷", "secondary": "副卷"})
EXHIBITS = "exhibits"
"""Where the exhibits stand among the kinds of documents."""
RECEIPT = "service_receipt"
STATES = ("building", "ready", "failed")

MAIN = (
    # 决定书
    "penalty_decision", "no_penalty_decision", "on_spot_decision", "daily_penalty_decision",
    "production_limit_decision", "production_stop_decision",
    # 立案
    "jurisdiction_designation", "case_assignment", "filing_approval", "filing_withdrawal",
    # 证据
    "inspection_record", "on_spot_record", "interview_notice", "mandate", "service_address",
    "recusal_reply", "evidence_order", "sampling_record", "testing_commission", "testing_notice",
    "result_notice", "assistance_letter", "assistance_result", "evidence_list", EXHIBITS,
    "suspension_approval", "resumption_approval", "investigation_report", "termination_approval",
    # 责令改正
    "correction_order", "correction_order_again", "compensation_notice", "leniency_promise",
    # 告知、听证
    "prior_notice", "no_penalty_notice", "daily_penalty_notice", "production_limit_notice",
    "production_stop_notice", "hearing_notice", "hearing_record",
    # 财物
    "registration_notice", "registration_release", "seizure_decision", "seizure_list",
    "seizure_record", "seizure_extension", "seizure_release", "production_release",
    # 移送
    "case_referral", "detention_transfer", "detention_list", "crime_transfer",
    "crime_list", "evidence_handover",
    # 执行、公开、结案
    "deferral_notice", "demand_notice", "court_application", "publication_form",
    "closing_approval",
)  # fmt: skip
SECONDARY = (
    # 审查意见、听证报告、法制审核、集体讨论和各项内部审批
    "discretion_form", "no_penalty_form", "case_review_form", "hearing_report",
    "legal_review_form", "discussion_record", "internal_approval", "seizure_approval",
    "detention_approval", "crime_approval",
)  # fmt: skip
LEFT_OUT = frozenset({"volume_cover", "volume_contents", "volume_note"})
"""Single sheets whose facts the bound volume prints itself."""
_PLACES: Mapping[str, tuple[str, int]] = MappingProxyType(
    {kind: ("main", rank) for rank, kind in enumerate(MAIN)}
    | {kind: ("secondary", rank) for rank, kind in enumerate(SECONDARY)}
)


@dataclass(frozen=True)
class Paper:
    """An issued document as the volume sees it; `serves` is the number of the one it was the
    receipt for.
    """

    kind: str
    number: str | None
    serves: str | None
    entry: Json


def place_of(kind: str) -> tuple[str, int]:
    """Return the part a kind belongs to and its rank there; an unknown kind ends the main part."""
    return _PLACES.get(kind, ("main", len(MAIN)))


def in_order(papers: Iterable[Paper], exhibits: list[Json]) -> dict[str, list[Json]]:
    """Return the entries of each part: kinds by rank, those of a kind as they were issued, each
    receipt behind what it serves, the exhibits in their place.
    """
    receipts: dict[str, list[Json]] = {}
    ranked: dict[str, list[tuple[int, list[Json]]]] = {part: [] for part in PARTS}
    others = []
    for paper in papers:
        if paper.kind in LEFT_OUT:
            continue
        if paper.kind == RECEIPT and paper.serves:
            receipts.setdefault(paper.serves, []).append(paper.entry)
        else:
            others.append(paper)
    for paper in others:
        part, rank = place_of(paper.kind)
        served = receipts.pop(paper.number, []) if paper.number else []
        ranked[part].append((rank, [paper.entry, *served]))
    ranked["main"] += [(len(MAIN), lost) for lost in receipts.values()]
    if exhibits:
        ranked["main"].append((place_of(EXHIBITS)[1], exhibits))
    return {
        part: [entry for _, group in sorted(rows, key=lambda row: row[0]) for entry in group]
        for part, rows in ranked.items()
    }


def digest_of(plan: Json) -> str:
    """Return the SHA-256 of a plan's canonical bytes, in hex."""
    return hashlib.sha256(canonical_bytes(plan)).hexdigest()
