"""What exhibits serve, and who takes copies of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from backend.evidence import queries
from backend.evidence.errors import ExhibitDisposed
from backend.evidence.models import Exhibit, ExhibitLink
from backend.evidence.service import holds, retention
from backend.evidence.service.changes import announce, log_custody
from backend.evidence.service.originals import original_pieces
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session


def link_exhibits(
    actor: Actor,
    exhibit_ids: Collection[UUID],
    *,
    kind: str,
    subject_id: UUID,
    label: str,
    facts: Mapping[UUID, str | None] | None = None,
) -> None:
    """Link exhibits to a thing (`incident`, `inspection`, `case`) and log it in their custody;
    linking again only brings label and fact to prove up to date.

    `facts` holds the fact each exhibit is to prove. Raises ExhibitsUnknown for one out of scope.
    """
    now = clock.now()
    wanted = {key: (facts or {}).get(key) for key in exhibit_ids}
    existing = _links_of(kind, subject_id)
    for exhibit in queries.lock_exhibits(actor, wanted.keys()):
        link = existing.get(exhibit.id)
        fact = wanted[exhibit.id]
        if link is not None and (link.label, link.fact_to_prove) == (label, fact):
            continue
        if link is None:
            link = _new_link(actor, exhibit, kind, subject_id, now)
        link.label, link.fact_to_prove = label, fact
        session().add(link)
        _log_link(actor, exhibit, link, "linked", now)
    if kind == "case":
        # What a case uses is kept with its file, and under the holds on it.
        retention.retain_exhibits(wanted.keys(), now)
        holds.cover_new(subject_id, wanted.keys(), actor, now)


def replace_links(
    actor: Actor, facts: Mapping[UUID, str | None], *, kind: str, subject_id: UUID, label: str
) -> None:
    """Make a thing's exhibits exactly these, each with the fact it is to prove (None where none
    is stated); raises ExhibitsUnknown.
    """
    gone = {key: link for key, link in _links_of(kind, subject_id).items() if key not in facts}
    link_exhibits(actor, facts.keys(), kind=kind, subject_id=subject_id, label=label, facts=facts)
    now = clock.now()
    for exhibit in queries.lock_exhibits(actor, gone.keys()):
        _log_link(actor, exhibit, gone[exhibit.id], "unlinked", now)
        key = (
            ExhibitLink.exhibit_id == exhibit.id,
            ExhibitLink.kind == kind,
            ExhibitLink.subject_id == subject_id,
        )
        session().execute(delete(ExhibitLink).where(*key))


def _links_of(kind: str, subject_id: UUID) -> dict[UUID, ExhibitLink]:
    query = select(ExhibitLink).where(
        ExhibitLink.kind == kind, ExhibitLink.subject_id == subject_id
    )
    return {link.exhibit_id: link for link in session().scalars(query)}


def _new_link(
    actor: Actor, exhibit: Exhibit, kind: str, subject_id: UUID, now: datetime
) -> ExhibitLink:
    return ExhibitLink(
        exhibit_id=exhibit.id,
        kind=kind,
        subject_id=subject_id,
        authority_id=exhibit.authority_id,
        linked_by_id=actor.person_id,
        linked_at=now,
    )


def _log_link(
    actor: Actor, exhibit: Exhibit, link: ExhibitLink, action: str, now: datetime
) -> None:
    detail = {
        "kind": link.kind,
        "subject_id": str(link.subject_id),
        "label": link.label,
        "fact_to_prove": link.fact_to_prove,
    }
    log_custody(exhibit, action, detail, actor=actor, now=now)
    announce(exhibit)


def log_download(actor: Actor, exhibit_id: UUID, purpose: str, now: datetime) -> Exhibit:
    """Log that the actor takes a copy of the original; raises NotFound, ExhibitDisposed
    or ExhibitNotStored."""
    exhibit = queries.get_exhibit(actor, exhibit_id)
    if exhibit.disposed_at is not None:
        raise ExhibitDisposed(disposed_at=wire_time(exhibit.disposed_at))
    original_pieces(exhibit)
    log_custody(exhibit, "downloaded", {"purpose": purpose}, actor=actor, now=now)
    return exhibit
