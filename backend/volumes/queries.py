"""Reads of volumes; the scope comes first."""

from uuid import UUID

from sqlalchemy import select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.volumes.models import Volume


def get_volume(actor: Actor, volume_id: UUID) -> Volume:
    """Return a volume in scope; raises NotFound."""
    query = select(Volume).where(within(actor, Volume.authority_id), Volume.id == volume_id)
    found = session().scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_volumes(subject_id: UUID) -> list[Volume]:
    """Return what was bound of a case, newest first and in each the main part first; the caller
    has checked the scope.
    """
    query = select(Volume).where(Volume.subject_id == subject_id)
    return list(session().scalars(query.order_by(Volume.created_at.desc(), Volume.part)))


def find_volume(volume_id: UUID, *, lock: bool = False) -> Volume | None:
    """Return a volume whatever its scope."""
    return session().get(Volume, volume_id, with_for_update=lock, populate_existing=lock)
