"""What officers and the server do: enrol, capture, link, derive, make the day's map."""

import hashlib
from typing import Any

from scripts.forge import sizes
from scripts.forge.tree import MerkleTree
from scripts.forge.world import (
    ORIGIN,
    Exhibit,
    Json,
    Phone,
    World,
    b64,
    canonical,
    made_id,
    make_phone,
    wire,
)

CASE = made_id("case 1")
OTHER_CASE = made_id("case 2")
JPEG_HEAD = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffe100164578696600004d4d002a")


def sha256(content: bytes) -> str:
    """Return the digest in hex."""
    return hashlib.sha256(content).hexdigest()


def sm3(content: bytes) -> str:
    """Return the digest in hex."""
    return hashlib.new("sm3", content).hexdigest()


def noise(name: str, size: int) -> bytes:
    """Return bytes that are the same for the same name."""
    return hashlib.shake_256(name.encode()).digest(size)


def enrol(
    world: World, owner: str, name: str, *, approver: str = "supervisor", enrolled_at: str = ""
) -> Phone:
    """Enrol a phone and have a second person approve it."""
    phone = make_phone(owner, name)
    detail = {
        "key_id": phone.key_id, "public_key": b64(phone.spki), "person_id": phone.owner,
        "key_storage": "non_extractable", "model": "Phone", "challenge_sha256": "0" * 64,
        "enrolled_at": enrolled_at or wire(world.now),
    }  # fmt: skip
    world.append(phone.device_id, "key_enrolled", detail)
    world.wait(minutes=1)
    if approver:
        approval = {
            "key_id": phone.key_id, "approved_by": made_id(approver), "approved_by_name": "李",
            "note": "",
        }  # fmt: skip
        world.append(phone.device_id, "key_approved", approval)
    world.phones.append(phone)
    return phone


def not_before(world: World) -> Json | None:
    """Return the newest checkpoint a phone knows: the last stamped one."""
    if not world.anchors:
        return None
    size = world.anchors[-1].size
    root = b64(world.tree().root(size))
    return {"origin": ORIGIN, "tree_size": size, "root": root, "issued_at": wire(world.now)}


def media_of(content: bytes, mime: str) -> Json:
    """Return how a record describes the bytes: in segments when there is more than one."""
    if len(content) <= sizes.SEGMENT:
        return {"mime": mime, "size": len(content), "sha256": sha256(content)}
    segments = [
        content[start : start + sizes.SEGMENT] for start in range(0, len(content), sizes.SEGMENT)
    ]
    digests = [hashlib.sha256(segment).digest() for segment in segments]
    root = MerkleTree(digests).root(len(digests)).hex()
    return {
        "mime": mime, "size": len(content), "segment_size": sizes.SEGMENT, "segments_root": root,
    }  # fmt: skip


def capture_record(world: World, phone: Phone, name: str, content: bytes, **facts: Any) -> Json:
    """Return what the phone signs, and move its counter."""
    mime = "video/mp4" if len(content) > sizes.SEGMENT else "image/jpeg"
    phone.seq += 1
    record: Json = {
        "v": "xunzheng.capture/2", "capture_id": made_id(name), "device_key_id": phone.key_id,
        "user_id": phone.owner, "second_officer_id": None, "case_id": CASE, "task_id": None,
        "kind": mime.split("/")[0], "source": "in_app_camera", "seq": phone.seq,
        "prev": phone.prev, "captured_at": wire(world.now), "mono_ms": 1, "clock_offset_ms": 0,
        "media": media_of(content, mime),
        "fix": {"lat_e7": 244600000, "lon_e7": 1181000000, "acc_cm": 500, "alt_cm": None,
                "crs": "WGS-84", "fix_at": wire(world.now), "source": "geolocation"},
        "no_fix_reason": None, "not_before": not_before(world),
        "app": {"version": "1.0", "build_sha256": None},
    }  # fmt: skip
    record.update(facts)
    phone.prev = sha256(canonical(record))
    return record


