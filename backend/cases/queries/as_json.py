"""Cases in a list, written by the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Text, select, true

from backend.accounts import authority_as_json
from backend.cases.models import PenaltyCase
from backend.cases.rules import KIND
from backend.deadlines import terms_as_json
from backend.kernel.db import among_named, named_ids
from backend.kernel.json_sql import json_object
from backend.kernel.worded import Worded, asked


class WrittenCase(NamedTuple):
    """What the database knows of a case in a list, and what the rest of it hangs on."""

    id: UUID
    procedure_version: int
    state: str
    violation_code: str
    act_ended_on: date
    written: str
    """A JSON object."""


def _listed() -> Worded:
    authority = authority_as_json(PenaltyCase.authority_id)
    whole = json_object(
        id=PenaltyCase.id,
        revision=PenaltyCase.revision,
        number=PenaltyCase.number,
        state=PenaltyCase.state,
        party=PenaltyCase.party,
        authority=authority.c.written,
        lead_id=PenaltyCase.lead_id,
        proposed_at=PenaltyCase.proposed_at,
        filed_on=PenaltyCase.filed_on,
        proposed_fine_fen=PenaltyCase.proposed_fine_fen,
        fine_fen=PenaltyCase.fine_fen,
        deadlines=terms_as_json(KIND, PenaltyCase.id, asked("today", Date)),
    )
    return Worded(
        select(
            PenaltyCase.id,
            PenaltyCase.procedure_version,
            PenaltyCase.state,
            PenaltyCase.violation_code,
            PenaltyCase.act_ended_on,
            whole,
        )
        .join(authority, true())
        .where(among_named(PenaltyCase.id, asked("ids", Text)))
    )


# Put together once: what a list asks is two statements, whatever it shows.
_LISTED = _listed()


def list_as_json(ids: Sequence[UUID], today: date) -> list[WrittenCase]:
    """Return cases that were found in scope, in this order, with the terms that run on a day."""
    rows: dict[UUID, Any] = {row[0]: row for row in _LISTED.ask(ids=named_ids(ids), today=today)}
    return [WrittenCase(*rows[one]) for one in ids]
