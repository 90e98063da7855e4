"""The map of an authority's chains: one leaf a case, one for each exhibit in no case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.kernel.jcs import canonical_bytes
from backend.kernel.merkle import hash_leaf, root_of_leaves

FORMAT = "xunzheng.heads/1"
Head = tuple[int, str]
"""Number and hash of a chain's newest event."""


@dataclass(frozen=True)
class Leaf:
    """One leaf of the map: what it is about, its bytes, and a case's items in their order."""

    case_id: UUID | None
    subject_id: UUID | None
    record: bytes
    items: tuple[bytes, ...] = ()


def build_map(filed: Iterable[tuple[UUID, UUID | None]], heads: dict[UUID, Head]) -> list[Leaf]:
    """Return the map's leaves in their order; an exhibit without a chain is in none."""
    cases: dict[UUID, list[UUID]] = defaultdict(list)
    leaves = []
    for exhibit_id, case_id in filed:
        if exhibit_id not in heads:
            continue
        if case_id is None:
            record = _entry(exhibit_id, heads[exhibit_id], {"case_id": ""})
            leaves.append(Leaf(None, exhibit_id, record))
        else:
            cases[case_id].append(exhibit_id)
    leaves += [_case_leaf(case_id, ids, heads) for case_id, ids in cases.items()]
    return sorted(leaves, key=lambda leaf: leaf.record)


def map_root(records: Iterable[bytes]) -> bytes:
    """Return the root over leaves' bytes."""
    return root_of_leaves("sha256", [hash_leaf("sha256", record) for record in records])


def _case_leaf(case_id: UUID, exhibit_ids: list[UUID], heads: dict[UUID, Head]) -> Leaf:
    items = tuple(_entry(each, heads[each], {}) for each in sorted(exhibit_ids))
    record = {
        "case_id": str(case_id),
        "items": len(items),
        "items_root": map_root(items).hex(),
    }
    return Leaf(case_id, None, canonical_bytes(record), items)


def _entry(subject_id: UUID, head: Head, more: dict[str, str]) -> bytes:
    seq, newest = head
    return canonical_bytes({"head": newest, "seq": seq, "subject_id": str(subject_id), **more})
