"""What several features add to one statement that reads rows of them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

T = TypeVar("T")
Column = ColumnElement[Any] | InstrumentedAttribute[Any]
_NONE: ColumnElement[Any] = literal_column("'[]'::json")


@dataclass(frozen=True)
class Part(Generic[T]):
    """One JSON value of such a statement, and how it is read."""

    value: ColumnElement[Any]
    read: Callable[[Any], T]


def row_of(**columns: Column) -> ColumnElement[Any]:
    """Return the expression of a JSON object with these members; times are written in the
    session's zone, which is UTC.
    """
    members = [
        part for name, column in columns.items() for part in (literal_column(f"'{name}'"), column)
    ]
    return func.json_build_object(*members)


def list_of(value: ColumnElement[Any], *order: Column) -> Select[Any]:
    """Return the query of one JSON array of this value of each row, in this order; the caller says
    which rows and uses it as a scalar subquery.
    """
    return select(func.coalesce(func.json_agg(aggregate_order_by(value, *order)), _NONE))


def uuid_or_none(text: str | None) -> UUID | None:
    """Return the id written in a JSON member that may be null."""
    return None if text is None else UUID(text)
