"""JSON written by the database: for what phones pull by the thousand.

As text from the start: PostgreSQL's own json_build_object asks again for the type of every name
and every value of every row, and that is most of its work.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.pq import Format
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Text,
    Uuid,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import InstrumentedAttribute

from backend.kernel.db import UtcDateTime, session


class JsonText(Text):
    """A text that is JSON already."""


Column = ColumnElement[Any] | InstrumentedAttribute[Any]
_AS_THEY_ARE = (JsonText, Integer, Float, JSONB)
"""What the database writes as JSON does."""
WIRE_TIME: ColumnElement[str] = literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'""")
"""As `clock.wire_time` writes."""
COMMA: ColumnElement[str] = literal_column("','")
_QUOTED = (Uuid, UtcDateTime)
"""What needs its quotes and nothing else."""


def json_constant(written: str) -> ColumnElement[str]:
    """Return the expression of JSON that is the same in every row."""
    # Written out: as sixty values more, each query would be read and sent anew.
    return literal_column(f"'{written}'", JsonText())


NULL, EMPTY = json_constant("null"), json_constant("[]")


def json_object(**columns: Column) -> ColumnElement[str]:
    """Return the expression of a JSON object with these members, in their order; columns of an
    outer join belong into `json_once`.
    """
    parts: list[str | ColumnElement[Any]] = []
    for name, column in columns.items():
        parts += [f'{"," if parts else "{"}"{name}":', *_member(column)]
    return _concat(*parts, "}")


def _concat(*parts: str | ColumnElement[Any]) -> ColumnElement[str]:
    pieces: list[ColumnElement[Any]] = []
    constant = ""
    for part in (*parts, None):
        if isinstance(part, str):
            constant += part
            continue
        pieces += [json_constant(constant)] if constant else []
        pieces += [part] if part is not None else []
        constant = ""
    return func.concat(*pieces, type_=JsonText())


def _member(column: Column) -> list[str | ColumnElement[Any]]:
    """Return the parts of the column's JSON; concat() leaves out what is null."""
    found = column.__clause_element__() if isinstance(column, InstrumentedAttribute) else column
    is_quoted, written = isinstance(found.type, _QUOTED), _written(found)
    if not getattr(found, "nullable", not isinstance(found.type, JsonText)):
        return ['"', written, '"'] if is_quoted else [written]
    text = cast(written, Text)
    quote = json_constant('"')
    return [func.coalesce(quote.concat(text).concat(quote) if is_quoted else text, NULL)]


def _written(column: ColumnElement[Any]) -> ColumnElement[Any]:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return func.to_char(func.timezone(literal_column("'UTC'"), column), WIRE_TIME)
    if isinstance(kind, Boolean):
        return cast(column, Text)
    is_plain = isinstance(kind, (*_AS_THEY_ARE, Uuid))
    return column if is_plain else func.to_json(column)


def json_or_null(condition: ColumnElement[bool], value: ColumnElement[str]) -> ColumnElement[str]:
    """Return the expression of the value where the condition holds, and of null elsewhere."""
    return case((condition, value), else_=NULL)


def json_once(value: ColumnElement[str], row: ColumnElement[bool]) -> FromClause:
    """Return what gives, to be joined where it is true, the value of the one row that fulfils the
    condition: the database writes it once for all that share the row.
    """
    # The offset keeps the value inside, where its result is remembered.
    return select(value.label("written")).where(row).offset(literal_column("0")).lateral()


def json_list(value: ColumnElement[str], *order: Column) -> Select[Any]:
    """Return the query of one JSON array of this value of each row, in this order; the caller says
    which rows and uses it as a scalar subquery.
    """
    return select(_concat("[", func.string_agg(value, aggregate_order_by(COMMA, *order)), "]"))


def read_each(query: Select[UUID, str]) -> dict[UUID, bytes]:
    """Return (id, JSON) rows as a dictionary."""
    key, value = query.selected_columns
    return dict(_read(query.with_only_columns(key, _as_bytes(value))))


def read_joined(rows: FromClause, value: ColumnElement[str], *order: Column) -> bytes:
    """Return this JSON of each row, in this order, with a comma between: one value, however many
    rows there are.
    """
    joined = func.string_agg(value, aggregate_order_by(COMMA, *order))
    [[found]] = _read(select(_as_bytes(joined)).select_from(rows))
    return bytes(found or b"")


def _as_bytes(value: ColumnElement[str]) -> ColumnElement[bytes]:
    """Return the expression's JSON as it goes over the wire, so that nobody here reads it."""
    # convert_to() would check each of its characters again.
    return func.textsend(value, type_=LargeBinary())


def _read(query: Select[Any]) -> Sequence[Any]:
    connection = session().connection()
    # In the usual format bytes travel as hexadecimal text.
    listen(connection, "before_cursor_execute", _ask_for_bytes)
    try:
        return session().execute(query).all()
    finally:
        remove(connection, "before_cursor_execute", _ask_for_bytes)


def _ask_for_bytes(_connection: Any, cursor: Any, *_statement: Any) -> None:
    cursor.format = Format.BINARY
