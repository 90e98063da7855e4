"""From an event to its finished job, whatever dies on the way."""

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fakeredis import FakeStrictRedis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select

from backend.kernel import clock, jobs
from backend.kernel.db import session, unit_of_work
from backend.kernel.outbox import Event, OutboxEvent, emit, has_unfinished

pytestmark = pytest.mark.integration


@dataclass(frozen=True)
class Rang(Event):
    """A bell rang."""

    bell: str


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the only declared job has done."""
    done: list[str] = []
    job = jobs.Job("listen", "Rang", lambda bell: done.append(bell), "bells", 60, 3)
    monkeypatch.setattr(jobs, "JOBS", {"listen": job})
    return done


@pytest.fixture
def connection_to_queue() -> FakeStrictRedis:
    return FakeStrictRedis()


def emit_committed(bell: str) -> OutboxEvent:
    with unit_of_work():
        emit(Rang(bell))
    return session().scalars(select(OutboxEvent)).one()


def work(connection: FakeStrictRedis) -> None:
    """Do what waits in the queue, as the worker does."""
    queue = Queue("bells", connection=connection, serializer=JSONSerializer)
    for job in queue.jobs:
        queue.remove(job)
        name, payload, event_id = job.args
        jobs.run_declared(name, payload, event_id)
        job.delete()


def waiting(connection: FakeStrictRedis) -> int:
    return len(Queue("bells", connection=connection, serializer=JSONSerializer))


def test_event_reaches_its_job_once_however_often_it_is_relayed(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis
) -> None:
    emit_committed("north")

    relayed = [jobs.relay(connection_to_queue) for _ in range(3)]
    work(connection_to_queue)

    assert relayed == [1, 0, 0]
    assert heard == ["north"]


def test_event_of_a_rolled_back_transaction_is_never_heard(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis
) -> None:
    def fail() -> None:
        with unit_of_work():
            emit(Rang("north"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert jobs.relay(connection_to_queue) == 0


def test_job_that_the_queue_lost_is_handed_over_again(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis, fake_clock: Any
) -> None:
    emit_committed("north")
    jobs.relay(connection_to_queue)
    connection_to_queue.flushall()

    at_once = jobs.hand_over_again(connection_to_queue)
    fake_clock.advance(seconds=jobs.OVERDUE.total_seconds() + 1)
    later = jobs.hand_over_again(connection_to_queue)
    work(connection_to_queue)

    assert (at_once, later) == (0, 1)
    assert heard == ["north"]


def test_finished_job_is_not_handed_over_again(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis, fake_clock: Any
) -> None:
    event = emit_committed("north")
    jobs.relay(connection_to_queue)
    work(connection_to_queue)
    fake_clock.advance(seconds=jobs.OVERDUE.total_seconds() + 1)

    assert jobs.hand_over_again(connection_to_queue) == 0
    session().refresh(event)
    assert event.unfinished_jobs == 0


def test_job_of_a_killed_worker_is_requeued_at_once(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis
) -> None:
    emit_committed("north")
    jobs.relay(connection_to_queue)
    queue = Queue("bells", connection=connection_to_queue, serializer=JSONSerializer)
    killed = SimpleWorker(
        [queue], connection=connection_to_queue, serializer=JSONSerializer, name="killed"
    )
    killed.pid, killed.hostname = 2**22 + 1, socket.gethostname()
    killed.register_birth()
    job = queue.jobs[0]
    queue.remove(job)
    killed.prepare_execution(job)
    killed.prepare_job_execution(job)

    taken = jobs.take_back_jobs_of_the_dead(connection_to_queue)
    work(connection_to_queue)

    assert taken == 1
    assert heard == ["north"]


def test_job_of_a_living_worker_is_left_alone(
    app: Any, heard: list[str], connection_to_queue: FakeStrictRedis
) -> None:
    queue = Queue("bells", connection=connection_to_queue, serializer=JSONSerializer)
    living = SimpleWorker(
        [queue], connection=connection_to_queue, serializer=JSONSerializer, name="living"
    )
    living.pid, living.hostname = os.getppid(), socket.gethostname()
    living.register_birth()

    jobs.take_back_jobs_of_the_dead(connection_to_queue)

    assert [worker.name for worker in SimpleWorker.all(connection=connection_to_queue)] == [
        "living"
    ]


def test_overdue_is_longer_than_every_job_may_take() -> None:
    assert all(timedelta(seconds=job.timeout_s) < jobs.OVERDUE for job in jobs.JOBS.values())


def kicks_waiting(connection: FakeStrictRedis) -> int:
    return len(Queue("relay", connection=connection, serializer=JSONSerializer))


def test_many_commits_ask_for_one_relay(connection_to_queue) -> None:
    for _ in range(5):
        jobs.kick(connection_to_queue)

    assert kicks_waiting(connection_to_queue) == 1


def test_a_commit_after_the_relay_began_asks_again(connection_to_queue) -> None:
    jobs.kick(connection_to_queue)
    jobs.hear_kick(connection_to_queue)
    jobs.kick(connection_to_queue)

    assert kicks_waiting(connection_to_queue) == 2


def test_a_kick_that_nobody_heard_is_forgotten(connection_to_queue) -> None:
    jobs.kick(connection_to_queue)

    assert 0 < connection_to_queue.pttl(jobs.KICKED) <= jobs.KICK_LASTS / timedelta(milliseconds=1)


def test_an_event_is_unfinished_until_its_last_job_is_done(
    session, heard, connection_to_queue
) -> None:
    before = clock.now() - timedelta(seconds=1)
    emit_committed("east")
    assert has_unfinished(before)

    jobs.relay(connection_to_queue)
    assert has_unfinished(before)
    assert not has_unfinished(clock.now() + timedelta(minutes=1))

    work(connection_to_queue)
    assert not has_unfinished(before)
