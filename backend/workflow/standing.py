"""In whose right a step is taken, and who must keep away from it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from backend.accounts import list_people_by_id, permissions_of
from backend.kernel.actor import Actor, Principal
from backend.kernel.clock import bureau_date
from backend.kernel.errors import Forbidden
from backend.kernel.memory import remembered
from backend.workflow import queries
from backend.workflow.models import Delegation
from backend.workflow.rules import DECIDING, Attempt, Blocked, Recused, Transition, find_recused


def acting(actor: Actor, permission: str, now: datetime) -> Actor:
    """Return who takes a step: the actor in his own right, or for the holder of a deciding role who
    delegated it to him and still holds it; raises Forbidden.
    """
    if actor.may(permission):
        return actor
    if permission.endswith(DECIDING):
        for one in _delegations(actor, now):
            if permission in delegated_permissions(one.role):
                principal = Principal(one.principal_id, one.principal_name, one.role)
                return replace(actor, on_behalf_of=principal)
    raise Forbidden(permission=permission)


def delegated_permissions(role: str) -> frozenset[str]:
    """Return what the delegate of a role may do in its holder's stead: decide and review, nothing
    else.
    """
    every = permissions_of(frozenset({role}))
    return frozenset(one for one in every if one.endswith(DECIDING))


def _delegations(actor: Actor, now: datetime) -> list[Delegation]:
    day = bureau_date(now)

    def read() -> list[Delegation]:
        found = queries.list_delegations_to(actor.person_id, actor.authority_id, day)
        holders = list_people_by_id(frozenset(one.principal_id for one in found)) if found else {}
        return [
            one
            for one in found
            if (holder := holders[one.principal_id]).is_active and one.role in holder.roles
        ]

    return remembered(("delegations", actor.person_id, day), read)


def attempts_of(attempt: Attempt) -> Iterator[Attempt]:
    """Yield the attempt, and as the principal's own when a delegate makes it: what binds either
    binds the step.
    """
    yield attempt
    principal = attempt.actor.on_behalf_of
    if principal is not None:
        himself = replace(
            attempt.actor,
            person_id=principal.person_id,
            full_name=principal.full_name,
            on_behalf_of=None,
        )
        yield replace(attempt, actor=himself)


def keeping_away(subject_ids: tuple[UUID, ...], step: Transition, actor: Actor) -> list[Blocked]:
    """Return why the actor or his principal must keep away from a thing or what stands beside
    it.
    """

    def read() -> tuple[Recused, ...]:
        return queries.list_recused(subject_ids)

    recused = remembered((queries.RECUSED, *subject_ids), read)
    return find_recused(recused, actor.people, step.permission)
