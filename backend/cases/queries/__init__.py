"""Reads of cases; the scope comes first."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    false,
    not_,
    select,
    text,
    true,
)
from sqlalchemy import case as sql_case
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased, load_only, raiseload

from backend.accounts import within
from backend.cases.models import PenaltyCase
from backend.deadlines import subjects_overdue
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date, bureau_midnight
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, before, fetch_page
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


def list_cases(
    actor: Actor, *, cursor: str | None, limit: int, **filters: Any
) -> Page[PenaltyCase]:
    """Return the cases in scope that pass every filter given, last proposed first."""
    given = {name: value for name, value in filters.items() if value is not None and value != ""}
    words = normalise(given.pop("q", ""))
    query = _visible(actor).where(*(_FILTERS[name](value) for name, value in given.items()))
    is_crossed = words and not YEAR.search(words) and given.keys() & CROSSED
    if is_crossed:
        newest = query.order_by(PenaltyCase.proposed_at.desc(), PenaltyCase.id.desc())
        page = _page_of(_before(newest, cursor).limit(LOOKED_THROUGH), words, cursor, limit)
        if page.has_more:
            return page
    if words:
        query = query.where(_holds(words))
    if "investigator_id" in given or is_crossed:
        return _page_of(query.offset(0), "", cursor, limit)
    query = query.options(load_only(*LIST_COLUMNS, raiseload=True), raiseload("*"))
    return fetch_page(query, PenaltyCase.proposed_at, PenaltyCase.id, cursor=cursor, limit=limit)


CROSSED = {"state", "violation_code", "overdue", "authority_id"}
"""Filters that may have nothing in common with the words searched for. The planner takes the two
for independent: it walks down the list, and where they exclude each other it walks to the end.
"""
LOOKED_THROUGH = 4_000
"""How many of the newest cases are looked through for words before the words' own index is asked:
what is rarer among a million is fewer than can be sorted in the time of a page.
"""


def _before(query: Select[PenaltyCase], cursor: str | None) -> Select[PenaltyCase]:
    if not cursor:
        return query
    return query.where(before(cursor, PenaltyCase.proposed_at, PenaltyCase.id))


def _page_of(
    found: Select[PenaltyCase], words: str, cursor: str | None, limit: int
) -> Page[PenaltyCase]:
    """Return a page of what is found first and by itself: the limit or offset of `found` keeps the
    planner from walking down the whole list for it.
    """
    part = found.with_only_columns(*LIST_COLUMNS, PenaltyCase.search, PenaltyCase.search_text)
    one = aliased(PenaltyCase, part.subquery("found"))
    columns = [getattr(one, column.key) for column in LIST_COLUMNS]
    query = select(one).options(load_only(*columns, raiseload=True), raiseload("*"))
    if words:
        query = query.where(holds(one.search, one.search_text, words))
    return fetch_page(query, one.proposed_at, one.id, cursor=cursor, limit=limit)


def _filed_from(day: date) -> ColumnElement[bool]:
    # A case is filed so many days after its proposal at most: the list, ordered by proposal, can
    # end there.
    proposed = bureau_midnight(day - timedelta(days=_longest_review()))
    return and_(_often(PenaltyCase.filed_on >= day), PenaltyCase.proposed_at >= proposed)


def _filed_to(day: date) -> ColumnElement[bool]:
    # A case is proposed before it is filed: the list can begin there.
    day_after = bureau_midnight(day + timedelta(days=1))
    return and_(_often(PenaltyCase.filed_on <= day), PenaltyCase.proposed_at < day_after)


def _often(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition in words of which the planner only knows that half the rows meet it: it
    would take days of filing and of proposal for independent, collect a month and sort it.
    """
    return sql_case((condition, true()), else_=false())


def _longest_review() -> int:
    """Return the most days that have ever lain between a proposal and its filing."""
    return session().execute(LONGEST_REVIEW).scalar() or 0


LONGEST_REVIEW = text(
    "select max(filed_on - (proposed_at at time zone 'Asia/Shanghai')::date) from penalty_case"
)
"""By its own index: one entry is read."""


def _overdue(is_wanted: object) -> ColumnElement[bool]:
    late = PenaltyCase.id.in_(subjects_overdue("case", bureau_date(clock.now())))
    return late if is_wanted else not_(late)


def _holds(words: str) -> ColumnElement[bool]:
    year = YEAR.search(words)
    if year is None:
        return holds(PenaltyCase.search, PenaltyCase.search_text, words)
    # A year is the number's 〔2026〕: the cases filed in it, which stand together in the list.
    first, last = date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
    of_year = and_(_filed_from(first), _filed_to(last))
    if year[0] == words:
        return of_year
    return and_(holds(PenaltyCase.search, PenaltyCase.search_text, words), of_year)


_FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "state": lambda state: PenaltyCase.state == state,
    "authority_id": lambda authority_id: PenaltyCase.authority_id == authority_id,
    "violation_code": lambda code: PenaltyCase.violation_code == code,
    "investigator_id": lambda person_id: PenaltyCase.investigator_ids.contains([person_id]),
    "filed_from": _filed_from,
    "filed_to": _filed_to,
    "overdue": _overdue,
}
