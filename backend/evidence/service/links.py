"""What exhibits serve, and who takes copies of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from backend.evidence import queries
from backend.evidence.errors import ExhibitDisposed
from backend.evidence.models import Exhibit, ExhibitLink
from backend.evidence.service import holds, retention
from backend.evidence.service.changes import announce, announce_all, event_of, log_custody, log_each
from backend.evidence.service.originals import original_pieces
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session
from backend.ledger import NewEvent


@dataclass(frozen=True)
class Linking:
    """A thing, as it is called, and its exhibits with the fact that each is to prove."""

    subject_id: UUID
    label: str
    facts: Mapping[UUID, str | None]


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
    link_to_each(actor, [Linking(subject_id, label, wanted)], kind=kind, now=now)
    if kind == "case":
        # What a case uses is kept with its file, and under the holds on it.
        retention.retain_exhibits(wanted.keys(), now)
        holds.cover_new(subject_id, wanted.keys(), actor, now)


def link_to_each(actor: Actor, linkings: Sequence[Linking], *, kind: str, now: datetime) -> None:
    """Link exhibits to each of several things as link_exhibits does to one, in a few statements;
    raises ExhibitsUnknown for one out of scope.
    """
    ids = {exhibit_id for linking in linkings for exhibit_id in linking.facts}
    if not ids:
        return
    exhibits = {exhibit.id: exhibit for exhibit in queries.lock_exhibits(actor, ids)}
    existing = _links_of(kind, [linking.subject_id for linking in linkings])
    changed = []
    for linking in linkings:
        for exhibit_id in sorted(linking.facts):
            link, fact = existing.get((linking.subject_id, exhibit_id)), linking.facts[exhibit_id]
            if link is not None and (link.label, link.fact_to_prove) == (linking.label, fact):
                continue
            exhibit = exhibits[exhibit_id]
            if link is None:
                link = _new_link(actor, exhibit, kind, linking.subject_id, now)
            link.label, link.fact_to_prove = linking.label, fact
            session().add(link)
            changed.append((exhibit, link))
    log_each([(exhibit, _event(actor, exhibit, link, "linked", now)) for exhibit, link in changed])
    announce_all([exhibit for exhibit, _ in changed])


def replace_links(
    actor: Actor, facts: Mapping[UUID, str | None], *, kind: str, subject_id: UUID, label: str
) -> None:
    """Make a thing's exhibits exactly these, each with the fact it is to prove (None where none
    is stated); raises ExhibitsUnknown.
    """
    linked = _links_of(kind, [subject_id])
    gone = {key: link for (_, key), link in linked.items() if key not in facts}
    link_exhibits(actor, facts.keys(), kind=kind, subject_id=subject_id, label=label, facts=facts)
    now = clock.now()
    for exhibit in queries.lock_exhibits(actor, gone.keys()):
        log_each([(exhibit, _event(actor, exhibit, gone[exhibit.id], "unlinked", now))])
        announce(exhibit)
        key = (
            ExhibitLink.exhibit_id == exhibit.id,
            ExhibitLink.kind == kind,
            ExhibitLink.subject_id == subject_id,
        )
        session().execute(delete(ExhibitLink).where(*key))


def _links_of(kind: str, subject_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], ExhibitLink]:
    query = select(ExhibitLink).where(
        ExhibitLink.kind == kind, ExhibitLink.subject_id.in_(subject_ids)
    )
    return {(link.subject_id, link.exhibit_id): link for link in session().scalars(query)}


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


def _event(
    actor: Actor, exhibit: Exhibit, link: ExhibitLink, action: str, now: datetime
) -> NewEvent:
    detail = {
        "kind": link.kind,
        "subject_id": str(link.subject_id),
        "label": link.label,
        "fact_to_prove": link.fact_to_prove,
    }
    return event_of(exhibit, action, detail, actor=actor, now=now)


def log_download(actor: Actor, exhibit_id: UUID, purpose: str, now: datetime) -> Exhibit:
    """Log that the actor takes a copy of the original; raises NotFound, ExhibitDisposed
    or ExhibitNotStored."""
    exhibit = queries.get_exhibit(actor, exhibit_id)
    if exhibit.disposed_at is not None:
        raise ExhibitDisposed(disposed_at=wire_time(exhibit.disposed_at))
    original_pieces(exhibit)
    log_custody(exhibit, "downloaded", {"purpose": purpose}, actor=actor, now=now)
    return exhibit
