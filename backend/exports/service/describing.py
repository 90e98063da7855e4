"""The report's facts, for people and programs: what was exported and what each factor rests on."""

import base64
import json
from typing import Any

from backend.exports import rules
from backend.exports.models import Export
from backend.exports.report.brackets import Stamp, bracket_of
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json
from backend.ledger import PACKAGE_FORMAT, LogCheckpoint


def report_of(
    export: Export,
    actor: Actor,
    checkpoint: LogCheckpoint,
    packed: list[rules.PackedExhibit],
    anchors: list[Json],
) -> Json:
    """Return the report of a package."""
    stamps = [Stamp(one["authority"], one["tree_size"], one["gen_time"]) for one in anchors]
    exhibits = [one.report | {"bracket": _bracket(one, stamps)} for one in packed]
    return {
        "v": PACKAGE_FORMAT,
        "export_id": str(export.id),
        "created_at": wire_time(export.created_at),
        "exported_by": {"name": actor.full_name, "org": actor.authority_name},
        "recipient": export.recipient,
        "purpose": export.purpose,
        "case_id": str(export.case_id) if export.case_id else None,
        "checkpoint": {
            "tree_size": checkpoint.tree_size,
            "issued_at": wire_time(checkpoint.issued_at),
        },
        "anchors": anchors,
        "exhibits": exhibits,
        "factors": _factors(packed, anchors, checkpoint),
        "checked": list(rules.CHECKED),
        "not_checked": list(rules.NOT_CHECKED),
    }


def _bracket(packed: rules.PackedExhibit, stamps: list[Stamp]) -> Json:
    capture = json.loads(base64.b64decode(json.loads(packed.envelope)["payload"]))
    receipt = json.loads(base64.b64decode(packed.receipt["statement"]) or b"{}")
    bracket = bracket_of(
        capture.get("not_before"), receipt.get("issued_at"), _received_leaf(packed.chain), stamps
    )
    ends = {"not_before": bracket.not_before, "not_after": bracket.not_after}
    return {
        name: [{"at": at, "by_zh": zh, "by_en": en} for at, zh, en in moments]
        for name, moments in ends.items()
    }


def _received_leaf(chain: rules.Chain) -> int | None:
    for seq, record in enumerate(chain.records, 1):
        if b'"action":"received"' in record:
            leaf: int = chain.proofs[str(seq)]["leaf_index"]
            return leaf
    return None


def _factors(
    packed: list[rules.PackedExhibit], anchors: list[Json], checkpoint: LogCheckpoint
) -> list[Json]:
    """Return what the six factors of 最高人民法院关于互联网法院审理案件若干问题的规定 art. 11 rest
    on in this package.
    """
    reports = [one.report for one in packed]
    facts: dict[str, Any] = {
        "environment": {"devices": sorted({one["device"]["model"] for one in reports})},
        "subject_and_time": {
            "people": sorted({one["captured_by"] for one in reports}),
            "stamping_authorities": sorted({one["authority"] for one in anchors}),
        },
        "custody_medium": {"records": sum(len(one.chain.records) for one in packed)},
        "extraction_tool": {"digests": ["SHA-256", "SM3"]},
        "completeness": {
            "exhibits": len(packed),
            "derivatives": sum(len(one.copies) for one in packed),
        },
        "verification": {"tree_size": checkpoint.tree_size, "verifier": "verify.py"},
    }
    return [{"code": code, "facts": one} for code, one in facts.items()]
