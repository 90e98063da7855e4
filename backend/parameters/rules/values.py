"""Which version of a number applies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

BOUNDS = ("inclusive", "exclusive")
MOST = 10**13


@dataclass(frozen=True)
class Value:
    """A number as it applies on a day, with the version it was taken from."""

    version_id: UUID
    key: str
    value: int
    unit: str
    bound: str | None
    basis: str
    valid_from: date
    doubt: str | None = None

    @property
    def day_unit(self) -> str:
        """Which days a term counts, as deadlines name them; raises KeyError for what is no term."""
        return {"working_days": "working", "calendar_days": "calendar"}[self.unit]

    def is_reached(self, amount: int) -> bool:
        """Tell whether an amount falls under a threshold."""
        return amount > self.value if self.bound == "exclusive" else amount >= self.value


@dataclass(frozen=True)
class Version:
    """A version of a number, of one authority or national, as it takes part in the choice."""

    value: Value
    rank: int
    """How near it stands: 0 the authority's own, 1 the one above, 2 national."""


def choose(versions: Sequence[Version], day: date) -> Value | None:
    """Return the number that applies on a day: the nearest authority's, its newest version that
    has begun.
    """
    begun = [one for one in versions if one.value.valid_from <= day]
    if not begun:
        return None
    return min(begun, key=lambda one: (one.rank, -one.value.valid_from.toordinal())).value
