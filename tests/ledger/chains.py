"""Events for tests of the ledger."""

from uuid import UUID

from backend.accounts import actor_of, list_people_by_id
from backend.kernel import clock
from backend.ledger import AppendedEvent, append_custody_event
from tests.factories import City


def append(
    city: City, subject_id: UUID, action: str = "received", *, actor_name: str | None = None
) -> AppendedEvent:
    """Append a small event to a subject of the Siming bureau."""
    actor = None
    if actor_name is not None:
        person_id = city.people[actor_name]
        actor = actor_of(list_people_by_id(frozenset({person_id}))[person_id], "10.0.0.9")
    return append_custody_event(
        subject_id=subject_id,
        case_id=None,
        action=action,
        actor=actor,
        object_={"sha256": "ab" * 32, "size": 3},
        detail={"note": "巡查𠮷"},
        at=clock.now(),
        authority_id=city.authorities["siming"],
    )
