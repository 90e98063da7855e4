"""Attacks on log, witness, stamps and the choice of exhibits, by whoever holds the server."""

import base64
import json
from datetime import timedelta

from scripts.forge.attacks.kinds import attack, index_of, rewrite
from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.scene import Scene, begin, first_day, second_day
from scripts.forge.story import CASE, OTHER_CASE
from scripts.forge.world import Json, World, b64, canonical, cosign_line, ed25519_key


@attack(
    "21",
    "数据库管理员在入日志后改动一行",
    "DB admin edits a row after sequencing",
    "L3 A2 E2 E6 V9",
)
def edit_row(scene: Scene) -> None:
    """The record is changed in place, and the tree is built and signed anew over it."""
    world, index = scene.world, index_of(scene, 0, "checked")
    record = json.loads(world.records[index])
    record["detail"]["detected_mime"] = "image/png"
    world.records[index] = canonical(record)
    _known_again(scene)


def _known_again(scene: Scene) -> None:
    known = scene.seen["size"] if scene.seen else 1
    scene.export_again(known_sizes=(known,))


@attack(
    "22",
    "数据库管理员改写整条链并用日志密钥重签",
    "DB admin re-chains everything and re-signs with the log key",
    "A2 E6 E8 V9",
)
def rewrite_all(scene: Scene) -> None:
    """All is consistent again, but for the stamps of before."""
    _rewrite(scene)
    scene.seen = None


def _rewrite(scene: Scene) -> None:
    def change(record: Json) -> None:
        record["detail"]["detected_mime"] = "image/png"

    rewrite(scene.world, index_of(scene, 0, "checked"), change)
    _known_again(scene)


@attack(
    "23",
    "同上，丢弃旧时间戳，另购新的",
    "same, old anchors dropped, new ones bought",
    "L3 E10 E8 V9",
)
def rewrite_and_restamp(scene: Scene) -> None:
    """Only who saw the log before, or a witness who refuses, can tell."""
    scene.world.anchors = []
    scene.world.rebuild()

    def change(record: Json) -> None:
        record["detail"]["detected_mime"] = "image/png"

    rewrite(scene.world, index_of(scene, 0, "checked"), change)
    scene.world.anchor()
    _known_again(scene)


@attack(
    "23b", "今天编造两天前的全部历史", "whole history invented today for two days ago", "E10 E7 T1"
)
def invented(scene: Scene) -> None:
    """Every stamp is two days younger than what it covers."""
    world = World(stamps_late=timedelta(days=2))
    _tell(scene, world)
    scene.seen = None


def _tell(scene: Scene, world: World) -> None:
    told = begin(world)
    ids = first_day(told)
    second_day(told, ids)
    scene.world, scene.ids, scene.bag = told, ids, pack(told, Wish(ids))


@attack("24", "分叉：给您看的是另一份日志", "split view: you are shown another log", "L3")
def split_view(scene: Scene) -> None:
    """The liaison saw a tree of the same size with another root."""
    assert scene.seen is not None  # noqa: S101
    scene.seen["root"] = b64(bytes(32))


@attack("25", "日志整体回退", "roll back the whole log tail", "L3")
def roll_back(scene: Scene) -> None:
    """The liaison saw a larger log."""
    size = len(scene.world.records)
    scene.seen = {"size": size + 5, "root": b64(bytes(32))}


@attack("25b", "同样大小而不同的日志", "another log of the same size", "L3")
def same_size(scene: Scene) -> None:
    """The liaison saw a log of just this size."""
    scene.seen = {"size": len(scene.world.records), "root": b64(bytes(32))}


@attack("25c", "不给出与上次日志的一致性证明", "no proof from the log you saw", "L3")
def no_consistency(scene: Scene) -> None:
    """The proof from the size that was seen is left out."""
    assert scene.seen is not None  # noqa: S101
    size = scene.seen["size"] - 1
    scene.seen = {"size": size, "root": b64(scene.world.tree().root(size))}


@attack("27", "检查点由错误密钥签名", "checkpoint by a wrong key", "L1")
def wrong_log_key(scene: Scene) -> None:
    """Somebody else signs the newest checkpoint."""
    scene.world.log_key = ed25519_key("somebody")
    _known_again(scene)


