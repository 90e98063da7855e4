"""Attacks by a phone's owner or by whoever commands the server while exhibits come in."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scripts.forge.attacks.kinds import attack
from scripts.forge.exporting import Wish, pack
from scripts.forge.scene import Scene, begin, first_day, second_day
from scripts.forge.story import (
    CASE,
    JPEG_HEAD,
    OTHER_CASE,
    capture_record,
    derive,
    enrol,
    noise,
    photograph,
    take_in,
)
from scripts.forge.world import World, b64, made_id, make_phone, wire

Extra = Callable[[World, list[str]], str | None]


def retell(scene: Scene, extra: Extra, **wish: Any) -> None:
    """Tell the whole story anew with something more after the first day, and export it."""
    world = begin()
    ids = first_day(world)
    more = extra(world, ids)
    ids += [more] if more else []
    world.wait(minutes=10)
    world.anchor()
    second_day(world, ids)
    known = scene.seen["size"] if scene.seen else 1
    scene.world, scene.ids = world, ids
    scene.bag = pack(world, Wish(ids, known_sizes=(known,), **wish))


@attack("8", "设备时钟拨回三天", "device clock back three days", "T1")
def clock_back(scene: Scene) -> None:
    """The phone's own signature says three days ago, under a checkpoint of today."""
    retell(scene, lambda w, _: _at(w, -timedelta(days=3)))


def _at(world: World, shift: timedelta) -> str:
    return photograph(world, world.phones[0], "photo 9", captured_at=wire(world.now + shift))


@attack("9", "设备时钟拨快两小时", "device clock forward two hours", "T1")
def clock_forward(scene: Scene) -> None:
    """The phone's own signature says later than the receipt."""
    retell(scene, lambda w, _: _at(w, timedelta(hours=2)))


@attack("9b", "设备时钟拨快三分钟", "device clock forward three minutes", "T1")
def clock_little_forward(scene: Scene) -> None:
    """A little more than the tolerance of two minutes."""
    retell(scene, lambda w, _: _at(w, timedelta(minutes=3)))


@attack("12", "服务器事后登记假密钥再签名", "server enrols a rogue key later and re-signs", "V4")
def late_key(scene: Scene) -> None:
    """The key came into the log after the capture it is said to have signed."""

    def extra(world: World, _: list[str]) -> str:
        exhibit_id = photograph(world, make_phone("wang", "late phone"), "photo 9")
        enrol(world, "wang", "late phone")
        return exhibit_id

    retell(scene, extra)


@attack("13", "用另一名人员的有效密钥签名", "another officer's valid key", "V4")
def foreign_key(scene: Scene) -> None:
    """The record names one officer and another's phone signed it."""
    retell(scene, lambda w, _: photograph(w, w.phones[1], "photo 9", user_id=w.phones[0].owner))


@attack("14", "密钥吊销之后的取证", "capture after key revocation", "V4")
def revoked_key(scene: Scene) -> None:
    """The phone was revoked before it was used."""
    retell(scene, lambda w, _: _after_end(w, "key_revoked", None))


@attack(
    "14b",
    "手机遗失之后、吊销之前的取证",
    "capture after the phone was lost, before it was revoked",
    "V4",
)
def lost_phone(scene: Scene) -> None:
    """The record of revocation says since when the phone was lost."""

    def extra(world: World, _: list[str]) -> str:
        lost_at = wire(world.now - timedelta(minutes=30))
        exhibit_id = photograph(world, world.phones[1], "photo 9")
        _end_key(world, "key_revoked", lost_at)
        return exhibit_id

    retell(scene, extra)


@attack("14c", "密钥停用之后的取证", "capture after the key was retired", "V4")
def retired_key(scene: Scene) -> None:
    """The officer gave the phone back before it was used."""
    retell(scene, lambda w, _: _after_end(w, "key_retired", None))


def _end_key(world: World, action: str, lost_at: str | None) -> None:
    phone = world.phones[1]
    detail = {"key_id": phone.key_id, "reason": "lost", "lost_at": lost_at}
    world.append(phone.device_id, action, detail)


def _after_end(world: World, action: str, lost_at: str | None) -> str:
    _end_key(world, action, lost_at)
    world.wait(minutes=5)
    return photograph(world, world.phones[1], "photo 9")


@attack("14d", "密钥未经第二人批准", "key that no second person approved", "V4")
def unapproved_key(scene: Scene) -> None:
    """The key is enrolled and nobody looked at it."""
    retell(scene, lambda w, _: _with_new_phone(w, approver=""))


@attack("14e", "密钥由本人批准", "key approved by its own owner", "V4")
def self_approved_key(scene: Scene) -> None:
    """The second person is the first."""
    retell(scene, lambda w, _: _with_new_phone(w, approver="wang"))


def _with_new_phone(world: World, approver: str) -> str:
    phone = enrol(world, "wang", "new phone", approver=approver)
    return photograph(world, phone, "photo 9")


@attack(
    "15",
    "字节在传输中或由服务器在计算摘要前改动",
    "bytes changed in transit or by the server before hashing",
    "V5",
)
def changed_before_hashing(scene: Scene) -> None:
    """The server's digests agree with the changed bytes; the phone's signature does not."""

    def extra(world: World, _: list[str]) -> str:
        phone, content = world.phones[0], JPEG_HEAD + noise("seen by the phone", 3000)
        record = capture_record(world, phone, "photo 9", content)
        changed = JPEG_HEAD + noise("seen by the server", 3000)
        return take_in(world, "photo 9", record, phone.seal(record), changed)

    retell(scene, extra)


