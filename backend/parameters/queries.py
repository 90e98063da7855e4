"""Reads of parameters: an authority's own numbers come before the city's and the nation's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import or_, select

from backend.accounts import list_nearest
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.parameters.models import RuleConfirmation, RuleParameter
from backend.parameters.rules import KEYS, Value, Version, choose


def _chain(authority_id: UUID) -> list[UUID | None]:
    return [*list_nearest(authority_id), None]


def numbers_at(authority_id: UUID, day: date) -> Mapping[str, Value]:
    """Return all numbers that apply at an authority on a day."""
    # A number is only ever set for a day to come, so what held until today is known for good.
    if day > bureau_date(clock.now()):
        return values_at(authority_id, day)
    return _past_numbers(authority_id, day)


@lru_cache(maxsize=4096)
def _past_numbers(authority_id: UUID, day: date) -> Mapping[str, Value]:
    return values_at(authority_id, day)


def values_at(
    authority_id: UUID, day: date, keys: Collection[str] | None = None
) -> dict[str, Value]:
    """Return the numbers that apply at an authority on a day, in one query."""
    chain = _chain(authority_id)
    query = select(RuleParameter).where(
        RuleParameter.state == "in_force",
        RuleParameter.valid_from <= day,
        or_(RuleParameter.authority_id.is_(None), RuleParameter.authority_id.in_(chain)),
    )
    if keys is not None:
        query = query.where(RuleParameter.key.in_(keys))
    found: dict[str, list[Version]] = {}
    for row in session().scalars(query):
        version = Version(row.as_value(), chain.index(row.authority_id))
        found.setdefault(row.key, []).append(version)
    chosen = {key: choose(versions, day) for key, versions in found.items()}
    return {key: value for key, value in chosen.items() if value is not None}


def value_at(authority_id: UUID, key: str, day: date) -> Value:
    """Return the number that applies at an authority on a day; raises LookupError."""
    found = values_at(authority_id, day, [key])
    if key not in found:
        raise LookupError(f"no {key} on {day}")
    return found[key]


def list_versions(actor: Actor) -> dict[str, list[RuleParameter]]:
    """Return every version of every number that concerns the actor's authority, newest first, by
    key in the order of the catalogue.
    """
    chain = [one for one in _chain(actor.authority_id) if one is not None]
    query = (
        select(RuleParameter)
        .where(or_(RuleParameter.authority_id.is_(None), RuleParameter.authority_id.in_(chain)))
        .order_by(RuleParameter.valid_from.desc(), RuleParameter.id.desc())
    )
    found: dict[str, list[RuleParameter]] = {key.name: [] for key in KEYS}
    for row in session().scalars(query):
        found[row.key].append(row)
    return found


def find_parameter(parameter_id: UUID) -> RuleParameter | None:
    """Return a version whatever its scope."""
    return session().get(RuleParameter, parameter_id)


def get_own(actor: Actor, parameter_id: UUID) -> RuleParameter:
    """Return a version of the actor's authority, locked; raises NotFound."""
    query = select(RuleParameter).where(
        RuleParameter.id == parameter_id, RuleParameter.authority_id == actor.authority_id
    )
    row = session().scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def get_seen(actor: Actor, parameter_id: UUID) -> RuleParameter:
    """Return a version that concerns the actor's authority; raises NotFound."""
    row = find_parameter(parameter_id)
    if row is None or row.authority_id not in _chain(actor.authority_id):
        raise NotFound
    return row


def list_confirmations(actor: Actor) -> Sequence[RuleConfirmation]:
    """Return what the actor's authority and the one above confirmed, newest first."""
    chain = [one for one in _chain(actor.authority_id) if one is not None]
    query = (
        select(RuleConfirmation)
        .where(RuleConfirmation.authority_id.in_(chain))
        .order_by(RuleConfirmation.confirmed_at.desc(), RuleConfirmation.id.desc())
    )
    return session().scalars(query).all()
