"""Reads of head maps."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select

from backend.accounts import Authority
from backend.heads.models import HeadLeaf, HeadMap
from backend.kernel.db import session


def list_authority_ids() -> list[UUID]:
    """Return every authority."""
    return list(session().scalars(select(Authority.id).order_by(Authority.id)))


def has_map(authority_id: UUID, day: date) -> bool:
    """Tell whether the authority has a map of that day."""
    made = exists().where(HeadMap.authority_id == authority_id, HeadMap.day == day)
    return bool(session().scalar(select(made)))


def list_leaves_about(about: ColumnElement[bool]) -> list[HeadLeaf]:
    """Return the leaf about one thing in each kept map."""
    return list(session().scalars(select(HeadLeaf).where(about)))


def list_records(map_id: UUID) -> list[bytes]:
    """Return the bytes of a map's leaves in their order."""
    query = select(HeadLeaf.record).where(HeadLeaf.map_id == map_id).order_by(HeadLeaf.position)
    return list(session().scalars(query))


def find_latest_map() -> HeadMap | None:
    """Return the newest map of all authorities."""
    return session().scalars(select(HeadMap).order_by(HeadMap.made_at.desc()).limit(1)).first()


def forget_old_leaves(authority_id: UUID, kept_maps: int) -> None:
    """Remove the leaves of all but the authority's newest maps; their roots stay in the log."""
    newest = (
        select(HeadMap.id)
        .where(HeadMap.authority_id == authority_id)
        .order_by(HeadMap.made_at.desc())
        .limit(kept_maps)
    )
    statement = delete(HeadLeaf).where(
        HeadLeaf.authority_id == authority_id, HeadLeaf.map_id.not_in(newest)
    )
    session().execute(statement.execution_options(synchronize_session=False))
