"""Reads of a device's chain of captures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.evidence.models import Exhibit
from backend.kernel.db import session


@dataclass(frozen=True)
class SigningDevice:
    """A device as its captures need it."""

    id: UUID
    person_id: UUID
    key_id: str
    public_key: bytes
    model: str
    state: str
    ended_at: datetime | None
    lost_at: datetime | None


@dataclass(frozen=True)
class Neighbour:
    """A registered capture as the chain sees it."""

    id: UUID
    seq: int
    prev: str
    record_sha256: str


@dataclass(frozen=True)
class ChainPlace:
    """A device, and what is registered around a capture's place in its chain."""

    device: SigningDevice
    is_known: bool
    """Whether an exhibit of this id is registered, by whatever device."""
    before: Neighbour | None
    """The last one up to this counter: of this very counter when that is taken."""
    after: Neighbour | None
    is_key_logged: bool
    """Whether the device's key is in its chain."""


_PLACE = "select * from lock_capture_place(%s, %b, %s)"


def lock_chain_place(key_id: str, exhibit_id: UUID, seq: int) -> ChainPlace | None:
    """Return in one statement what a new capture must be judged by, or None when no device has
    enrolled the key; the device's other captures wait until the transaction ends.
    """
    values = (key_id, exhibit_id, seq)
    found = session().connection().exec_driver_sql(_PLACE, values).one_or_none()
    if found is None:
        return None
    device, before, after = found[:8], found[9:13], found[13:17]
    return ChainPlace(
        SigningDevice(*device),
        found[8],
        Neighbour(*before) if before[0] else None,
        Neighbour(*after) if after[0] else None,
        found[17],
    )


def lock_unapproved(device_id: UUID) -> list[Exhibit]:
    """Return the device's captures that say it was not approved, locked in the order of their
    ids.
    """
    query = (
        select(Exhibit)
        .where(
            Exhibit.device_id == device_id,
            Exhibit.flags.contains([{"code": "device_not_approved"}]),
        )
        .order_by(Exhibit.id)
        .with_for_update()
    )
    return list(session().scalars(query))
