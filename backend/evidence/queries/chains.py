"""Reads of a device's chain of captures."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, bindparam, literal, select, union_all

from backend.evidence.models import Exhibit
from backend.kernel.db import session

_NAMES = (Exhibit.id, Exhibit.device_seq, Exhibit.device_prev, Exhibit.record_sha256)
_OF_DEVICE = Exhibit.device_id == bindparam("device_id")
_AT = bindparam("seq")


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


def _one(role: str, query: Select[tuple[UUID, int, str, str]]) -> Select[tuple[str]]:
    return select(literal(role), query.limit(1).subquery())  # type: ignore[arg-type]


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
    found = {role: Neighbour(*row) for role, *row in session().execute(_PLACE, values)}
    return ChainPlace("known" in found, found.get("before"), found.get("after"))
