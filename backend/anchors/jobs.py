"""Background work of anchors."""

from datetime import timedelta

from backend.anchors import keys, queries
from backend.anchors.models import Anchor
from backend.anchors.service.stamping import stamp_note
from backend.kernel import clock
from backend.kernel.db import session, unit_of_work
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.jobs import every
from backend.kernel.logging import get_logger
from backend.ledger import find_checkpoint, find_latest_checkpoint, witness_newest

LOOK_EVERY_S = 30
STAMPS_EVERY = timedelta(minutes=10)
log = get_logger(__name__)


@every(seconds=LOOK_EVERY_S, name="anchor-log")
def anchor_log() -> None:
    """Have the newest checkpoint witnessed and stamped, if the log grew and the last stamp is ten
    minutes old.
    """
    with unit_of_work(read_only=True):
        last = queries.last_stamped_at()
    if last is not None and timedelta() <= clock.now() - last < STAMPS_EVERY:
        return
    witness_newest()
    with unit_of_work(read_only=True):
        newest = find_latest_checkpoint()
        size = newest.tree_size if newest else 0
    # An empty log has nothing that a stamp could protect.
    if size > 0:
        anchor_checkpoint(size)


def anchor_checkpoint(tree_size: int) -> list[Anchor]:
    """Ask each configured authority that has not stamped this checkpoint, and return all anchors
    it has then; an authority that fails is logged and left out.

    Nothing happens for a size the log never signed.
    """
    with unit_of_work(read_only=True):
        checkpoint = find_checkpoint(tree_size)
        note = checkpoint.note.encode() if checkpoint else None
        have = {anchor.authority_name for anchor in queries.anchors_of(tree_size)}
    if note is None:
        return []
    for authority in keys.authorities():
        if authority.name not in have:
            _anchor_with(authority, tree_size, note)
    return queries.anchors_of(tree_size)


def _anchor_with(authority: keys.Authority, tree_size: int, note: bytes) -> None:
    try:
        # No transaction is open while we wait for another machine.
        stamp = stamp_note(authority, note)
    except DomainError as error:
        log.warning("anchor_failed", name=authority.name, code=error.code, facts=error.facts)
        return
    anchor = Anchor(
        id=new_id(),
        kind=queries.RFC3161,
        authority_name=authority.name,
        tree_size=tree_size,
        note=note,
        reply=stamp.reply,
        gen_time=stamp.gen_time,
        obtained_at=clock.now(),
        checked_with=stamp.checked_with,
        recorded_by_id=None,
    )
    with unit_of_work():
        session().add(anchor)
