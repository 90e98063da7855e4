"""Keyset pages: every list of the API is cut the same way."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Tuple, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from backend.kernel.db import session
from backend.kernel.errors import Invalid

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")
Value = TypeVar("Value")
Column = ColumnElement[Value] | InstrumentedAttribute[Value]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A slice of a list and the cursor after it."""

    items: list[Row]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        """Tell whether another page follows."""
        return self.next_cursor is not None


def fetch_page(
    query: Select[Row],
    sort: InstrumentedAttribute[Any],
    key: InstrumentedAttribute[UUID],
    *,
    cursor: str | None,
    limit: int = DEFAULT_LIMIT,
    descending: bool = True,
) -> Page[Row]:
    """Return one page ordered by (sort, key), both NOT NULL; raises Invalid for a cursor we did
    not make.
    """
    cut = _cut(query, sort, key, cursor, limit, descending=descending)
    rows = list(session().scalars(cut))
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], _encode(getattr(last, sort.key), getattr(last, key.key)))


def fetch_ids(
    query: Select[datetime, UUID],
    sort: Column[Any],
    key: Column[UUID],
    *,
    cursor: str | None,
    limit: int = DEFAULT_LIMIT,
) -> Page[UUID]:
    """Return the keys of one page of rows (sort, key), cut as fetch_page cuts it, last first."""
    rows = session().execute(_cut(query, sort, key, cursor, limit, descending=True)).all()
    cursor_after = _encode(*rows[limit - 1]) if len(rows) > limit else None
    return Page([row[1] for row in rows[:limit]], cursor_after)


def _cut(
    query: Select[*Columns],
    sort: Column[Any],
    key: Column[UUID],
    cursor: str | None,
    limit: int,
    *,
    descending: bool,
) -> Select[*Columns]:
    if cursor:
        is_after = tuple_(sort, key) > _mark(cursor, sort)
        query = query.where(before(cursor, sort, key) if descending else is_after)
    order = (sort.desc(), key.desc()) if descending else (sort.asc(), key.asc())
    return query.order_by(*order).limit(limit + 1)


def before(cursor: str, sort: Column[Any], key: Column[UUID]) -> ColumnElement[bool]:
    """Return the predicate of what follows a cursor in a descending list; raises Invalid for one
    we did not make.
    """
    return tuple_(sort, key) < _mark(cursor, sort)


def _mark(cursor: str, sort: Column[Any]) -> Tuple:
    return tuple_(*_decode(cursor, sort.type.python_type))


def _encode(value: Any, key: UUID) -> str:
    text = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([text, str(key)]).encode()).decode().rstrip("=")


def _decode(cursor: str, kind: type) -> tuple[Any, UUID]:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        readers: dict[type, Callable[[Any], Any]] = {
            datetime: _aware_time,
            date: date.fromisoformat,
        }
        return readers.get(kind, kind)(value), UUID(key)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(
            {"/cursor": ("cursor_unknown", "翻页标记无效，请从第一页重新查看")}
        ) from error


def _aware_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("naive time")
    return moment
