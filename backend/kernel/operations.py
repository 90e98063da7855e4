"""What a phone may ask for in a batch, and what it may pull."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.errors import DomainError
from backend.kernel.schema import WireSchema

ApplyMany = Callable[[Actor, Sequence[tuple[UUID, Json]]], Sequence[bytes | DomainError]]


@dataclass(frozen=True)
class Operation:
    """One thing a phone may ask for while it was offline: its permission, its shape and what it
    does.
    """

    permission: str
    schema: type[WireSchema]
    apply: Callable[[Actor, UUID, Json], Json]
    """Gets the actor, the subject's id and the loaded payload; returns the resource in its wire
    shape.
    """
    apply_many: ApplyMany | None = None
    """Does what `apply` does for each of several subjects, in their order, in statements whose
    number does not grow with them, and returns resources as JSON; a refusal has written nothing.
    """


@dataclass(frozen=True)
class PulledKind:
    """How one kind of thing is read for a phone."""

    permission: str
    load: Callable[[Actor, list[UUID]], Mapping[UUID, Any]]
    """Returns the wire shape of those ids that are within the actor's scope."""
    select: Callable[[Actor, str], Select[UUID, str]] | None = None
    """Returns the query of what `load` does, as JSON, for ids as `named_ids` names them: for what
    phones pull by the thousand.
    """
    find_left: Callable[[str], Collection[UUID]] = lambda _named: ()
    """Returns those of the named ids that `select` cannot write and `load` must."""


def as_wire(resource: Json) -> bytes:
    """Return a resource in its wire shape as the JSON that is sent."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
