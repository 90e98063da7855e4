"""Work that waits in rows is done by one worker at a time, whatever fails or dies meanwhile."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from backend import worker
from backend.app import Backend
from backend.kernel import backlog
from backend.kernel.backlog import IDLE_S, NOT_OURS_S, Taken, work_off

pytestmark = pytest.mark.integration

END_THE_HOLDER = text(
    "select pg_terminate_backend(pid) from pg_locks"
    " where locktype = 'advisory' and pid <> pg_backend_pid()"
    " and database = (select oid from pg_database where datname = current_database())"
)


class Patience(threading.Event):
    """Asks to stop at the so-many-th pause, and pauses for no time at all."""

    def __init__(self, pauses: int = 1) -> None:
        super().__init__()
        self._left = pauses
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note how long the pause would be."""
        self.pauses.append(timeout)
        self._left -= 1
        if self._left <= 0:
            self.set()
        return self.is_set()


@pytest.fixture
def workers(database_url: str) -> Iterator[tuple[Engine, Engine]]:
    """The connections of two workers."""
    engines = create_engine(database_url), create_engine(database_url)
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[[Taken], None]:
    """Declare the only backlog, `chime`."""

    def only(body: Taken) -> None:
        monkeypatch.setattr(backlog, "BACKLOGS", {})
        backlog.backlog("chime")(body)
        monkeypatch.setattr(worker, "BACKLOGS", backlog.BACKLOGS)

    return only


def run(body: Taken) -> int:
    return body()


def test_work_is_taken_up_without_a_pause_while_any_is_left(workers, declare) -> None:
    left, stop = [2, 5, 0], Patience()
    declare(lambda: left.pop(0))

    work_off(workers[0], "chime", run, stop)

    assert left == []
    assert stop.pauses == [IDLE_S]


def test_a_second_worker_leaves_work_alone_that_the_first_does(workers, declare) -> None:
    done: list[str] = []
    second = Patience()

    def do() -> int:
        done.append("x")
        if len(done) == 1:
            work_off(workers[1], "chime", run, second)
        return 0

    declare(do)
    work_off(workers[0], "chime", run, Patience())

    assert done == ["x"]
    assert second.pauses == [NOT_OURS_S]


def test_a_worker_that_stopped_leaves_the_work_to_another(workers, declare) -> None:
    done: list[str] = []
    declare(lambda: done.append("x") or 0)

    for engine in workers:
        work_off(engine, "chime", run, Patience())

    assert done == ["x", "x"]


def test_work_that_failed_is_open_to_another_worker_at_once(workers, declare) -> None:
    done: list[str] = []

    def fail_at_first() -> int:
        done.append("x")
        if len(done) == 1:
            raise RuntimeError
        return 0

    declare(fail_at_first)
    with pytest.raises(RuntimeError):
        work_off(workers[0], "chime", run, Patience())
    work_off(workers[1], "chime", run, Patience())

    assert done == ["x", "x"]


def test_a_worker_whose_lock_was_lost_does_not_go_on(workers, declare) -> None:
    done: list[str] = []

    def lose_the_lock() -> int:
        done.append("x")
        with workers[1].begin() as connection:
            connection.execute(END_THE_HOLDER)
        return 1 if len(done) < 3 else 0

    declare(lose_the_lock)
    with pytest.raises(OperationalError):
        work_off(workers[0], "chime", run, Patience())

    assert done == ["x"]


def test_the_worker_tries_again_after_a_failure(
    whole_app: Backend, declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail_at_first() -> int:
        done.append("x")
        if len(done) == 1:
            raise RuntimeError
        return 0

    declare(fail_at_first)
    monkeypatch.setattr(worker, "_app", whole_app)
    stop = Patience(2)

    worker._work_off("chime", stop)

    assert done == ["x", "x"]
    assert stop.pauses == [worker.PERIODIC_LOOK_EVERY_S, IDLE_S]


def test_two_backlogs_of_one_name_are_refused(declare) -> None:
    declare(lambda: 0)

    with pytest.raises(ValueError, match="chime"):
        backlog.backlog("chime")(lambda: 0)
