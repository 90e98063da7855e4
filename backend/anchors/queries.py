"""Reads of anchors."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.anchors.models import Anchor
from backend.kernel.db import session

RFC3161 = "rfc3161"


def anchors_of(tree_size: int) -> list[Anchor]:
    """Return the anchors of exactly this checkpoint, by authority."""
    query = select(Anchor).where(Anchor.tree_size == tree_size)
    return list(session().scalars(query.order_by(Anchor.authority_name)))


def first_anchors_over(leaf_index: int, up_to: int | None = None) -> list[Anchor]:
    """Return the anchors of the smallest stamped tree that holds the leaf (and is no larger than
    `up_to`); none while none does. They say: not later than.
    """
    size = select(func.min(Anchor.tree_size)).where(
        Anchor.kind == RFC3161, Anchor.tree_size > leaf_index
    )
    found = session().scalar(size)
    return [] if found is None or (up_to is not None and found > up_to) else _stamps_of(found)


def last_anchors_up_to(tree_size: int) -> list[Anchor]:
    """Return the anchors of the largest stamped tree of at most this size. They say: what it
    holds is from before, what it does not hold yet is from after.
    """
    size = select(func.max(Anchor.tree_size)).where(
        Anchor.kind == RFC3161, Anchor.tree_size <= tree_size
    )
    found = session().scalar(size)
    return [] if found is None else _stamps_of(found)


def last_stamps() -> dict[str, tuple[int, datetime]]:
    """Return the largest stamped size of each authority and that stamp's time."""
    query = (
        select(Anchor.authority_name, Anchor.tree_size, Anchor.gen_time)
        .where(Anchor.kind == RFC3161)
        .ext(distinct_on(Anchor.authority_name))
        .order_by(Anchor.authority_name, Anchor.tree_size.desc())
    )
    return {name: (size, at) for name, size, at in session().execute(query)}


def last_stamped_at() -> datetime | None:
    """Return when the newest stamp was obtained."""
    return session().scalar(select(func.max(Anchor.obtained_at)).where(Anchor.kind == RFC3161))


def list_latest(limit: int) -> list[Anchor]:
    """Return the newest anchors, newest first."""
    query = select(Anchor).order_by(Anchor.obtained_at.desc(), Anchor.id.desc()).limit(limit)
    return list(session().scalars(query))


def _stamps_of(tree_size: int) -> list[Anchor]:
    return [anchor for anchor in anchors_of(tree_size) if anchor.kind == RFC3161]
