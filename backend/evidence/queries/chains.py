"""Reads of a device's chain of captures."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, func, literal, select, union_all

from backend.accounts import Device
from backend.evidence.models import Exhibit
from backend.kernel.db import session

# Tables, not models: every capture asks these, and needs no objects.
_device: Any = cast("Table", Device.__table__).c
_exhibit: Any = cast("Table", Exhibit.__table__).c
_NAMES = (_exhibit.id, _exhibit.device_seq, _exhibit.device_prev, _exhibit.record_sha256)
_OF_DEVICE = _exhibit.device_id == bindparam("device_id")
_AT: Any = bindparam("seq")


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


_LOCKED = select(
    *(_device[one.name] for one in fields(SigningDevice)),
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("lock"), 0)),
).where(_device.key_id == bindparam("key_id"))


def lock_device(key_id: str) -> SigningDevice | None:
    """Return the device that enrolled this key; its other captures wait until the transaction
    ends.
    """
    values = {"key_id": key_id, "lock": f"captures:{key_id}"}
    found = session().connection().execute(_LOCKED, values).one_or_none()
    return None if found is None else SigningDevice(*found[:-1])


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
    _one("known", select(*_NAMES).where(_exhibit.id == bindparam("exhibit_id"))),
    _one(
        "before",
        select(*_NAMES)
        .where(_OF_DEVICE, _exhibit.device_seq <= _AT)
        .order_by(_exhibit.device_seq.desc()),
    ),
    _one(
        "after",
        select(*_NAMES).where(_OF_DEVICE, _exhibit.device_seq > _AT).order_by(_exhibit.device_seq),
    ),
)


def find_chain_place(exhibit_id: UUID, device_id: UUID, seq: int) -> ChainPlace:
    """Return in one statement what a new capture must be judged by."""
    values = {"exhibit_id": exhibit_id, "device_id": device_id, "seq": seq}
    rows: Any = session().connection().execute(_PLACE, values)
    found = {str(role): Neighbour(*row) for role, *row in rows}
    return ChainPlace("known" in found, found.get("before"), found.get("after"))
