"""Attacks on the custody records in the package."""

import base64
import json

from scripts.forge.attacks.kinds import attack, rechain
from scripts.forge.scene import Scene
from scripts.forge.world import Json, canonical


@attack("17", "删去中间一条流转记录", "delete a middle event", "E1 E2 E8 V0 V12 V6 V7")
def delete_event(scene: Scene) -> None:
    """The second record is taken out."""
    scene.bag.edit_events(scene.ids[0], lambda events: [events[0], *events[2:]])
    _drop_proof(scene, 2)


def _drop_proof(scene: Scene, number: int) -> None:
    names = [n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))]
    for seq in range(number, len(names)):
        scene.bag.files[scene.name(0, f"proofs/{seq}.tlog-proof")] = scene.bag.files[
            scene.name(0, f"proofs/{seq + 1}.tlog-proof")
        ]
    del scene.bag.files[scene.name(0, f"proofs/{len(names)}.tlog-proof")]


@attack(
    "18", "删去中间一条并重新编号衔接", "delete a middle event and re-chain", "E4 E8 V0 V12 V6 V7"
)
def delete_and_rechain(scene: Scene) -> None:
    """The records are numbered and chained as if nothing were missing."""
    scene.bag.edit_events(scene.ids[0], lambda events: rechain([events[0], *events[2:]]))
    _drop_proof(scene, 2)


@attack(
    "18b", "只删记录不删证明", "delete a record and leave its proof", "E5 E1 E2 E4 E8 V0 V12 V6 V7"
)
def delete_record_only(scene: Scene) -> None:
    """There are more proofs than records."""
    scene.bag.edit_events(scene.ids[0], lambda events: [events[0], *events[2:]])


@attack("19", "隐去末尾的流转记录", "hide the last events of a chain", "E8 C1")
def hide_last(scene: Scene) -> None:
    """The export itself and the look before it are left out."""
    scene.bag.edit_events(scene.ids[0], lambda events: events[:-2])
    count = len([n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))])
    for seq in (count, count - 1):
        del scene.bag.files[scene.name(0, f"proofs/{seq}.tlog-proof")]


@attack("20", "调换流转记录的顺序", "reorder events", "E2 E1 E4")
def reorder(scene: Scene) -> None:
    """Two records change places."""
    scene.bag.edit_events(scene.ids[0], lambda e: [e[0], e[2], e[1], *e[3:]])


@attack("20b", "调换流转记录及其证明的顺序", "reorder events with their proofs", "E1 E2")
def reorder_with_proofs(scene: Scene) -> None:
    """Two records change places, and their proofs go with them."""
    reorder(scene)
    files, names = scene.bag.files, [scene.name(0, f"proofs/{n}.tlog-proof") for n in (2, 3)]
    files[names[0]], files[names[1]] = files[names[1]], files[names[0]]


@attack("42", "借用他人的收录证明", "a foreign inclusion proof", "E4 V4")
def foreign_proof(scene: Scene) -> None:
    """The proof of another exhibit's first record is put in."""
    name = "proofs/1.tlog-proof"
    scene.bag.files[scene.name(0, name)] = scene.bag.files[scene.name(1, name)]


@attack("42b", "证明指向另一检查点", "a proof to another checkpoint", "E4 V4")
def other_checkpoint(scene: Scene) -> None:
    """The note inside the proof is not the package's."""
    name = scene.name(0, "proofs/1.tlog-proof")
    scene.bag.files[name] = scene.bag.files[name].replace(b"sm3-root", b"sm3-toor")


@attack("42c", "缺少收录证明", "a proof is missing", "E5 E4")
def no_proof(scene: Scene) -> None:
    """The last proof is left out."""
    count = len([n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))])
    del scene.bag.files[scene.name(0, f"proofs/{count}.tlog-proof")]


@attack("43", "改动每日总表", "edit the head map", "E9")
def edit_map(scene: Scene) -> None:
    """A chain is said to be shorter than it was."""

    def edit(heads: Json) -> None:
        entry = next(entry for entry in heads["heads"] if len(entry["items"]) > 1)
        item = json.loads(base64.b64decode(entry["items"][0]))
        item["seq"] -= 1
        entry["items"][0] = base64.b64encode(canonical(item)).decode()

    scene.bag.edit_json("data/log/heads.json", edit)


@attack("43b", "从总表中删去本案一件", "leave an item of the case out of the map", "E9")
def drop_map_item(scene: Scene) -> None:
    """The case is said to hold one exhibit less."""

    def edit(heads: Json) -> None:
        next(entry for entry in heads["heads"] if len(entry["items"]) > 1)["items"].pop()

    scene.bag.edit_json("data/log/heads.json", edit)


@attack("43c", "用另一条记录冒充每日总表", "another record poses as the day's map", "E9")
def foreign_map(scene: Scene) -> None:
    """The map's entry names a record that is no map."""

    def edit(heads: Json) -> None:
        heads["heads"][0]["event"] = base64.b64encode(scene.world.records[0]).decode()

    scene.bag.edit_json("data/log/heads.json", edit)


@attack(
    "44",
    "流转记录属于另一对象",
    "custody records of another exhibit",
    "E3 E8 V0 V1 V12 V6 V7",
)
def foreign_chain(scene: Scene) -> None:
    """A logged chain of another exhibit stands under this one."""
    for name in [n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))]:
        del scene.bag.files[name]
    for name in list(scene.bag.files):
        start = scene.name(2, "")
        if name.startswith(start + "proofs/") or name == start + "events.jsonl":
            scene.bag.files[scene.name(0, name[len(start) :])] = scene.bag.files[name]


@attack("44b", "改动一条流转记录", "alter a record", "E2 E4")
def alter_record(scene: Scene) -> None:
    """One word in one record."""
    scene.bag.edit_events(
        scene.ids[0], lambda e: [e[0], e[1].replace(b"image/jpeg", b"image/jpog"), *e[2:]]
    )


@attack(
    "44c", "流转记录中同一个键出现两次", "the same key twice in an event", "E5 E2 E4 T1 V0 V1 V4"
)
def twice_in_an_event(scene: Scene) -> None:
    """Two readers of such a record may see two things."""
    scene.bag.edit_events(scene.ids[0], lambda e: [b'{"action":"x",' + e[0][1:], *e[1:]])


@attack(
    "42d", "流转记录全部删去", "every custody record removed", "E5 C1 E8 T1 V0 V1 V12 V4 V6 V7 V8"
)
def no_records(scene: Scene) -> None:
    """The list is there and empty."""
    scene.bag.edit_events(scene.ids[0], lambda _: [])
    for name in [n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))]:
        del scene.bag.files[name]


@attack("42e", "收录证明不可读", "a proof that is none", "E5 E8 C1")
def unreadable_proof(scene: Scene) -> None:
    """What cannot be read ends the chain there."""
    count = len([n for n in scene.bag.files if n.startswith(scene.name(0, "proofs/"))])
    name = scene.name(0, f"proofs/{count}.tlog-proof")
    scene.bag.files[name] = scene.bag.files[name].replace(b"tlog-proof@v1", b"tlog-proof@v9")
