"""Work that waits in rows of its own: taken up as soon as there is any, by one worker at a time."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, text

IDLE_S = 0.5
NOT_OURS_S = 5.0

Taken = Callable[[], int]
"""Does some of what waits, in its own units of work, and returns how much that was."""


@dataclass(frozen=True)
class Backlog:
    """Declared work, and how much of it one turn takes at most."""

    body: Taken
    full: int


BACKLOGS: dict[str, Backlog] = {}


def backlog(name: str, *, full: int = 1) -> Callable[[Taken], Taken]:
    """Declare work that some worker takes up, again and again, whenever there is any; it rests
    after a turn that took less than `full`, so that more waits for the next one.

    Unlike a job it needs no event: its rows say that they wait, so none is ever lost.
    """

    def declare(body: Taken) -> Taken:
        if name in BACKLOGS:
            raise ValueError(f"two backlogs are called {name}")
        BACKLOGS[name] = Backlog(body, full)
        return body

    return declare


def work_off(engine: Engine, name: str, run: Callable[[Taken], int], stop: threading.Event) -> None:
    """Take up the backlog's work until asked to stop, while no other worker does; `run` calls it
    inside the application. Raises what it raises.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The lock lives as long as this connection, so a worker that dies lets go of it; one that
        # failed must not put it back among the others, lock and all.
        connection.detach()
        ours = text("select pg_try_advisory_lock(hashtextextended(:name, 0))")
        while not connection.scalar(ours, {"name": f"backlog:{name}"}):
            if stop.wait(NOT_OURS_S):
                return
        work = BACKLOGS[name]
        while not stop.is_set():
            # Raises when the connection is gone: then the lock is somebody else's.
            connection.scalar(text("select 1"))
            if run(work.body) < work.full:
                stop.wait(IDLE_S)
