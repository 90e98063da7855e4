"""Setting how long exhibits are kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.accounts import list_authorities_by_id
from backend.evidence.errors import RetentionPolicyDiffers
from backend.evidence.events import CaseFileClosed, ProtectionChanged, RetentionPolicySet
from backend.evidence.models import ClosedCaseFile, Exhibit, RetentionPolicy
from backend.evidence.queries import retention as queries
from backend.evidence.rules.retention import OPEN_CASE, RENEWED_BEFORE, Policy, Term, term_of
from backend.evidence.service.changes import log_custody
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session
from backend.kernel.outbox import emit
from backend.ledger import append_custody_event

POLICY_FIELDS = ("kind", "case_outcome", "years", "days", "basis", "valid_from")


def set_policy(
    actor: Actor, policy_id: UUID, wanted: dict[str, Any], now: datetime
) -> tuple[RetentionPolicy, bool]:
    """Add a confirmed version of a rule and return it and whether it is new; raises
    RetentionPolicyDiffers.
    """
    values = {name: wanted.get(name) for name in POLICY_FIELDS}
    known = session().get(RetentionPolicy, policy_id)
    if known is not None:
        if known.authority_id != actor.authority_id or any(
            getattr(known, name) != value for name, value in values.items()
        ):
            raise RetentionPolicyDiffers
        return known, False
    policy = RetentionPolicy(
        id=policy_id,
        authority_id=actor.authority_id,
        is_confirmed=True,
        created_by_id=actor.person_id,
        created_by_name=actor.full_name,
        created_at=now,
        **values,
    )
    session().add(policy)
    _log_policy(actor, policy, now)
    emit(RetentionPolicySet(policy_id=str(policy_id)))
    return policy, True


def _log_policy(actor: Actor, policy: RetentionPolicy, now: datetime) -> None:
    append_custody_event(
        subject_id=actor.authority_id,
        case_id=None,
        action="policy_changed",
        actor=actor,
        object_=None,
        detail={
            "policy_id": str(policy.id),
            "policy": policy.name,
            "years": policy.years,
            "days": policy.days,
            "basis": policy.basis,
        },
        at=now,
        authority_id=actor.authority_id,
    )


def close_case_file(case_id: UUID, authority_id: UUID, outcome: str, now: datetime) -> None:
    """Record how a case ended; its exhibits' time runs from here. Again changes nothing."""
    statement = (
        insert(ClosedCaseFile)
        .values(case_id=case_id, authority_id=authority_id, outcome=outcome, closed_at=now)
        .on_conflict_do_nothing()
        .returning(ClosedCaseFile.case_id)
    )
    if session().execute(statement).first() is not None:
        emit(CaseFileClosed(case_id=str(case_id)))


def retain_exhibits(ids: Collection[UUID], now: datetime) -> int:
    """Set the time of those of the exhibits that are to be kept longer than they are now, and
    return how many; nothing is ever kept shorter.
    """
    exhibits = queries.lock_kept(ids)
    files = queries.case_files([exhibit.id for exhibit in exhibits])
    policies = _policies()
    above = _authorities_above({exhibit.authority_id for exhibit in exhibits})
    changed = []
    for exhibit in exhibits:
        received_at = exhibit.received_at or exhibit.registered_at
        owners = above[exhibit.authority_id]
        term = term_of(policies, owners, exhibit.kind, received_at, files[exhibit.id], now)
        if term is not None and _is_longer(exhibit, term, now):
            _set_term(exhibit, term, now)
            changed.append(str(exhibit.id))
    if changed:
        emit(ProtectionChanged(exhibit_ids=changed))
    return len(changed)


def _is_longer(exhibit: Exhibit, term: Term, now: datetime) -> bool:
    if exhibit.retain_until is None:
        return True
    if term.policy == OPEN_CASE == exhibit.retention_policy:
        return exhibit.retain_until < now + RENEWED_BEFORE
    return term.until > exhibit.retain_until


def _set_term(exhibit: Exhibit, term: Term, now: datetime) -> None:
    exhibit.retention_policy, exhibit.retain_until = term.policy, term.until
    detail = {"policy": term.policy, "retain_until": wire_time(term.until)}
    log_custody(exhibit, "retention_set", detail, actor=None, now=now)


def _policies() -> list[Policy]:
    return [
        Policy(
            authority_id=row.authority_id,
            kind=row.kind,
            case_outcome=row.case_outcome,
            years=row.years,
            days=row.days,
            valid_from=row.valid_from,
            created_at=row.created_at,
        )
        for row in queries.list_all_policies()
    ]


def _authorities_above(ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return each authority and those above it, nearest first."""
    known = list_authorities_by_id(ids)
    above: dict[UUID, list[UUID]] = {key: [key] for key in ids}
    parents = {key: known[key].parent_id for key in ids}
    while waiting := {parent for parent in parents.values() if parent is not None}:
        rows = list_authorities_by_id(waiting)
        for key, parent in parents.items():
            if parent is not None:
                above[key].append(parent)
                parents[key] = rows[parent].parent_id
    return above
