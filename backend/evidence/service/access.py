"""Looking at an exhibit is an event of its chain."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.evidence import queries
from backend.evidence.models import Exhibit, ExhibitView
from backend.evidence.service.changes import log_custody
from backend.kernel.actor import Actor
from backend.kernel.db import session

TOGETHER = timedelta(minutes=5)
"""Looks of one person at one exhibit within this time are one event."""


def note_view(actor: Actor, exhibit: Exhibit, what: str, now: datetime) -> None:
    """Log that the actor looks at the exhibit's `detail`, `preview` or `custody`, or at a `volume`
    that shows it; of two looks at once one waits for the other's row and is silent.
    """
    looked = insert(ExhibitView).values(
        exhibit_id=exhibit.id,
        person_id=actor.person_id,
        authority_id=exhibit.authority_id,
        seen_at=now,
    )
    statement = looked.on_conflict_do_update(
        index_elements=["exhibit_id", "person_id"],
        set_={"seen_at": now},
        where=ExhibitView.seen_at <= now - TOGETHER,
    ).returning(ExhibitView.seen_at)
    if session().execute(statement).first() is not None:
        log_custody(exhibit, "viewed", {"what": what}, actor=actor, now=now)


def note_views(actor: Actor, exhibit_ids: Collection[UUID], what: str, now: datetime) -> None:
    """Log that the actor looks at a thing that shows these exhibits, those in scope, in one order
    so that two readers cannot wait for each other.
    """
    found = queries.get_exhibits_by_id(actor, exhibit_ids)
    for key in sorted(found):
        note_view(actor, found[key], what, now)
