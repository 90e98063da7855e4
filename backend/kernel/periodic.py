"""Periodic work: declared beside the feature, done by one worker at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel import clock
from backend.kernel.db import Base
from backend.kernel.logging import get_logger

log = get_logger(__name__)


@dataclass(frozen=True)
class Periodic:
    """A declared piece of work: how long its last run satisfies, and what is done."""

    name: str
    seconds: float
    body: Callable[[], None]


PERIODIC: dict[str, Periodic] = {}


class PeriodicJob(Base):
    """When each piece of periodic work was last done; its row lock lets one worker do it."""

    __tablename__ = "periodic_job"
    name: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime | None]
    failures: Mapped[int]
    """Runs in a row that have failed."""


def every(*, seconds: float, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare that the body is run by some worker whenever its last run is this long ago.

    The body opens its own units of work. A run that fails counts as one; a run that a crash cut
    off does not, and is done again at once.
    """

    def declare(body: Callable[[], None]) -> Callable[[], None]:
        if name in PERIODIC:
            raise ValueError(f"two pieces of periodic work are called {name}")
        PERIODIC[name] = Periodic(name, seconds, body)
        return body

    return declare


def run_due(engine: Engine) -> list[str]:
    """Do what is due and nobody else is doing, and return the names; safe to run side by side."""
    return [work.name for work in PERIODIC.values() if _run_if_due(engine, work)]


def _run_if_due(engine: Engine, work: Periodic) -> bool:
    with engine.connect() as connection, _turn(connection, work) as is_ours:
        if not is_ours:
            return False
        try:
            work.body()
        except Exception:
            log.exception("periodic_work_failed", work=work.name)
            done = update(PeriodicJob).values(failures=PeriodicJob.failures + 1)
        else:
            done = update(PeriodicJob).values(failures=0)
        ours = PeriodicJob.name == work.name
        connection.execute(done.values(ran_at=clock.now()).where(ours))
        connection.commit()
        return True


@contextmanager
def _turn(connection: Connection, work: Periodic) -> Iterator[bool]:
    # The lock lives on a connection of its own: the body commits as it likes, and a worker that
    # dies lets go of it.
    first = insert(PeriodicJob).values(name=work.name, ran_at=None, failures=0)
    connection.execute(first.on_conflict_do_nothing())
    connection.commit()
    now = clock.now()
    due = select(PeriodicJob.name).where(
        PeriodicJob.name == work.name,
        or_(
            PeriodicJob.ran_at.is_(None),
            PeriodicJob.ran_at <= now - timedelta(seconds=work.seconds),
            # A clock that was put back must not stop the work.
            PeriodicJob.ran_at > now,
        ),
    )
    yield connection.execute(due.with_for_update(skip_locked=True)).first() is not None
