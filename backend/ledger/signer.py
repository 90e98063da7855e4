"""The log's sequencer and signer: one process, the only one that reads log.key."""

import base64
import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TextIO

from flask import Flask

from backend.kernel import clock
from backend.kernel.db import lock_named, session, unit_of_work
from backend.kernel.logging import get_logger
from backend.ledger import keys, queries, rules
from backend.ledger.errors import LogRewritten
from backend.ledger.models import LogBlock, LogCheckpoint, LogLeaf, QueuedEvent

EVERY_S = 0.2
AFTER_REFUSAL_S = 5.0
BATCH = 5000
log = get_logger(__name__)


def run_signer(app: Flask, stop: threading.Event) -> None:
    """Sequence and sign until asked to stop; a tree that differs from the signed one is never
    signed, and said so at every try.
    """
    with app.app_context():
        folder = keys.key_folder()
    with _only_signer_of(folder, stop):
        is_checked = False
        while not stop.is_set():
            with app.app_context():
                is_checked = _try_once(folder, is_checked=is_checked)
            stop.wait(EVERY_S if is_checked else AFTER_REFUSAL_S)


def _try_once(folder: Path, *, is_checked: bool) -> bool:
    try:
        if not is_checked:
            check_whole_log(folder)
            queue_lost_events()
        sign_waiting(folder)
    except LogRewritten as refusal:
        log.error("log_rewritten", **refusal.facts)  # noqa: TRY400 - the facts say it all
        return False
    except Exception:
        log.exception("signing_failed")
        return False
    return True


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
        _check_tree(_read_state(folder))
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
                leaf_sm3=rules.hash_leaf("sm3", event.record),
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
        _check_tree(_read_state(folder))
        head = _extend(leaves)
        _sign(head)
    _write_state(folder, head)
    return head


def _check_tree(signed: rules.TreeHead | None) -> None:
    newest, size = queries.find_latest_checkpoint(), queries.stored_size()
    if size != (newest.tree_size if newest else 0):
        raise LogRewritten(stored_size=size, signed_size=newest.tree_size if newest else 0)
    if newest is not None and (signed is None or signed.size != newest.tree_size):
        # Our process ended between its commit and its note of it, or its note is lost: a
        # signature of our own is as good.
        _check_signed_by_us(newest)
    if signed is not None and (size < signed.size or queries.tree_head(signed.size) != signed):
        raise LogRewritten(stored_size=size, signed_size=signed.size)


def _check_signed_by_us(checkpoint: LogCheckpoint) -> None:
    origin = keys.log_origin()
    head = queries.tree_head(checkpoint.tree_size)
    is_ours = rules.note_is_signed(checkpoint.note, origin, keys.log_private_key().public_key())
    if not is_ours or not checkpoint.note.startswith(rules.note_text(origin, head) + "\n"):
        raise LogRewritten(signed_size=checkpoint.tree_size)


def _extend(leaves: list[queries.WaitingLeaf]) -> rules.TreeHead:
    start = queries.stored_size()
    session().add_all(
        LogLeaf(
            leaf_index=index,
            event_id=leaf.event_id,
            leaf_hash=leaf.leaf_hash,
            leaf_sm3=leaf.leaf_sm3,
        )
        for index, leaf in enumerate(leaves, start)
    )
    size = start + len(leaves)
    session().flush()  # the new leaves are read below
    _add_blocks(start, size)
    return queries.tree_head(size)


def _add_blocks(old_size: int, new_size: int) -> None:
    for level in count(1):
        bits = level * rules.BLOCK_BITS
        full = range(old_size >> bits, new_size >> bits)
        if not full:
            return
        blocks, blocks_sm3 = queries.StoredBlocks("sha256"), queries.StoredBlocks("sm3")
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
    origin = keys.log_origin()
    note = rules.sign_note(rules.note_text(origin, head), origin, keys.log_private_key())
    session().add(
        LogCheckpoint(
            tree_size=head.size,
            root=head.root,
            root_sm3=head.root_sm3,
            note=note,
            issued_at=clock.now(),
        )
    )


def _read_state(folder: Path) -> rules.TreeHead | None:
    path = folder / "log.state"
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="ascii"))
    return rules.TreeHead(
        kept["size"], base64.b64decode(kept["root"]), base64.b64decode(kept["root_sm3"])
    )


def _write_state(folder: Path, head: rules.TreeHead) -> None:
    kept = {
        "size": head.size,
        "root": base64.b64encode(head.root).decode(),
        "root_sm3": base64.b64encode(head.root_sm3).decode(),
    }
    fresh = folder / "log.state.new"
    with fresh.open("w", encoding="ascii") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / "log.state")


@contextmanager
def _only_signer_of(folder: Path, stop: threading.Event) -> Iterator[None]:
    """Wait until no other process signs with this key folder, so that its state has one writer."""
    with (folder / "log.lock").open("w") as file:
        while not _is_locked(file):
            if stop.wait(AFTER_REFUSAL_S):
                break
        yield


def _is_locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
