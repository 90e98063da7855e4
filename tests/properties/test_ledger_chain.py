"""Trees of any size agree with an independent implementation of RFC 6962."""

import hashlib
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from backend.exports.verifier.digests import root_from_path
from backend.kernel.jcs import canonical_bytes
from backend.ledger import chain_is_valid, rules

RECORDS = st.lists(st.binary(max_size=40), min_size=1, max_size=40)


def blocks_over(algorithm: str, records: list[bytes]) -> rules.Blocks:
    """Full subtrees over records in memory."""
    leaves = [rules.hash_leaf(algorithm, record) for record in records]

    def block(level: int, position: int) -> bytes:
        if level == 0:
            return leaves[position]
        return rules.root_of_block(block, algorithm, level, position)

    return block


def oracle(algorithm: str, records: list[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm=algorithm)
    for record in records:
        tree.append_entry(record)
    return tree


@given(RECORDS)
def test_root_of_every_prefix_is_the_oracles(records: list[bytes]) -> None:
    tree, blocks = oracle("sha256", records), blocks_over("sha256", records)

    for size in range(1, len(records) + 1):
        assert rules.hash_range(blocks, "sha256", 0, size) == tree.get_root(size)


@given(RECORDS, st.data())
def test_path_holds_the_oracles_siblings(records: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(records) - 1))
    tree, blocks = oracle("sha256", records), blocks_over("sha256", records)

    path = rules.inclusion_path(partial(rules.hash_range, blocks, "sha256"), index, 0, len(records))

    proof = tree.prove_inclusion(index + 1, len(records)).serialize()["path"]
    assert [sibling.hex() for sibling in path] == proof[1:]


@given(RECORDS, st.data())
def test_consistency_is_proven_to_the_oracles_roots_and_to_no_others(
    records: list[bytes], data: st.DataObject
) -> None:
    new = len(records)
    old = data.draw(st.integers(0, new))
    tree, blocks = oracle("sha256", records), blocks_over("sha256", records)
    path = rules.consistency_path(partial(rules.hash_range, blocks, "sha256"), old, new)
    old_root = tree.get_root(old) if old else hashlib.sha256(b"").digest()
    before, after = (old, old_root), (new, tree.get_root(new))

    assert rules.is_consistent("sha256", before, after, path)
    wrong = hashlib.sha256(b"other").digest()
    assert not rules.is_consistent("sha256", before, after, [*path, wrong])
    if 0 < old < new:
        assert not rules.is_consistent("sha256", (old, wrong), after, path)
        assert not rules.is_consistent("sha256", before, (new, wrong), path)
        assert not rules.is_consistent("sha256", before, after, path[:-1])
    if old == new:
        assert not rules.is_consistent("sha256", (old, wrong), after, path)


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 513, 65_537])
def test_sizes_around_full_blocks_agree_with_the_oracle(size: int) -> None:
    records = [number.to_bytes(4) for number in range(size)]

    root = rules.hash_range(blocks_over("sha256", records), "sha256", 0, size)

    assert root == oracle("sha256", records).get_root(size)


@given(RECORDS, st.data())
def test_verifier_follows_each_path_to_the_root_and_no_other_leaf(
    records: list[bytes], data: st.DataObject
) -> None:
    size = len(records)
    index = data.draw(st.integers(0, size - 1))
    blocks = blocks_over("sha256", records)
    root = rules.hash_range(blocks, "sha256", 0, size)
    path = rules.inclusion_path(partial(rules.hash_range, blocks, "sha256"), index, 0, size)

    leaf = rules.hash_leaf("sha256", records[index])
    assert root_from_path(leaf, index, size, path) == root
    assert root_from_path(hashlib.sha256(b"other").digest(), index, size, path) != root
    assert root_from_path(leaf, index, size, [*path, root]) is None


Change = Callable[[list[SimpleNamespace], int], list[SimpleNamespace]]
CHANGES: dict[str, Change] = {
    "drop": lambda events, at: events[:at] + events[at + 1 :],
    "repeat": lambda events, at: events[: at + 1] + events[at:],
    "swap": lambda events, at: [*events[:at], events[at + 1], events[at], *events[at + 2 :]],
}


def chain(notes: list[str]) -> list[SimpleNamespace]:
    events, head = [], ""
    for seq, note in enumerate(notes, 1):
        record = canonical_bytes({"subject_id": "s", "seq": seq, "prev": head, "note": note})
        head = hashlib.sha256(record).hexdigest()
        events.append(SimpleNamespace(record=record))
    return events


@settings(max_examples=50)
@given(
    st.lists(st.text(max_size=8), min_size=3, max_size=12),
    st.sampled_from(sorted(CHANGES)),
    st.data(),
)
def test_no_dropped_repeated_or_swapped_event_passes(
    notes: list[str], change: str, data: st.DataObject
) -> None:
    events = chain(notes)
    # Dropping the last event alone cannot be seen in a chain; the log's receipts are for that.
    at = data.draw(st.integers(0, len(events) - 2))

    assert chain_is_valid(events)
    assert not chain_is_valid(CHANGES[change](events, at))
