"""Proposing, approving and confirming numbers."""

from datetime import datetime
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid, NotFound
from backend.kernel.ids import new_id
from backend.parameters import queries
from backend.parameters.errors import (
    ParameterDayTaken,
    ParameterDecided,
    ParameterDiffers,
    ParameterNeedsAnotherPerson,
    ParameterTooLate,
)
from backend.parameters.models import RuleConfirmation, RuleParameter
from backend.parameters.rules import KEY_BY_NAME, QUESTION_BY_CODE


def propose_version(
    actor: Actor, parameter_id: UUID, proposal: Json, now: datetime
) -> tuple[RuleParameter, bool]:
    """Propose a number for the actor's authority from a later day on; return it and whether it is
    new. Raises Invalid, ParameterDiffers or ParameterTooLate.
    """
    lock_named(f"parameter:{parameter_id}")
    known = queries.find_parameter(parameter_id)
    if known is not None:
        same = all(getattr(known, name) == value for name, value in proposal.items())
        if not same or known.proposed_by_id != actor.person_id:
            raise ParameterDiffers
        return known, False
    _check(proposal, now)
    row = RuleParameter(
        id=parameter_id,
        authority_id=actor.authority_id,
        state="proposed",
        proposed_by_id=actor.person_id,
        proposed_by_name=actor.full_name,
        proposed_at=now,
        decided_by_id=None,
        decided_by_name=None,
        decided_at=None,
        **proposal,
    )
    session().add(row)
    return row, True


def _check(proposal: Json, now: datetime) -> None:
    key = KEY_BY_NAME[proposal["key"]]
    if proposal["value"] < key.minimum:
        raise Invalid({"/value": ("too_small", f"须不小于 {key.minimum}")})
    if proposal["unit"] not in key.units:
        raise Invalid({"/unit": ("unit_unknown", f"单位须为 {'、'.join(key.units)} 之一")})
    if (proposal["bound"] is not None) != key.has_bound:
        raise Invalid({"/bound": ("bound_needed", "限额须说明是否含本数，其他参数不填")})
    if proposal["valid_from"] <= bureau_date(now):
        raise ParameterTooLate(valid_from=proposal["valid_from"].isoformat())


def approve_version(actor: Actor, parameter_id: UUID, now: datetime) -> RuleParameter:
    """Put a number in force from its day on.

    Raises NotFound, ParameterDecided, ParameterNeedsAnotherPerson, ParameterTooLate or
    ParameterDayTaken.
    """
    row = _undecided(actor, parameter_id)
    if row.valid_from <= bureau_date(now):
        raise ParameterTooLate(valid_from=row.valid_from.isoformat())
    lock_named(f"parameter:{row.authority_id}:{row.key}")
    taken = [
        one
        for one in queries.list_versions(actor)[row.key]
        if one.state == "in_force"
        and one.authority_id == row.authority_id
        and one.valid_from == row.valid_from
    ]
    if taken:
        raise ParameterDayTaken(valid_from=row.valid_from.isoformat())
    return _decide(row, "in_force", actor, now)


def reject_version(actor: Actor, parameter_id: UUID, now: datetime) -> RuleParameter:
    """Refuse a number; raises as `approve_version` but for its days."""
    return _decide(_undecided(actor, parameter_id), "rejected", actor, now)


def _undecided(actor: Actor, parameter_id: UUID) -> RuleParameter:
    row = queries.get_own(actor, parameter_id)
    if row.state != "proposed":
        raise ParameterDecided(state=row.state)
    if row.proposed_by_id == actor.person_id:
        raise ParameterNeedsAnotherPerson
    return row


def _decide(row: RuleParameter, state: str, actor: Actor, now: datetime) -> RuleParameter:
    row.state = state
    row.decided_by_id, row.decided_by_name, row.decided_at = actor.person_id, actor.full_name, now
    return row


def confirm_version(actor: Actor, parameter_id: UUID, body: Json, now: datetime) -> RuleParameter:
    """Keep that the actor's authority confirmed a number as it stands, and from which source."""
    row = queries.get_seen(actor, parameter_id)
    _confirm(actor, body, now, parameter_id=row.id, question=None)
    return row


def confirm_question(actor: Actor, code: str, body: Json, now: datetime) -> None:
    """Keep what the actor's authority found out on an open question; raises NotFound."""
    if code not in QUESTION_BY_CODE:
        raise NotFound
    _confirm(actor, body, now, parameter_id=None, question=code)


def _confirm(
    actor: Actor, body: Json, now: datetime, *, parameter_id: UUID | None, question: str | None
) -> None:
    row = RuleConfirmation(
        id=new_id(),
        authority_id=actor.authority_id,
        parameter_id=parameter_id,
        question=question,
        answer=body["answer"],
        source=body["source"],
        confirmed_by_id=actor.person_id,
        confirmed_by_name=actor.full_name,
        confirmed_at=now,
    )
    session().add(row)
