"""What the report states, drawn from the same bytes that go into the package."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from backend.exports.report import words
from backend.exports.report.brackets import Bracket, Stamp, bracket_of
from backend.exports.report.notes import Checkpoint, read_note
from backend.exports.report.words import Words
from backend.exports.rules import PackedExhibit, Plan


@dataclass(frozen=True)
class EventFacts:
    """A custody record in words."""

    seq: int
    at: str
    action: Words
    who: Words
    what: str


@dataclass(frozen=True)
class CopyFacts:
    """A derivative of an original."""

    step: Words
    sha256: str
    size: int
    tool: str


@dataclass(frozen=True)
class ExhibitFacts:
    """An exhibit as the report shows it."""

    number: int
    id: str
    file_name: str
    mime: str
    size: int
    sha256: str
    sm3: str
    captured_at: str
    offset_ms: int | None
    captured_by: str
    device: str
    key_id: str
    source: Words
    is_taken_in_app: bool
    place: Words
    bracket: Bracket
    flags: list[tuple[Words, str]]
    events: list[EventFacts]
    copies: list[CopyFacts]


@dataclass(frozen=True)
class ReportFacts:
    """Everything the report's page needs."""

    head: dict[str, Any]
    checkpoint: Checkpoint
    stamps: list[Stamp]
    exhibits: list[ExhibitFacts]


def facts_of(plan: Plan) -> ReportFacts:
    """Return the facts of a package."""
    stamps = [
        Stamp(anchor["authority"], anchor["tree_size"], anchor["gen_time"])
        for anchor in plan.report.get("anchors", [])
    ]
    exhibits = [_exhibit(number, one, stamps) for number, one in enumerate(plan.exhibits, 1)]
    return ReportFacts(plan.report, read_note(plan.checkpoint), stamps, exhibits)


def _exhibit(number: int, packed: PackedExhibit, stamps: list[Stamp]) -> ExhibitFacts:
    shown, capture = packed.report, _capture(packed)
    events = [json.loads(record) for record in packed.chain.records]
    receipt = json.loads(base64.b64decode(packed.receipt["statement"]) or b"{}")
    received = next((e["seq"] for e in events if e["action"] == "received"), None)
    leaf = packed.chain.proofs.get(str(received), {}).get("leaf_index")
    return ExhibitFacts(
        number=number,
        id=packed.id,
        file_name=shown["file_name"],
        mime=shown["mime"],
        size=shown["size"],
        sha256=shown["sha256"] or "",
        sm3=shown["sm3"] or "",
        captured_at=capture["captured_at"],
        offset_ms=capture.get("clock_offset_ms"),
        captured_by=shown["captured_by"],
        device=shown["device"]["model"],
        key_id=capture["device_key_id"],
        source=words.word(words.SOURCES, capture["source"]),
        is_taken_in_app=capture["source"] == "in_app_camera",
        place=_place(capture),
        bracket=bracket_of(capture.get("not_before"), receipt.get("issued_at"), leaf, stamps),
        flags=[
            (words.word(words.FLAGS, flag["code"]), _plain(flag.get("facts") or {}))
            for flag in shown["flags"]
        ],
        events=[_event(event) for event in events],
        copies=[_copy(e["detail"]) for e in events if e["action"] in ("derived", "redacted")],
    )


def _capture(packed: PackedExhibit) -> dict[str, Any]:
    payload = json.loads(packed.envelope)["payload"]
    capture: dict[str, Any] = json.loads(base64.b64decode(payload))
    return capture


def _place(capture: dict[str, Any]) -> Words:
    fix = capture.get("fix")
    if not fix:
        reason = capture.get("no_fix_reason") or ""
        return (f"无定位（{reason}）", f"no fix ({reason})")
    lat, lon, acc = fix["lat_e7"] / 10**7, fix["lon_e7"] / 10**7, fix["acc_cm"] / 100
    shown = f"{lat:.6f}, {lon:.6f} ±{acc:.0f} m {fix['crs']}"
    return (shown, shown)


def _event(event: dict[str, Any]) -> EventFacts:
    return EventFacts(
        seq=event["seq"],
        at=event["at"],
        action=words.word(words.ACTIONS, event["action"]),
        who=_who(event.get("actor"), event.get("second_actor")),
        what=_what(event["action"], event["detail"]),
    )


def _who(actor: dict[str, Any] | None, second: dict[str, Any] | None) -> Words:
    if actor is None:
        return ("系统", "system")
    named = [one for one in (actor, second) if one]
    name = "、".join(f"{one['name']}（{one['org']}）" for one in named)
    roles = [words.word(words.ROLES, role) for role in actor["role"].split(",")]
    return (f"{name} {'、'.join(r[0] for r in roles)}", ", ".join(role[1] for role in roles))


KEPT_WHOLE = {
    "exported": ("recipient", "purpose"),
    "transferred_out": ("recipient_org", "receiver_name", "purpose"),
    "transferred_in": ("recipient_org", "receiver_name"),
    "linked": ("label",),
    "unlinked": ("label",),
    "hold_on": ("reason",),
    "hold_off": ("reason",),
    "retention_set": ("policy", "retain_until"),
    "disposed": ("reason", "method"),
    "viewed": ("what",),
    "rejected": ("code", "reason"),
}


def _what(action: str, detail: dict[str, Any]) -> str:
    """Return what of an event's detail a reader needs; the whole is in the package."""
    if action in ("derived", "redacted"):
        step = words.word(words.STEPS, str(detail.get("op")))
        return f"{step[0]} {step[1]}"
    names = KEPT_WHOLE.get(action, ())
    return "；".join(str(detail[name]) for name in names if detail.get(name))


def _copy(detail: dict[str, Any]) -> CopyFacts:
    tool = f"{detail.get('tool', '')} {detail.get('tool_version', '')}".strip()
    step = words.word(words.STEPS, str(detail.get("op")))
    return CopyFacts(step, str(detail.get("sha256", "")), int(detail.get("size") or 0), tool)


def _plain(facts: dict[str, Any]) -> str:
    return "，".join(f"{words.FACTS.get(name, name)} {value}" for name, value in facts.items())
