"""Attacks on what an export holds, by way of the day's map and the records beside it."""

import json

from scripts.forge.attacks.kinds import attack
from scripts.forge.exporting import EXPORT_ID, Wish, pack, record_export
from scripts.forge.honest import closed
from scripts.forge.maps import make_map
from scripts.forge.scene import PHOTOS, Scene, begin
from scripts.forge.story import CASE, OTHER_CASE, leave, link, photograph
from scripts.forge.world import World, b64, canonical, made_id

HEADS = "data/log/heads.json"


@attack("39d", "把另一次导出的编号写进证据包", "the package is given another export's id", "E8 C1")
def another_export(scene: Scene) -> None:
    """No custody record speaks of such an export."""
    files, other = scene.bag.files, made_id("export 2").encode()
    files["bag-info.txt"] = files["bag-info.txt"].replace(EXPORT_ID.encode(), other)


@attack("39e", "同一次导出记在两个案件名下", "one export recorded under two cases", "C1")
def two_cases(scene: Scene) -> None:
    """The sets agree and the cases do not."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    link(world, ids[1], OTHER_CASE)
    make_map(world)
    for exhibit_id, case_id in zip(ids, (CASE, OTHER_CASE), strict=True):
        record_export(world, ids, case_id, only=exhibit_id)
    _end(scene, world, ids)


@attack("39f", "从不涉案件的导出中抽走一件", "an item taken out of an export of no case", "C1")
def taken_out_of_no_case(scene: Scene) -> None:
    """No map tells what such an export holds; its own records do."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    made = closed(world, ids, None)
    scene.world, scene.ids, scene.seen = made.world, ids[:1], None
    scene.bag, scene.trust = pack(world, Wish(ids[:1])), world.trust()


def _end(scene: Scene, world: World, ids: list[str]) -> None:
    world.wait(minutes=1)
    world.anchor()
    scene.world, scene.ids, scene.seen = world, ids, None
    scene.bag, scene.trust = pack(world, Wish(ids)), world.trust()


def _withhold(scene: Scene) -> str:
    """Export the case without its second photo, which the day's map has; return its id."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    make_map(world)
    world.wait(minutes=5)
    world.anchor()
    record_export(world, ids[:1])
    _end(scene, world, ids[:1])
    return ids[1]


def _claim(scene: Scene, index: int, record: bytes | None = None) -> None:
    """Put a record beside the maps as one by which an exhibit left."""
    world = scene.world
    path = [b64(node) for node in world.tree().inclusion(index, len(world.records))]
    entry = {"event": b64(record or world.records[index]), "leaf_index": index, "path": path}
    scene.bag.edit_json(HEADS, lambda heads: heads["left"].append(entry))


@attack(
    "39g",
    "伪造“移出本案”的记录以扣下证据",
    "a forged record that an exhibit left the case",
    "E9 C1",
)
def forged_leaving(scene: Scene) -> None:
    """The record was never logged; a real record's place is claimed for it."""
    exhibit_id = _withhold(scene)
    index = scene.world.chains[exhibit_id][-1]
    record = json.loads(scene.world.records[index])
    record["action"] = "unlinked"
    _claim(scene, index, canonical(record))


@attack("39h", "用归入前的移出记录扣下证据", "a record of leaving from before it came back", "C1")
def old_leaving(scene: Scene) -> None:
    """The exhibit left the case and came back before the day's map was made."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    leave(world, ids[1], CASE)
    link(world, ids[1], CASE)
    make_map(world)
    record_export(world, ids[:1])
    _end(scene, world, ids[:1])


@attack("39i", "用另一件的移出记录扣下证据", "another exhibit's leaving poses as this one's", "C1")
def foreign_leaving(scene: Scene) -> None:
    """A real record, and of somebody else."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:3]]
    make_map(world)
    leave(world, ids[2], CASE)
    record_export(world, ids[:1])
    _end(scene, world, ids[:1])


@attack(
    "39j", "用移出另一案件的记录扣下证据", "a leaving of another case poses as one of this", "C1"
)
def leaving_elsewhere(scene: Scene) -> None:
    """The exhibit left a case, but not this one."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    link(world, ids[1], OTHER_CASE)
    make_map(world)
    leave(world, ids[1], OTHER_CASE)
    record_export(world, ids[:1])
    _end(scene, world, ids[:1])


@attack(
    "39k",
    "用与案件无关的移出记录扣下证据",
    "a leaving of an incident poses as one of the case",
    "E9 C1",
)
def leaving_of_an_incident(scene: Scene) -> None:
    """The record takes the exhibit out of an incident with the case's id."""
    exhibit_id = _withhold(scene)
    detail = {"kind": "incident", "subject_id": CASE, "label": "x"}
    world = scene.world
    index = world.append(exhibit_id, "unlinked", detail)
    _end(scene, world, scene.ids)
    _claim(scene, index)


@attack("39l", "用其他记录冒充移出记录", "another record poses as a leaving", "E9 C1")
def another_record_as_leaving(scene: Scene) -> None:
    """The record by which the exhibit came into the case is shown as if it had left."""
    exhibit_id = _withhold(scene)
    _claim(scene, scene.world.chains[exhibit_id][-1])


@attack("43d", "两份总表对同一条记录说法不同", "two maps show two records under one number", "E8")
def two_maps(scene: Scene) -> None:
    """The server makes a second map in which a chain's head is another."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in PHOTOS[:2]]
    make_map(world)
    first = dict(world.maps)
    seq, head = world.heads[ids[0]]
    world.heads[ids[0]] = (seq, "0" * 64)
    make_map(world)
    world.heads[ids[0]] = (seq, head)
    world.maps = {**world.maps, **{f"{name} first": entry for name, entry in first.items()}}
    record_export(world, ids)
    _end(scene, world, ids)