def take_in(
    world: World,
    name: str,
    record: Json,
    envelope: bytes,
    content: bytes,
    *,
    case_id: str | None = CASE,
    flags: list[Json] | None = None,
) -> str:
    """Receive, store, check and link a capture as the server does; return the exhibit's id."""
    exhibit_id = made_id(name)
    world.append(
        exhibit_id,
        "received",
        {
            "sha256": record["media"].get("sha256"), "size": len(content),
            "record_sha256": sha256(canonical(record)), "upload_id": None,
            "segments_root": record["media"].get("segments_root"),
        },
        case_id=case_id,
    )  # fmt: skip
    event_hash = world.heads[exhibit_id][1]
    key = f"orig/sha256/{sha256(content)}"
    world.append(
        exhibit_id,
        "stored",
        {"store_key": key, "version_id": None, "segments": None},
        object_={
            "sha256": sha256(content), "sm3": sm3(content), "size": len(content),
            "mime": record["media"]["mime"], "store_key": key,
        },
    )  # fmt: skip
    statement = canonical(
        {
            "v": "xunzheng.receipt/1", "exhibit_id": exhibit_id, "sha256": sha256(content),
            "sm3": sm3(content), "size": len(content), "event_hash": event_hash,
            "issued_at": wire(world.now), "key_id": "receipt-1", "include_within_s": 60,
        }
    )  # fmt: skip
    receipt = {
        "statement": b64(statement), "signature": b64(world.receipt_key.sign(statement)),
        "key_id": "receipt-1",
    }  # fmt: skip
    world.append(exhibit_id, "checked", {"flags": flags or [], "detected_mime": "image/jpeg"})
    if case_id:
        link(world, exhibit_id, case_id)
    extension = "mp4" if record["media"]["mime"].startswith("video") else "jpg"
    world.exhibits[exhibit_id] = Exhibit(
        exhibit_id, content, envelope, canonical(receipt), extension
    )
    return exhibit_id


def link(world: World, exhibit_id: str, case_id: str) -> None:
    """Link an exhibit to a case."""
    detail = {"kind": "case", "subject_id": case_id, "label": "2026-001"}
    world.append(exhibit_id, "linked", detail, case_id=case_id)


def leave(world: World, exhibit_id: str, case_id: str) -> None:
    """Take an exhibit out of a case."""
    detail = {"kind": "case", "subject_id": case_id, "label": "2026-001"}
    index = world.append(exhibit_id, "unlinked", detail, case_id=case_id)
    world.left.append(index)


def photograph(
    world: World,
    phone: Phone,
    name: str,
    content: bytes | None = None,
    *,
    told: list[Json] | None = None,
    **facts: Any,
) -> str:
    """Capture and take in within a minute, then wait a little; return the exhibit's id."""
    content = JPEG_HEAD + noise(name, 3000) if content is None else content
    record = capture_record(world, phone, name, content, **facts)
    envelope = phone.seal(record)
    world.wait(seconds=20)
    case_id = record["case_id"]
    exhibit_id = take_in(world, name, record, envelope, content, case_id=case_id, flags=told)
    world.wait(minutes=2)
    return exhibit_id


def derive(world: World, exhibit_id: str, op: str, content: bytes) -> None:
    """Make a derivative and record it."""
    exhibit = world.exhibits[exhibit_id]
    detail = {
        "op": op, "derivative_id": made_id(f"{exhibit_id} {op}"), "size": len(content),
        "source_sha256": sha256(exhibit.content), "sha256": sha256(content),
        "mime": "image/jpeg", "store_key": "x", "tool": "t", "tool_version": "1", "params": {},
    }  # fmt: skip
    action = "redacted" if op == "redacted" else "derived"
    index = world.append(exhibit_id, action, detail)
    seq = world.chains[exhibit_id].index(index) + 1
    exhibit.derivatives[f"{seq}-{op}.jpg"] = content
