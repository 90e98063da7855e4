"""Making head maps and proving what they say of a case."""

from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from sqlalchemy import insert

from backend.evidence import list_filed
from backend.heads import queries, rules
from backend.heads.models import HeadLeaf, HeadMap
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.merkle import hash_leaf, hash_range, inclusion_path, root_of_block
from backend.ledger import (
    adds_to_status,
    append_custody_event,
    chain_heads,
    find_latest_checkpoint,
    list_events_before,
)

KEPT_MAPS = 7
"""Packages prove against the newest map; older ones are in the log by their roots."""


@dataclass(frozen=True)
class HeadProof:
    """That a leaf is in a map, and the event in the log that states the map's root."""

    event: bytes
    event_leaf_index: int
    leaf: bytes
    items: list[bytes]
    index: int
    count: int
    path: list[bytes]


def make_map(authority_id: UUID) -> HeadMap | None:
    """Write the map of an authority's chains as they stand and log its root; None without
    exhibits.
    """
    lock_named(f"head-map-{authority_id}")
    filed, heads = list_filed(authority_id), chain_heads(authority_id)
    if not any(exhibit_id in heads for exhibit_id, _ in filed):
        return None
    # Devices' chains too: otherwise the end of one, a revocation, could be left out unseen.
    others = heads.keys() - {exhibit_id for exhibit_id, _ in filed} - {authority_id}
    leaves = rules.build_map([*filed, *((each, None) for each in sorted(others))], heads)
    now, newest = clock.now(), find_latest_checkpoint()
    root = rules.map_root(leaf.record for leaf in leaves).hex()
    event = append_custody_event(
        subject_id=authority_id,
        case_id=None,
        action="daily_heads",
        actor=None,
        object_=None,
        detail={
            "format": rules.FORMAT,
            "date": bureau_date(now).isoformat(),
            "root": root,
            "count": len(leaves),
            "tree_size": newest.tree_size if newest else 0,
        },
        at=now,
        authority_id=authority_id,
    )
    made = HeadMap(
        id=event.event_id,
        authority_id=authority_id,
        day=bureau_date(now),
        root=root,
        count=len(leaves),
        tree_size=newest.tree_size if newest else 0,
        made_at=now,
    )
    session().add(made)
    session().flush()  # its leaves refer to it
    session().execute(insert(HeadLeaf), _rows(made, leaves))
    queries.forget_old_leaves(authority_id, KEPT_MAPS)
    return made


@adds_to_status
def heads_status() -> Json:
    """Return the newest map of all authorities."""
    made = queries.find_latest_map()
    return {
        "heads": made
        and {
            "date": made.day,
            "root": made.root,
            "count": made.count,
            "tree_size": made.tree_size,
        }
    }


def _rows(made: HeadMap, leaves: list[rules.Leaf]) -> list[dict[str, object]]:
    return [
        {
            "map_id": made.id,
            "position": position,
            "authority_id": made.authority_id,
            "case_id": leaf.case_id,
            "subject_id": leaf.subject_id,
            "record": leaf.record,
            "items": b"\n".join(leaf.items),
        }
        for position, leaf in enumerate(leaves)
    ]


def proof_for_case(case_id: UUID, max_tree_size: int) -> HeadProof | None:
    """Return what the newest map in a tree of that size says of a case's exhibits, or None when
    no such map knows the case.
    """
    return _prove(queries.list_leaves_about(HeadLeaf.case_id == case_id), max_tree_size)


def proof_for_exhibit(exhibit_id: UUID, max_tree_size: int) -> HeadProof | None:
    """Return what the newest map in a tree of that size says of an exhibit in no case, or None
    when no such map knows it as one.
    """
    return _prove(queries.list_leaves_about(HeadLeaf.subject_id == exhibit_id), max_tree_size)


def proof_for_device(device_id: UUID, max_tree_size: int) -> HeadProof | None:
    """Return what the newest map in a tree of that size says of a device's chain, or None when no
    such map knows it.
    """
    return _prove(queries.list_leaves_about(HeadLeaf.subject_id == device_id), max_tree_size)


def _prove(leaves: list[HeadLeaf], max_tree_size: int) -> HeadProof | None:
    by_map = {leaf.map_id: leaf for leaf in leaves}
    events = list_events_before(list(by_map), max_tree_size)
    if not events or events[-1].leaf_index is None:
        return None
    event, leaf = events[-1], by_map[events[-1].event_id]
    hashes = [hash_leaf("sha256", record) for record in queries.list_records(leaf.map_id)]

    def block(level: int, position: int) -> bytes:
        return root_of_block(block, "sha256", level, position) if level > 0 else hashes[position]

    ranges = cache(partial(hash_range, block, "sha256"))
    return HeadProof(
        event=event.record,
        event_leaf_index=events[-1].leaf_index,
        leaf=leaf.record,
        items=leaf.items.split(b"\n") if leaf.items else [],
        index=leaf.position,
        count=len(hashes),
        path=inclusion_path(ranges, leaf.position, 0, len(hashes)),
    )
