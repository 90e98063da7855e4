"""Reads of cases; the scope comes first."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, true
from sqlalchemy.orm import aliased, load_only, raiseload

from backend.accounts import Authority, get_authority, within
from backend.cases.models import PenaltyCase
from backend.deadlines import subjects_overdue
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date, bureau_midnight
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.search import holds, normalise

YEAR = re.compile(r"(?:^|〔)((?:19|20)\d\d)(?:〕|$)")
LIST_COLUMNS = (
    PenaltyCase.id,
    PenaltyCase.authority_id,
    PenaltyCase.state,
    PenaltyCase.revision,
    PenaltyCase.procedure_version,
    PenaltyCase.number,
    PenaltyCase.lead_id,
    PenaltyCase.violation_code,
    PenaltyCase.party,
    PenaltyCase.act_ended_on,
    PenaltyCase.proposed_at,
    PenaltyCase.filed_on,
    PenaltyCase.proposed_fine_fen,
    PenaltyCase.fine_fen,
)
"""What lists show of a case; the rest of a row is not read for them."""


def _visible(actor: Actor) -> Select[PenaltyCase]:
    return select(PenaltyCase).where(within(actor, PenaltyCase.authority_id))


def get_case(actor: Actor, case_id: UUID, *, lock: bool = False) -> PenaltyCase:
    """Return a case in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(PenaltyCase.id == case_id)
    case = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if case is None:
        raise NotFound
    return case


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


def list_decisions_against(
    case: PenaltyCase, since: date
) -> list[tuple[str | None, UUID, str, date]]:
    """Return number, authority, violation and day of the penalties decided since a day against a
    case's party by any authority of the city, whatever the caller's scope; annulled ones do not
    count.
    """
    own = get_authority(case.authority_id)
    above = aliased(Authority)
    city = select(above.id).where(
        or_(above.id == (own.parent_id or own.id), above.parent_id == (own.parent_id or own.id))
    )
    code, kind = case.party.get("credit_code"), case.party["kind"]
    same = PenaltyCase.party["name"].astext == case.party["name"]
    if code:
        same = PenaltyCase.party["credit_code"].astext == code
    annulled = PenaltyCase.publication["annulment"]["ground"].astext
    query = select(
        PenaltyCase.number,
        PenaltyCase.authority_id,
        PenaltyCase.violation_code,
        PenaltyCase.decided_on,
    ).where(
        PenaltyCase.authority_id.in_(city),
        PenaltyCase.id != case.id,
        PenaltyCase.decided_on >= since,
        PenaltyCase.fine_fen.is_not(None),
        PenaltyCase.party["kind"].astext == kind,
        same,
        or_(annulled.is_(None), annulled == "changed"),
    )
    rows = session().execute(query.order_by(PenaltyCase.decided_on, PenaltyCase.id))
    return [
        (number, authority, violation, day) for number, authority, violation, day in rows if day
    ]


def list_cases(
    actor: Actor, *, cursor: str | None, limit: int, **filters: Any
) -> Page[PenaltyCase]:
    """Return the cases in scope that pass every filter given, last proposed first."""
    query = _visible(actor).options(load_only(*LIST_COLUMNS, raiseload=True), raiseload("*"))
    for name, value in filters.items():
        if value is not None and value != "":
            query = query.where(_FILTERS[name](value))
    return fetch_page(query, PenaltyCase.proposed_at, PenaltyCase.id, cursor=cursor, limit=limit)


def _filed_to(day: date) -> ColumnElement[bool]:
    # A case is proposed before it is filed: the list, ordered by proposal, can begin there.
    day_after = bureau_midnight(day + timedelta(days=1))
    return and_(PenaltyCase.filed_on <= day, PenaltyCase.proposed_at < day_after)


def _overdue(is_wanted: object) -> ColumnElement[bool]:
    late = PenaltyCase.id.in_(subjects_overdue("case", bureau_date(clock.now())))
    return late if is_wanted else not_(late)


def _holds(words: str) -> ColumnElement[bool]:
    if not normalise(words):
        return true()
    year = YEAR.search(normalise(words))
    if year is None:
        return holds(PenaltyCase.search, PenaltyCase.search_text, words)
    # A year is the number's 〔2026〕: the cases filed in it, which stand together in the list.
    first, last = date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
    of_year = and_(PenaltyCase.filed_on >= first, _filed_to(last))
    if year[0] == normalise(words):
        return of_year
    return and_(holds(PenaltyCase.search, PenaltyCase.search_text, words), of_year)


_FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "state": lambda state: PenaltyCase.state == state,
    "authority_id": lambda authority_id: PenaltyCase.authority_id == authority_id,
    "violation_code": lambda code: PenaltyCase.violation_code == code,
    "investigator_id": lambda person_id: PenaltyCase.investigator_ids.contains([person_id]),
    "filed_from": lambda day: PenaltyCase.filed_on >= day,
    "filed_to": _filed_to,
    "overdue": _overdue,
    "q": _holds,
}
