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
    noise,
    photograph,
    take_in,
)
from scripts.forge.world import World, b64, made_id, wire

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
