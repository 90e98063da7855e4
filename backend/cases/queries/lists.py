"""Which cases a list shows; the scope comes first.

Only their ids are looked for here, so that what is sorted is narrow and an index alone may answer.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, not_, select, text, true
from sqlalchemy import case as sql_case

from backend.accounts import within
from backend.cases.models import PenaltyCase
from backend.deadlines import subjects_overdue
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date, bureau_midnight
from backend.kernel.db import session
from backend.kernel.paging import Page, before, fetch_ids
from backend.kernel.search import holds, normalise, tokens_of

YEAR = re.compile(r"(?:^|〔)((?:19|20)\d\d)(?:〕|$)")
ORDER = (PenaltyCase.proposed_at, PenaltyCase.id)


def list_ids(actor: Actor, *, cursor: str | None, limit: int, **filters: Any) -> Page[UUID]:
    """Return the ids of the cases in scope that pass every filter given, last proposed first."""
    given = {name: value for name, value in filters.items() if value is not None and value != ""}
    words = normalise(given.pop("q", ""))
    conditions = [_FILTERS[name](value) for name, value in given.items()]
    query = select(*ORDER).where(within(actor, PenaltyCase.authority_id), *conditions)
    is_rare = "investigator_id" in given
    is_crossed = given.keys() & CROSSED or len(tokens_of(words)) == 1
    is_anywhere = is_crossed and words and not YEAR.search(words) and not is_rare
    if is_anywhere:
        page = _among_the_newest(query, words, cursor, limit)
        if page.has_more:
            return page
    if words:
        query = query.where(_holds(words))
    if is_rare or is_anywhere:
        # The offset keeps the planner from walking down the whole list for them.
        found = _after(cursor, query).offset(0).subquery("found").c
        return fetch_ids(select(*found), *found, cursor=None, limit=limit)
    return fetch_ids(query, *ORDER, cursor=cursor, limit=limit)


CROSSED = {"state", "violation_code", "overdue", "authority_id"}
"""Filters that may have nothing in common with the words searched for. Words of several tokens
without any of them are rare enough, or common enough, for the planner to see it.
"""
LOOKED_THROUGH = 4_000
"""How many of the newest cases are looked through for words before the words' own index is asked:
what is rarer among a million is fewer than can be sorted in the time of a page. Left to itself the
planner, which takes words, filters and days for independent, walks down the list for them: to its
end where they have nothing in common, or where only old cases hold the words.
"""


def _among_the_newest(
    query: Select[datetime, UUID], words: str, cursor: str | None, limit: int
) -> Page[UUID]:
    searched = _after(cursor, query).add_columns(PenaltyCase.search, PenaltyCase.search_text)
    newest = searched.order_by(*(column.desc() for column in ORDER))
    proposed_at, key, tokens, whole = newest.limit(LOOKED_THROUGH).subquery("newest").c
    found: Select[datetime, UUID] = select(proposed_at, key).where(holds(tokens, whole, words))
    return fetch_ids(found, proposed_at, key, cursor=None, limit=limit)


def _after(cursor: str | None, query: Select[datetime, UUID]) -> Select[datetime, UUID]:
    return query.where(before(cursor, *ORDER)) if cursor else query


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
