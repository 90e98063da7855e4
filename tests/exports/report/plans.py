"""Plans of packages for tests of the report, made without a server."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from backend.exports.rules import Chain, PackedDevice, PackedExhibit, Plan

ROOT = base64.b64encode(bytes(32)).decode()
CHEN = {
    "user_id": "u",
    "name": "陈志强",
    "role": "officer",
    "org": "厦门市思明生态环境局",
    "badge_no": "13020326001",
    "ip": "10.0.0.1",
    "device_key_id": None,
}


def cosigned_note(size: int) -> str:
    """Return a checkpoint with a log's line and a witness's, whose signatures are blank."""
    log = base64.b64encode(bytes(68)).decode()
    seen = int(datetime(2026, 11, 22, 4, 5, tzinfo=UTC).timestamp()).to_bytes(8, "big")
    witness = base64.b64encode(bytes(4) + seen + bytes(64)).decode()
    text = f"xunzheng.example/log\n{size}\n{ROOT}\nsm3-root {ROOT}\n"
    lines = f"— xunzheng.example/log {log}\n— witness.example/legal {witness}\n"
    return f"{text}\n{lines}"


def record(seq: int, action: str, at: str, actor: Any = CHEN, **detail: Any) -> bytes:
    """Return a custody event's bytes."""
    return json.dumps(
        {"seq": seq, "action": action, "at": at, "actor": actor, "detail": detail},
        ensure_ascii=False,
    ).encode()


def packed(number: int, events: int = 0, **changes: Any) -> PackedExhibit:
    """Return an exhibit with a capture record, a receipt and a chain."""
    name = f"outfall-{number:04d}.jpg"
    digest = hashlib.sha256(name.encode()).hexdigest()
    capture = {
        "captured_at": "2026-11-22T04:00:00.000Z",
        "clock_offset_ms": 40,
        "device_key_id": "k" * 64,
        "source": "in_app_camera",
        "fix": {"lat_e7": 244600000, "lon_e7": 1181000000, "acc_cm": 800, "crs": "WGS-84"},
        "no_fix_reason": None,
        "not_before": {
            "origin": "xunzheng.example/log",
            "tree_size": 80,
            "root": ROOT,
            "issued_at": "2026-11-22T03:55:00.000Z",
        },
    } | changes
    envelope = {"payload": base64.b64encode(json.dumps(capture).encode()).decode()}
    receipt = {"issued_at": "2026-11-22T04:00:03.000Z"}
    records = [
        record(1, "received", "2026-11-22T04:00:02.000Z"),
        record(2, "stored", "2026-11-22T04:00:02.500Z", None),
        record(
            3, "derived", "2026-11-22T04:10:00.000Z", None, op="preview", sha256="d" * 64,
            size=1234, tool="pillow", tool_version="13.0",
        ),
        record(4, "viewed", "2026-11-22T05:00:00.000Z", what="preview"),
        *(record(5 + n, "viewed", "2026-11-22T05:10:00.000Z") for n in range(events)),
        record(
            5 + events, "exported", "2026-11-22T06:00:00.000Z",
            recipient="厦门市思明区人民法院", purpose="举证",
        ),
    ]  # fmt: skip
    return PackedExhibit(
        id=f"01a2032a-4ac5-7316-a1d4-{number:012d}",
        store_key="",
        size=284_113,
        sha256=digest,
        extension="jpg",
        envelope=json.dumps(envelope).encode(),
        receipt={"statement": base64.b64encode(json.dumps(receipt).encode()).decode()},
        chain=Chain("x", records, {"1": {"leaf_index": 90}}),
        report={
            "id": f"01a2032a-4ac5-7316-a1d4-{number:012d}",
            "file_name": name,
            "mime": "image/jpeg",
            "size": 284_113,
            "sha256": digest,
            "sm3": "5" * 64,
            "captured_at": "2026-11-22T04:00:00.000Z",
            "captured_by": "𠮷田㛃",
            "device": {"id": "d", "model": "鸿蒙 PDA X5"},
            "flags": [{"code": "fix_inaccurate", "facts": {"accuracy_m": 80}}]
            if number == 1
            else [],
        },
    )


ANCHORS = [
    {"authority": "演示甲", "kind": "rfc3161", "tree_size": 70, "gen_time": "2026-11-22T03:50:00Z"},
    {
        "authority": "演示乙",
        "kind": "rfc3161",
        "tree_size": 120,
        "gen_time": "2026-11-22T04:10:00Z",
    },
]


def plan_of(count: int, *, anchors: Any = ANCHORS, **report: Any) -> Plan:
    """Return a plan of so many exhibits."""
    exhibits = [packed(number) for number in range(1, count + 1)]
    return Plan(
        export_id="01a2032a-4ac5-7316-a1d4-099a982c5484",
        info={},
        report={
            "v": "xunzheng.package/2",
            "export_id": "01a2032a-4ac5-7316-a1d4-099a982c5484",
            "created_at": "2026-11-22T06:00:00.000Z",
            "exported_by": {"name": "郑琳", "org": "厦门市思明生态环境局"},
            "recipient": "厦门市思明区人民法院",
            "purpose": "行政诉讼举证 <一>&二",
            "case_id": None,
            "checkpoint": {"tree_size": 120, "issued_at": "2026-11-22T06:00:01.000Z"},
            "anchors": anchors,
            "exhibits": [exhibit.report for exhibit in exhibits],
        }
        | report,
        checkpoint=cosigned_note(120),
        exhibits=exhibits,
        devices=[PackedDevice("k" * 64, Chain("d", [], {}))],
    )
