"""Attacks on how an exhibit came in: its signed record, its receipt and its first records."""

import base64
import json
from collections.abc import Callable
from typing import Any

from scripts.forge.attacks.kinds import attack
from scripts.forge.attacks.server import retell
from scripts.forge.scene import Scene
from scripts.forge.story import (
    CASE,
    JPEG_HEAD,
    capture_record,
    noise,
    photograph,
    sha256,
    sm3,
    take_in,
)
from scripts.forge.world import Json, World, b64, canonical, ed25519_key, made_id


@attack("6b", "取证记录的格式不明", "a capture record of an unknown format", "V1 V5")
def unknown_format(scene: Scene) -> None:
    """What such a record's words mean is not settled."""
    retell(scene, lambda w, _: photograph(w, w.phones[0], "photo 9", v="xunzheng.capture/9"))


@attack("6c", "签名时声明的是另一类内容", "signed as content of another type", "V1 V5")
def another_type(scene: Scene) -> None:
    """A signature over one kind of content must not serve for another."""
    kind = b"application/vnd.xunzheng.other+json"

    def seal(world: World, record: Json) -> bytes:
        payload = canonical(record)
        signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        phone = world.phones[0]
        signature = {"keyid": phone.key_id, "sig": b64(phone.sign(signed))}
        return canonical(
            {"payloadType": kind.decode(), "payload": b64(payload), "signatures": [signature]}
        )

    retell(scene, lambda w, _: _sealed(w, seal))


@attack("6d", "信封与记录写的是两个密钥", "the envelope names another key than the record", "V1 V5")
def another_key_named(scene: Scene) -> None:
    """Which key is meant must not depend on where one reads."""

    def seal(world: World, record: Json) -> bytes:
        envelope = json.loads(world.phones[0].seal(record))
        envelope["signatures"][0]["keyid"] = world.phones[1].key_id
        return canonical(envelope)

    retell(scene, lambda w, _: _sealed(w, seal))


@attack("6e", "取证记录没有编号", "a capture record without its number", "V1")
def unnumbered(scene: Scene) -> None:
    """The record speaks of no exhibit at all."""

    def extra(world: World, _: list[str]) -> str:
        content = JPEG_HEAD + noise("photo 9", 3000)
        record = capture_record(world, world.phones[0], "photo 9", content)
        del record["capture_id"]
        world.phones[0].prev = sha256(canonical(record))
        return take_in(world, "photo 9", record, _plain(world, record), content)

    retell(scene, extra)


def _sealed(world: World, seal: Callable[[World, Json], bytes], **where: Any) -> str:
    content = JPEG_HEAD + noise("photo 9", 3000)
    record = capture_record(world, world.phones[0], "photo 9", content)
    return take_in(world, "photo 9", record, seal(world, record), content, **where)


def _plain(world: World, record: Json) -> bytes:
    return world.phones[0].seal(record)


@attack(
    "3b",
    "补记另一份取证记录的入库",
    "a second intake record for another capture record",
    "V1 T1 V5",
)
def second_intake(scene: Scene) -> None:
    """The server takes another capture in under an exhibit that is there already."""

    def extra(world: World, ids: list[str]) -> None:
        phone, content = world.phones[0], JPEG_HEAD + noise("later", 3000)
        record = capture_record(world, phone, "later", content, capture_id=ids[0])
        detail = {"sha256": sha256(content), "size": len(content), "upload_id": None,
                  "record_sha256": sha256(canonical(record)), "segments_root": None}  # fmt: skip
        world.append(ids[0], "received", detail, case_id=CASE)
        world.exhibits[ids[0]].envelope = phone.seal(record)

    retell(scene, extra)


@attack("3c", "补记另一份文件的入库", "a second record of what was stored", "V5 V6 V7")
def second_store(scene: Scene) -> None:
    """The server replaces the bytes and logs that it stored them."""

    def extra(world: World, ids: list[str]) -> None:
        content = JPEG_HEAD + noise("replaced", 3000)
        told = {"sha256": sha256(content), "sm3": sm3(content), "size": len(content),
                "mime": "image/jpeg", "store_key": "x"}  # fmt: skip
        world.append(ids[2], "stored", {"store_key": "x"}, object_=told)
        world.exhibits[ids[2]].content = content

    retell(scene, extra)


@attack("35c", "以同号事件冒充归案", "linked to an incident whose id is the case's", "V8")
def incident_as_case(scene: Scene) -> None:
    """Only a record that speaks of a case files an exhibit in it."""

    def extra(world: World, _: list[str]) -> str:
        exhibit_id = _sealed(world, _plain, case_id=None)
        detail = {"kind": "incident", "subject_id": CASE, "label": "2026-001"}
        world.append(exhibit_id, "linked", detail)
        return exhibit_id

    retell(scene, extra)


def edit_receipt(scene: Scene, change: Callable[[Json], Any], *, signed: bool = False) -> None:
    """Change what the first exhibit's receipt states, signed anew only when asked for."""
    name = scene.name(0, "receipt.json")
    receipt = json.loads(scene.bag.files[name])
    facts = json.loads(base64.b64decode(receipt["statement"]))
    change(facts)
    statement = canonical(facts)
    receipt["statement"] = b64(statement)
    if signed:
        receipt["signature"] = b64(ed25519_key("receipt").sign(statement))
    scene.bag.files[name] = canonical(receipt)


@attack("45", "伪造回执", "forge a receipt", "V0")
def forge_receipt(scene: Scene) -> None:
    """The time on the receipt is made earlier."""
    edit_receipt(scene, lambda facts: facts.update(issued_at="2026-11-20T01:12:10.000Z"))


@attack("46", "已签回执而未入日志", "a receipt that was never honoured", "V0")
def receipt_not_honoured(scene: Scene) -> None:
    """The server signed for a record that it then dropped."""
    edit_receipt(scene, lambda facts: facts.update(event_hash="0" * 64), signed=True)


@attack("46b", "回执属于另一件证据", "a receipt of another exhibit", "V0")
def foreign_receipt(scene: Scene) -> None:
    """A valid receipt, but not this one's."""
    scene.bag.files[scene.name(0, "receipt.json")] = scene.bag.files[scene.name(1, "receipt.json")]


@attack("46c", "回执写的是另一件证据", "a receipt that names another exhibit", "V0")
def receipt_names_another(scene: Scene) -> None:
    """All else in it is this exhibit's."""
    edit_receipt(scene, lambda facts: facts.update(exhibit_id=made_id("other")), signed=True)


@attack("46d", "回执的格式不明", "a receipt of an unknown format", "V0")
def receipt_of_another_format(scene: Scene) -> None:
    """What such a receipt promises is not settled."""
    edit_receipt(scene, lambda facts: facts.update(v="xunzheng.receipt/9"), signed=True)


@attack("46e", "回执与入库记录的大小不同", "a receipt of another size than was stored", "V0")
def receipt_of_another_size(scene: Scene) -> None:
    """The server signed for other bytes than it says it stored."""
    edit_receipt(scene, lambda facts: facts.update(size=facts["size"] + 1), signed=True)
