"""Keeping what was weighed, and proposing tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.discretion import queries
from backend.discretion.errors import (
    TableDecided,
    TableDiffers,
    TableFaulty,
    TableNeedsAnotherPerson,
    TableTooLate,
)
from backend.discretion.models import DiscretionTable, NoPenaltyItem, Weighing
from backend.discretion.rules import Range, Weighed, faults_of, table_of
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.ids import new_id


@dataclass(frozen=True)
class Amounts:
    """The suggestion, the adjustment and the amount chosen, with why."""

    by_law: Range
    suggested_fen: int
    adjustment: str
    adjustment_ground: str | None
    chosen_fen: int


def keep_weighing(
    actor: Actor,
    *,
    authority_id: UUID,
    case_id: UUID,
    table: DiscretionTable,
    weighed: Sequence[Weighed],
    amounts: Amounts,
    reason: str,
    prior_decisions: list[Any],
    now: datetime,
) -> Weighing:
    """Keep how a fine was weighed; nothing kept before is changed."""
    row = Weighing(
        id=new_id(),
        authority_id=authority_id,
        case_id=case_id,
        outcome="penalty",
        table_id=table.id,
        item_id=None,
        factors=[one.as_json() for one in weighed],
        fine_min_fen=amounts.by_law.low,
        fine_max_fen=amounts.by_law.high,
        suggested_fen=amounts.suggested_fen,
        adjustment=amounts.adjustment,
        adjustment_ground=amounts.adjustment_ground,
        chosen_fen=amounts.chosen_fen,
        reason=reason,
        prior_decisions=prior_decisions,
        weighed_by_id=actor.person_id,
        weighed_by_name=actor.full_name,
        weighed_at=now,
    )
    session().add(row)
    return row


def keep_no_penalty(
    actor: Actor,
    *,
    authority_id: UUID,
    case_id: UUID,
    item: NoPenaltyItem,
    by_law: Range,
    factors: list[Any],
    reason: str,
    prior_decisions: list[Any],
    now: datetime,
) -> Weighing:
    """Keep by which item of the list nothing is fined, with its proof."""
    row = Weighing(
        id=new_id(),
        authority_id=authority_id,
        case_id=case_id,
        outcome="no_penalty",
        table_id=None,
        item_id=item.id,
        factors=factors,
        fine_min_fen=by_law.low,
        fine_max_fen=by_law.high,
        suggested_fen=None,
        adjustment=None,
        adjustment_ground=None,
        chosen_fen=None,
        reason=reason,
        prior_decisions=prior_decisions,
        weighed_by_id=actor.person_id,
        weighed_by_name=actor.full_name,
        weighed_at=now,
    )
    session().add(row)
    return row


def propose_table(
    actor: Actor, table_id: UUID, proposal: Json, now: datetime
) -> tuple[DiscretionTable, bool]:
    """Propose a table for the actor's authority from a later day on; return it and whether it is
    new. Raises TableDiffers, TableFaulty or TableTooLate.
    """
    lock_named(f"discretion:{table_id}")
    known = queries.find_table(table_id)
    if known is not None:
        same = all(getattr(known, name) == value for name, value in proposal.items())
        if not same or known.proposed_by_id != actor.person_id:
            raise TableDiffers
        return known, False
    try:
        faults = faults_of(table_of(proposal["content"]))
    except (KeyError, TypeError, ValueError) as error:
        faults = [f"shape: {error}"]
    if faults:
        raise TableFaulty(faults=faults)
    if proposal["valid_from"] <= bureau_date(now):
        raise TableTooLate(valid_from=proposal["valid_from"].isoformat())
    row = DiscretionTable(
        id=table_id,
        authority_id=actor.authority_id,
        state="proposed",
        proposed_by_id=actor.person_id,
        proposed_by_name=actor.full_name,
        proposed_at=now,
        **proposal,
    )
    session().add(row)
    return row, True


def decide_table(actor: Actor, table_id: UUID, state: str, now: datetime) -> DiscretionTable:
    """Put another person's table in force or reject it.

    Raises NotFound, TableDecided, TableNeedsAnotherPerson or TableTooLate.
    """
    row = queries.get_own_table(actor, table_id)
    if row.state != "proposed":
        raise TableDecided(state=row.state)
    if row.proposed_by_id == actor.person_id:
        raise TableNeedsAnotherPerson
    if state == "in_force" and row.valid_from <= bureau_date(now):
        raise TableTooLate(valid_from=row.valid_from.isoformat())
    row.state = state
    row.decided_by_id, row.decided_by_name, row.decided_at = actor.person_id, actor.full_name, now
    return row
