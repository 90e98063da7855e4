"""The day's head map of the made-up bureau."""

from scripts.forge.story import CASE, OTHER_CASE
from scripts.forge.tree import MerkleTree
from scripts.forge.world import AUTHORITY_ID, World, b64, canonical, wire


def make_map(world: World) -> None:
    """Write the day's head map: a leaf for each case and for each phone."""
    items = {
        exhibit_id: canonical({"head": head, "seq": seq, "subject_id": exhibit_id})
        for exhibit_id, (seq, head) in sorted(world.heads.items())
        if exhibit_id in world.exhibits
    }
    cases: dict[str, list[str]] = {}
    for exhibit_id in items:
        cases.setdefault(case_of(world, exhibit_id), []).append(exhibit_id)
    leaves: dict[str, bytes] = {}
    for case_id, ids in cases.items():
        root = MerkleTree([items[one] for one in ids]).root(len(ids)).hex()
        facts = {"case_id": case_id, "items": len(ids), "items_root": root}
        leaves[case_id] = canonical(facts)
    for phone in world.phones:
        seq, head = world.heads[phone.device_id]
        leaves[phone.device_id] = canonical(
            {"case_id": "", "head": head, "seq": seq, "subject_id": phone.device_id}
        )
    ordered = sorted(leaves.values())
    tree = MerkleTree(ordered)
    detail = {
        "format": "xunzheng.heads/1", "date": wire(world.now)[:10], "count": len(ordered),
        "root": tree.root(len(ordered)).hex(), "tree_size": len(world.records),
    }  # fmt: skip
    index = world.append(AUTHORITY_ID, "daily_heads", detail)
    for case_id, leaf in leaves.items():
        place = ordered.index(leaf)
        world.maps[case_id] = {
            "event": b64(world.records[index]), "leaf_index": index, "leaf": b64(leaf),
            "items": [b64(items[one]) for one in cases.get(case_id, [])], "index": place,
            "count": len(ordered),
            "map_path": [b64(node) for node in tree.inclusion(place, len(ordered))],
        }  # fmt: skip


def case_of(world: World, exhibit_id: str) -> str:
    """Return the case an exhibit was linked to first."""
    cases = [case for case in (CASE, OTHER_CASE) if is_linked(world, exhibit_id, case)]
    return cases[0]


def is_linked(world: World, exhibit_id: str, case_id: str) -> bool:
    """Tell whether the exhibit's chain links it to the case."""
    wanted = b'"label":"2026-001","subject_id":"' + case_id.encode() + b'"'
    return any(
        b'"action":"linked"' in world.records[index] and wanted in world.records[index]
        for index in world.chains[exhibit_id]
    )
