"""Anchors that people make: the root in a paper register; chains of courts by the same record."""

from datetime import datetime
from typing import Protocol

from backend.anchors.errors import CheckpointUnknown
from backend.anchors.models import Anchor
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.ids import new_id
from backend.ledger import find_checkpoint

PAPER, JUDICIAL = "paper_register", "judicial_chain"
BY_HAND = "person"


class JudicialChain(Protocol):
    """What a connector to a court's chain (天平链, 司法链) must offer; none comes with us."""

    name: str

    def submit(self, note: bytes) -> bytes:
        """Put the note's digest on the chain and return the chain's own receipt."""
        ...

    def time_of(self, receipt: bytes, note: bytes) -> datetime:
        """Return when the chain took the note in; raises TokenInvalid for another receipt."""
        ...


def record_paper_anchor(
    actor: Actor,
    tree_size: int,
    root: bytes,
    register: str,
    stamped_at: datetime,
    page: bytes = b"",
) -> Anchor:
    """Record that the log's printed root was stamped and filed on paper; raises CheckpointUnknown
    unless the log signed exactly this size and root.
    """
    checkpoint = find_checkpoint(tree_size)
    if checkpoint is None or checkpoint.root != root:
        raise CheckpointUnknown
    anchor = Anchor(
        id=new_id(),
        kind=PAPER,
        authority_name=register,
        tree_size=tree_size,
        note=checkpoint.note.encode(),
        reply=page,
        gen_time=stamped_at,
        obtained_at=clock.now(),
        checked_with=BY_HAND,
        recorded_by_id=actor.person_id,
    )
    session().add(anchor)
    return anchor
