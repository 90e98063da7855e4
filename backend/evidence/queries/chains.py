"""Reads of a device's chain of captures."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import lazyload

from backend.accounts import Device
from backend.evidence.models import Exhibit
from backend.kernel.db import session

_NAMES = (Exhibit.id, Exhibit.device_seq, Exhibit.device_prev, Exhibit.record_sha256)
_OF_DEVICE = Exhibit.device_id == bindparam("device_id")
_AT: Any = bindparam("seq")


_LOCKED = (
    select(Device, func.pg_advisory_xact_lock(func.hashtextextended(bindparam("lock"), 0)))
    .where(Device.key_id == bindparam("key_id"))
    .options(lazyload(Device.person))
)


def lock_device(key_id: str) -> Device | None:
    """Return the device that enrolled this key; its other captures wait until the transaction
    ends.
    """
    found = session().execute(_LOCKED, {"key_id": key_id, "lock": f"captures:{key_id}"})
    return found.scalars().one_or_none()


@dataclass(frozen=True)
class Neighbour:
    """A registered capture as the chain sees it."""

    id: UUID
    seq: int
    prev: str
    record_sha256: str


@dataclass(frozen=True)
class ChainPlace:
    """What is registered around a capture's place in its device's chain."""

    is_known: bool
    """Whether an exhibit of this id is registered, by whatever device."""
    before: Neighbour | None
    """The last one up to this counter: of this very counter when that is taken."""
    after: Neighbour | None


def _one(role: str, query: Select[UUID, int, str, str]) -> Select[Any]:
    return select(literal(role), query.limit(1).subquery())


_PLACE = union_all(
    _one("known", select(*_NAMES).where(Exhibit.id == bindparam("exhibit_id"))),
    _one(
        "before",
        select(*_NAMES)
        .where(_OF_DEVICE, Exhibit.device_seq <= _AT)
        .order_by(Exhibit.device_seq.desc()),
    ),
    _one(
        "after",
        select(*_NAMES).where(_OF_DEVICE, Exhibit.device_seq > _AT).order_by(Exhibit.device_seq),
    ),
)


def find_chain_place(exhibit_id: UUID, device_id: UUID, seq: int) -> ChainPlace:
    """Return in one statement what a new capture must be judged by."""
    values = {"exhibit_id": exhibit_id, "device_id": device_id, "seq": seq}
    rows: Any = session().execute(_PLACE, values)
    found = {str(role): Neighbour(*row) for role, *row in rows}
    return ChainPlace("known" in found, found.get("before"), found.get("after"))
