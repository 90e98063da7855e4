"""The database session, the declarative base and the unit of work."""

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnElement, DateTime, MetaData, Text, Uuid, any_, cast, literal, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.event import listens_for
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Session,
    registry,
)
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.types import TypeDecorator

UNSEEN_S = 1.0
"""A pooled connection that rested longer is asked whether it still lives."""
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A timestamp column that refuses naive times and always gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Keyset cursors are read back by it."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raise TypeError for a naive time."""
        if value is not None and value.tzinfo is None:
            raise TypeError(f"naive time {value!r}: give an aware one")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC whatever zone the connection uses."""
        return None if value is None else value.astimezone(UTC)


Json = dict[str, Any]


class Base(DeclarativeBase):
    """Every table's base."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            UUID: Uuid(as_uuid=True),
            dict[str, Any]: JSONB(none_as_null=True),
            list[Any]: JSONB(none_as_null=True),
        },
    )


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


@listens_for(Pool, "checkin")
def _note_idle(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["idle_since"] = time.monotonic()


@listens_for(Pool, "checkout")
def _check_after_idleness(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    # A question before each use would cost a round trip; only rest lets a connection die unseen.
    if time.monotonic() - record.info.get("idle_since", math.inf) < UNSEEN_S:
        return
    try:
        connection.execute("select 1")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def session() -> Session:
    """Return the session of the running request, job or operation."""
    return db.session()


def after_commit_once(speak: Callable[[], None]) -> None:
    """Have `speak` called once after the running unit of work has committed, never when it
    rolls back.
    """
    waiting: dict[Callable[[], None], None] = session().info.setdefault("after_commit", {})
    waiting[speak] = None


@contextmanager
def unit_of_work(*, read_only: bool = False) -> Iterator[Session]:
    """Commit once when the block returns and roll back when it raises; a read-only block always
    rolls back.
    """
    current = session()
    try:
        yield current
        if read_only:
            current.rollback()
        else:
            current.commit()
    except BaseException:
        current.rollback()
        current.info.pop("after_commit", None)
        raise
    for speak in current.info.pop("after_commit", {}):
        if not read_only:
            speak()


def end_reading() -> None:
    """Let go of the connection in the middle of a unit of work that has only read so far.

    Not by a rollback, at which the driver forgets every statement the database has prepared for it.
    """
    session().commit()


@contextmanager
def savepoint() -> Iterator[None]:
    """Undo only the block's own writes when it raises."""
    with session().begin_nested():
        yield


def among(column: InstrumentedAttribute[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    """Return the predicate that the column is one of the ids; they travel as one value, however
    many they are.
    """
    return among_named(column, named_ids(ids))


def named_ids(ids: Collection[UUID]) -> str:
    """Return ids as the one value they travel as."""
    return named_texts([one.hex for one in ids])


def named_texts(ids: Iterable[str]) -> str:
    """Return ids that are texts already as the one value they travel as."""
    # The driver's own arrays take four times as long.
    return f"{{{','.join(ids)}}}"


def among_named(
    column: InstrumentedAttribute[UUID], named: str | ColumnElement[str]
) -> ColumnElement[bool]:
    """Return the predicate that the column is one of `named_ids`."""
    if isinstance(named, str):
        named = literal(named, Text())
    return column == any_(cast(named, ARRAY(Uuid)))


def insert_rows(model: type[DeclarativeBase], rows: Sequence[Json]) -> None:
    """Insert rows of the same columns in one statement, without objects; the database's checks and
    triggers see them as any others.
    """
    if rows:
        insert_together({model: rows})


def insert_together(rows: Mapping[type[DeclarativeBase], Sequence[Json]]) -> None:
    """Insert rows of several tables, which may refer to one another, as insert_rows does."""
    parts = [_insert(model.__tablename__, tuple(some[0])) for model, some in rows.items()]
    first = "".join(f"with_{place} as ({part}), " for place, part in enumerate(parts[:-1]))
    statement = f"with {first.removesuffix(', ')} {parts[-1]}" if first else parts[-1]
    values = tuple(rows_as_json(some) for some in rows.values())
    session().connection().exec_driver_sql(statement, values)


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(names)
    return (
        f"insert into {table} ({columns}) select {columns}"  # noqa: S608 - names of ours
        f" from json_populate_recordset(null::{table}, cast(%s as json))"
    )


def rows_as_json(rows: Sequence[Json]) -> str:
    """Return rows as PostgreSQL's json_populate_recordset reads them; raises TypeError for a naive
    time.
    """
    return orjson.dumps(rows, _as_text, _AS_TEXT).decode()


# Left to itself the encoder would write a naive time as it stands.
_AS_TEXT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if not isinstance(value, datetime):
        return str(value)
    if value.tzinfo is None:
        raise TypeError(f"naive time {value!r}: give an aware one")
    return value.isoformat()


def lock_each_named(names: Iterable[str]) -> None:
    """Hold the locks of all these names until the transaction ends; everybody takes several in the
    same order.
    """
    session().execute(
        text(
            "select pg_advisory_xact_lock(number) from (select distinct hashtextextended(name, 0)"
            " as number from unnest(cast(:names as text[])) as name order by 1) as ordered"
        ),
        {"names": list(names)},
    )


def lock_named(name: str) -> None:
    """Hold a lock of this name until the transaction ends, so that its holders queue."""
    session().execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )
