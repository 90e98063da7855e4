"""Periodic work is done by one worker at a time, when it is due, whatever dies meanwhile."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from backend.kernel import periodic

pytestmark = pytest.mark.integration


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Connections of workers, with commits that stay."""
    engine = create_engine(database_url)
    yield engine
    with engine.begin() as connection:
        connection.execute(text("delete from periodic_job"))
    engine.dispose()


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Declare the only periodic work: each hour."""

    def only(body: Callable[[], None]) -> None:
        monkeypatch.setattr(periodic, "PERIODIC", {})
        periodic.every(seconds=3600, name="chime")(body)

    return only


def test_work_is_done_again_only_when_its_time_has_passed(engine, declare, fake_clock) -> None:
    done: list[str] = []
    declare(lambda: done.append("x"))

    at_once = [periodic.run_due(engine) for _ in range(2)]
    fake_clock.advance(seconds=3601)
    later = periodic.run_due(engine)

    assert at_once == [["chime"], []]
    assert later == ["chime"]
    assert len(done) == 2


def test_a_second_worker_leaves_running_work_alone(engine, declare) -> None:
    meanwhile: list[list[str]] = []
    declare(lambda: meanwhile.append(periodic.run_due(engine)))

    assert periodic.run_due(engine) == ["chime"]
    assert meanwhile == [[]]


def test_work_that_failed_waits_for_its_next_turn_and_is_counted(
    engine, declare, fake_clock
) -> None:
    def fail() -> None:
        raise RuntimeError

    declare(fail)
    periodic.run_due(engine)
    assert periodic.run_due(engine) == []
    fake_clock.advance(seconds=3601)
    periodic.run_due(engine)

    with engine.connect() as connection:
        assert connection.scalar(text("select failures from periodic_job")) == 2


def test_work_of_a_worker_that_died_is_done_at_once_by_another(engine, declare) -> None:
    done: list[str] = []

    def die_at_first() -> None:
        done.append("begun")
        if len(done) == 1:
            with engine.connect() as connection:
                connection.execute(
                    text(
                        "select pg_terminate_backend(pid) from pg_stat_activity "
                        "where state = 'idle in transaction' and query like '%periodic_job%' "
                        "and pid <> pg_backend_pid() and datname = current_database()"
                    )
                )

    declare(die_at_first)
    with pytest.raises(OperationalError):
        periodic.run_due(engine)

    assert periodic.run_due(engine) == ["chime"]
    assert done == ["begun", "begun"]


def test_a_clock_that_was_put_back_does_not_stop_the_work(engine, declare, fake_clock) -> None:
    declare(lambda: None)
    fake_clock.advance(days=30)
    periodic.run_due(engine)
    fake_clock.advance(days=-30)

    assert periodic.run_due(engine) == ["chime"]


def test_two_works_of_one_name_are_refused(declare) -> None:
    declare(lambda: None)

    with pytest.raises(ValueError, match="chime"):
        periodic.every(seconds=1, name="chime")(lambda: None)
