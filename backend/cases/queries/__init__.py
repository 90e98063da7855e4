"""Reads of cases; the scope comes first."""

from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.cases.models import PenaltyCase
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound


def get_case(actor: Actor, case_id: UUID, *, lock: bool = False) -> PenaltyCase:
    """Return a case in scope, locked when asked; raises NotFound."""
    values = {"visible": list(actor.visible_authority_ids), "id": case_id}
    case = session().scalars(_LOCKED if lock else _ONE, values).one_or_none()
    if case is None:
        raise NotFound
    return case


# Every request on a case asks one of these: they are put together once.
_ONE = select(PenaltyCase).where(
    PenaltyCase.authority_id == any_(bindparam("visible", type_=ARRAY(Uuid))),
    PenaltyCase.id == bindparam("id"),
)
_LOCKED = _ONE.with_for_update()


def find_case(case_id: UUID) -> PenaltyCase | None:
    """Return a case whatever its scope."""
    return session().get(PenaltyCase, case_id)


def list_running(procedure_version: int, *, lock: bool) -> list[PenaltyCase]:
    """Return every case of a version that has not come to its end, whatever its scope, locked when
    asked.
    """
    query = (
        select(PenaltyCase)
        .where(
            PenaltyCase.procedure_version == procedure_version,
            PenaltyCase.state.not_in(("archived", "not_filed", "withdrawn")),
        )
        .order_by(PenaltyCase.id)
    )
    return list(session().scalars(query.with_for_update() if lock else query))
