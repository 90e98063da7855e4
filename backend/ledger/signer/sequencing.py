"""Putting committed events into the log and signing its head."""

from itertools import count
from pathlib import Path

from backend.kernel import clock
from backend.kernel.db import lock_named, session, unit_of_work
from backend.kernel.logging import get_logger
from backend.ledger import keys, queries, rules
from backend.ledger.errors import LogRewritten
from backend.ledger.models import LogBlock, LogCheckpoint, QueuedEvent
from backend.ledger.signer.state import read_state, write_state
from backend.ledger.signer.suites import sign_note

BATCH = 5000
log = get_logger(__name__)


def check_whole_log(folder: Path) -> None:
    """Recompute the tree from the events themselves; raises LogRewritten when it is not the
    signed one.
    """
    with unit_of_work(read_only=True):
        altered = queries.find_altered_leaf()
        if altered is not None:
            raise LogRewritten(leaf_index=altered)
        size = queries.stored_size()
        if queries.tree_head_from_leaves(size) != queries.tree_head(size):
            raise LogRewritten(stored_size=size)
        _last_signed(folder)
    log.info("log_checked", tree_size=size)


def queue_lost_events() -> None:
    """Give events whose place in the queue was removed their place back, and say so."""
    with unit_of_work():
        lost = queries.list_lost_events()
        for event in lost:
            log.warning("event_lost_from_queue", event_id=str(event.event_id))
        session().add_all(
            QueuedEvent(
                event_id=event.event_id,
                leaf_hash=rules.hash_leaf("sha256", event.record),
                leaf_sm3=None,
            )
            for event in lost
        )


def sign_waiting(folder: Path) -> rules.TreeHead | None:
    """Put the waiting events into the log and sign its new head, in one commit; return None when
    nothing waits. Raises LogRewritten before anything is signed.
    """
    with unit_of_work():
        lock_named("log-signer")
        newest = queries.find_latest_checkpoint()
        leaves = queries.take_waiting(BATCH)
        if not leaves and newest is not None:
            return None
        signed = _last_signed(folder)
        tiles = _extend(signed.size if signed else 0, leaves)
        head = queries.tree_head((signed.size if signed else 0) + len(leaves), tiles)
        prove_extension(signed, head, tiles)
        _sign(head)
    write_state(folder, head)
    return head


def _last_signed(folder: Path) -> rules.TreeHead | None:
    """Return the head we signed last; raises LogRewritten when the stored tree is another."""
    signed = read_state(folder)
    newest, size = queries.find_latest_checkpoint(), queries.stored_size()
    if size != (newest.tree_size if newest else 0):
        raise LogRewritten(stored_size=size, signed_size=newest.tree_size if newest else 0)
    if newest is not None and (signed is None or signed.size != newest.tree_size):
        # Our process ended between its commit and its note of it, or its note is lost: a
        # signature of our own is as good.
        _check_signed_by_us(newest)
    tiles = queries.Tiles()
    if signed is not None and (
        size < signed.size or queries.tree_head(signed.size, tiles) != signed
    ):
        raise LogRewritten(stored_size=size, signed_size=signed.size)
    if newest is not None and signed is not None and signed.size == size:
        return signed
    return queries.tree_head(size, tiles) if newest is not None else None


def _check_signed_by_us(checkpoint: LogCheckpoint) -> None:
    origin = keys.log_origin()
    head = queries.tree_head(checkpoint.tree_size)
    is_ours = rules.note_is_signed(checkpoint.note, origin, keys.log_private_key().public_key())
    if not is_ours or not checkpoint.note.startswith(rules.note_text(origin, head) + "\n"):
        raise LogRewritten(signed_size=checkpoint.tree_size)


def _extend(start: int, leaves: list[queries.WaitingLeaf]) -> queries.Tiles:
    """Store the leaves and all subtrees they fill; return what to read the longer trees from."""
    for leaf in leaves:
        if rules.hash_leaf("sha256", leaf.record) != leaf.leaf_hash:
            raise LogRewritten(event_id=str(leaf.event_id))
    queries.add_leaves(
        start,
        ((leaf.event_id, leaf.leaf_hash, rules.hash_leaf("sm3", leaf.record)) for leaf in leaves),
    )
    _add_blocks(start, start + len(leaves))
    return queries.Tiles()


def prove_extension(
    signed: rules.TreeHead | None, head: rules.TreeHead, tiles: queries.Tiles | None = None
) -> None:
    """Raise LogRewritten unless the new head follows from the one signed before: RFC 6962
    consistency of both trees, from the remembered roots to the new ones.
    """
    if signed is None:
        return
    for algorithm, old, new in (
        ("sha256", signed.root, head.root),
        ("sm3", signed.root_sm3, head.root_sm3),
    ):
        path = queries.consistency_proof(signed.size, head.size, algorithm, tiles)
        if not rules.is_consistent(algorithm, (signed.size, old), (head.size, new), path):
            raise LogRewritten(signed_size=signed.size, stored_size=head.size)


def _add_blocks(old_size: int, new_size: int) -> None:
    for level in count(1):
        bits = level * rules.BLOCK_BITS
        full = range(old_size >> bits, new_size >> bits)
        if not full:
            return
        tiles = queries.Tiles()
        blocks = queries.StoredBlocks("sha256", tiles)
        blocks_sm3 = queries.StoredBlocks("sm3", tiles)
        session().add_all(
            LogBlock(
                level=level,
                position=position,
                root=rules.root_of_block(blocks, "sha256", level, position),
                root_sm3=rules.root_of_block(blocks_sm3, "sm3", level, position),
            )
            for position in full
        )
        session().flush()  # the next level reads these


def _sign(head: rules.TreeHead) -> None:
    session().add(
        LogCheckpoint(
            tree_size=head.size,
            root=head.root,
            root_sm3=head.root_sm3,
            note=sign_note(rules.note_text(keys.log_origin(), head)),
            issued_at=clock.now(),
        )
    )
