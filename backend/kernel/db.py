"""The database session, the declarative base and the unit of work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

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


@contextmanager
def savepoint() -> Iterator[None]:
    """Undo only the block's own writes when it raises."""
    with session().begin_nested():
        yield


def lock_named(name: str) -> None:
    """Hold a lock of this name until the transaction ends, so that its holders queue."""
    session().execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )
