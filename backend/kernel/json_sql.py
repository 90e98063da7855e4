"""JSON written by the database: for what phones pull by the thousand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal_column, null, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

EMPTY: ColumnElement[Any] = literal_column("'[]'::json")
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def json_object(**columns: Column) -> ColumnElement[Any]:
    """Return the expression of a JSON object with these members, in their order."""
    # Names of ours, written out: as sixty values more, each query would be read and sent anew.
    members = [
        part for name, column in columns.items() for part in (literal_column(f"'{name}'"), column)
    ]
    return func.json_build_object(*members)


def json_time(
    column: ColumnElement[datetime | None] | InstrumentedAttribute[Any],
) -> ColumnElement[str | None]:
    """Return the expression of an aware time as `clock.wire_time` writes it."""
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')


def json_or_null(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the expression of the value where the condition holds, and of null elsewhere."""
    return case((condition, value), else_=null())


def json_list(value: ColumnElement[Any], *order: Column) -> Select[Any]:
    """Return the query of one JSON array of this value of each row, in this order; the caller says
    which rows and uses it as a scalar subquery.
    """
    return select(func.coalesce(func.json_agg(aggregate_order_by(value, *order)), EMPTY))


def texts_by_id(rows: Any) -> dict[UUID, str]:
    """Return (id, JSON text) rows as a dictionary."""
    return {row[0]: row[1] for row in rows}


def as_text(value: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the expression's JSON as text, so that the driver does not read it."""
    return cast(value, Text)
