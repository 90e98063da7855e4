"""What a phone may ask for in a batch, and what it may pull."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.schema import WireSchema


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


@dataclass(frozen=True)
class PulledKind:
    """How one kind of thing is read for a phone."""

    permission: str
    load: Callable[[Actor, list[UUID]], Mapping[UUID, Any]]
    """Returns the wire shape of those ids that are within the actor's scope."""