@attack(
    "19b",
    "隐去总表之后的末尾记录并另行接续",
    "hide records the day's map shows and continue the chain without them",
    "E8",
)
def continue_shorter(scene: Scene) -> None:
    """The server drops a chain's last record and writes the export onto the one before."""

    def extra(world: World, ids: list[str]) -> None:
        chain = world.chains[ids[2]]
        chain.pop()
        seq = len(chain)
        world.heads[ids[2]] = (seq, hashlib.sha256(world.records[chain[-1]]).hexdigest())

    retell(scene, extra)


@attack("26", "补入倒填时间的记录", "insert a back-dated event", "E7")
def back_dated(scene: Scene) -> None:
    """The record says a time before the stamp that it comes after."""
    retell(scene, lambda w, ids: _dated(w, ids[0], -timedelta(minutes=15)))


@attack("26b", "补入填后时间的记录", "insert a post-dated event", "E7")
def post_dated(scene: Scene) -> None:
    """The record says a time after the stamp over it."""
    retell(scene, lambda w, ids: _dated(w, ids[0], timedelta(hours=1)))


def _dated(world: World, exhibit_id: str, shift: timedelta) -> None:
    detail = {"kind": "incident", "subject_id": made_id("incident"), "label": "x"}
    world.append(exhibit_id, "linked", detail, at=world.now + shift)


@attack("34", "同一上传另立一案", "same upload filed again in another case", "D1 D2 V1")
def filed_twice(scene: Scene) -> None:
    """One capture stands as two exhibits."""

    def extra(world: World, ids: list[str]) -> str:
        first = world.exhibits[ids[0]]
        record = scene.bag.capture_of(scene.ids[0])
        return take_in(world, "again", record, first.envelope, first.content, case_id=CASE)

    retell(scene, extra)


@attack("35b", "证据归入另一案件", "an exhibit filed under another case", "V8")
def another_case(scene: Scene) -> None:
    """The phone signed one case and the server filed another."""

    def extra(world: World, _: list[str]) -> str:
        phone, content = world.phones[0], JPEG_HEAD + noise("photo 9", 3000)
        record = capture_record(world, phone, "photo 9", content)
        envelope = phone.seal(record)
        return take_in(world, "photo 9", record, envelope, content, case_id=OTHER_CASE)

    retell(scene, extra)


@attack("40", "伪造“不早于”检查点", "fake not-before checkpoint", "V9")
def fake_not_before(scene: Scene) -> None:
    """The phone was given a checkpoint that the log never had."""
    known = {
        "origin": "forge.example/log", "tree_size": 5, "root": b64(bytes(32)),
        "issued_at": "2026-11-20T01:00:00.000Z",
    }  # fmt: skip
    retell(scene, lambda w, _: photograph(w, w.phones[0], "photo 9", not_before=known))


@attack("40d", "“不早于”检查点属于另一日志", "a not-before checkpoint of another log", "V9")
def foreign_not_before(scene: Scene) -> None:
    """Right in size and root, and of another log by name."""

    def extra(world: World, _: list[str]) -> str:
        size = world.anchors[-1].size
        known = {
            "origin": "other.example/log", "tree_size": size,
            "root": b64(world.tree().root(size)), "issued_at": wire(world.now),
        }  # fmt: skip
        return photograph(world, world.phones[0], "photo 9", not_before=known)

    retell(scene, extra)


@attack("47", "登记不在曲线上的公钥", "enrol a key that is no point of the curve", "V3")
def off_curve(scene: Scene) -> None:
    """The key's bytes are no point, so that odd arithmetic might accept anything."""

    def extra(world: World, _: list[str]) -> str:
        phone = make_phone("wang", "odd phone")
        spki = phone.spki[:-1] + bytes([phone.spki[-1] ^ 1])
        key_id = hashlib.sha256(spki).hexdigest()
        detail = {"key_id": key_id, "public_key": b64(spki), "person_id": phone.owner}
        world.append(phone.device_id, "key_enrolled", detail)
        world.append(
            phone.device_id, "key_approved", {"key_id": key_id, "approved_by": made_id("li")}
        )
        world.phones.append(phone)
        content = JPEG_HEAD + noise("photo 9", 3000)
        record = capture_record(world, phone, "photo 9", content, device_key_id=key_id)
        envelope = phone.seal(record).replace(phone.key_id.encode(), key_id.encode())
        return take_in(world, "photo 9", record, envelope, content)

    retell(scene, extra)


@attack("48", "设备计数重复使用", "device counter reused", "D2 D4")
def counter_reused(scene: Scene) -> None:
    """Two captures of one phone have the same number."""
    retell(scene, lambda w, _: photograph(w, w.phones[0], "photo 9", seq=2))


@attack("48b", "设备取证链断裂", "device chain broken", "D4")
def chain_broken(scene: Scene) -> None:
    """The capture names another one before it than there was."""
    retell(scene, lambda w, _: photograph(w, w.phones[0], "photo 9", prev="0" * 64))


@attack("49", "同一照片拍摄两次而未说明", "same bytes twice, untold", "D1")
def same_bytes(scene: Scene) -> None:
    """Two captures with the same bytes, and no record says so."""
    content = JPEG_HEAD + noise("photo 1", 3000)
    retell(scene, lambda w, _: photograph(w, w.phones[0], "photo 9", content))


@attack("32b", "衍生件出自另一张照片", "a derivative made from another photo", "V10")
def foreign_source(scene: Scene) -> None:
    """The record says that the copy was made from something else."""

    def extra(world: World, ids: list[str]) -> None:
        own = world.exhibits[ids[2]]
        other = world.exhibits[ids[3]]
        world.exhibits[ids[2]] = replace(own, content=other.content)
        derive(world, ids[2], "redacted", JPEG_HEAD + noise("foreign", 500))
        copies = world.exhibits[ids[2]].derivatives
        world.exhibits[ids[2]] = replace(own, derivatives=copies)

    retell(scene, extra)