@attack("27b", "检查点没有签名", "checkpoint without a signature", "L1 L2")
def unsigned(scene: Scene) -> None:
    """No line follows the text."""
    text = scene.world.note_text()
    _set_checkpoint(scene, f"{text}\n")


def _set_checkpoint(scene: Scene, note: str) -> None:
    old = scene.bag.files["data/log/checkpoint.note"]
    for name, content in scene.bag.files.items():
        scene.bag.files[name] = content.replace(old, note.encode())


@attack("27c", "检查点不可读", "a checkpoint that cannot be read", "L1 A0 A2 E4 E9 L2 L3 V2 V9")
def unreadable_checkpoint(scene: Scene) -> None:
    """The size of the tree is no number."""
    note = scene.bag.files["data/log/checkpoint.note"].decode()
    _set_checkpoint(scene, note.replace(f"\n{len(scene.world.records)}\n", "\nmany\n", 1))


@attack("28", "没有见证签名", "no witness line", "L2")
def no_witness(scene: Scene) -> None:
    """The witness did not confirm the checkpoint."""
    known = (scene.seen or {"size": 1})["size"]
    scene.export_again(is_cosigned=False, known_sizes=(known,))


@attack("28b", "见证签名属于另一检查点", "witness line of another checkpoint", "L2")
def foreign_witness_line(scene: Scene) -> None:
    """The witness confirmed an earlier one."""
    world = scene.world
    line = cosign_line("forge.example/witness", world.witness_key, world.note_text(5), world.now)
    _set_checkpoint(scene, world.signed_note() + line)


@attack("28c", "改动见证时间", "the witness's time is changed", "L2")
def witness_time(scene: Scene) -> None:
    """The line's time is not the one that was signed."""
    world = scene.world
    line = cosign_line("forge.example/witness", world.witness_key, world.note_text(), world.now)
    mark, name, encoded = line.split()
    signature = bytearray(base64.b64decode(encoded))
    signature[11] ^= 1
    line = f"{mark} {name} {b64(bytes(signature))}\n"
    _set_checkpoint(scene, world.signed_note() + line)


@attack(
    "35",
    "入库记录改记到另一案件",
    "intake event relabelled to another case",
    "E4 C1 E2 T1 V0 V4 V8",
)
def relabel(scene: Scene) -> None:
    """Every record of the chain names another case."""
    scene.bag.edit_events(
        scene.ids[0],
        lambda events: [event.replace(CASE.encode(), OTHER_CASE.encode()) for event in events],
    )


@attack("39", "案件中整件证据被扣下", "whole item withheld from the case", "C1")
def withheld(scene: Scene) -> None:
    """The server exports the case and keeps one of its exhibits to itself."""
    world = begin()
    ids = first_day(world)
    second_day(world, ids[:2] + ids[3:])
    scene.world, scene.ids = world, ids[:2] + ids[3:]
    known = (scene.seen or {"size": 1})["size"]
    scene.bag = pack(world, Wish(scene.ids, known_sizes=(known,)))


@attack("39b", "从证据包中抽走一件", "an item taken out of the package", "C1")
def taken_out(scene: Scene) -> None:
    """A whole folder is removed and the lists are made anew."""
    for name in [n for n in scene.bag.files if n.startswith(scene.name(2, ""))]:
        del scene.bag.files[name]


@attack("39c", "导出记录的案件不一致", "an exhibit slipped in from another export", "C1")
def slipped_in(scene: Scene) -> None:
    """One more exhibit is exported under the same id as another set."""
    world = scene.world
    more = next(one for one in world.exhibits if one not in scene.ids)
    record_export(world, [more], OTHER_CASE)
    world.wait(minutes=1)
    world.rebuild()
    world.anchor()
    scene.ids = [*scene.ids, more]
    _known_again(scene)


@attack(
    "41",
    "把晚于最后时间戳的记录当作已加盖",
    "event newer than the last stamp shown as anchored",
    "E6",
)
def not_stamped(scene: Scene) -> None:
    """The stamp over the export was never asked for."""
    scene.world.anchors.pop()
    _known_again(scene)
