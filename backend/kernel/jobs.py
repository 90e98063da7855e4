"""Background jobs: declared beside the feature, started only by the relay from outbox rows."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from redis import Redis
from rq import Queue, Retry, Worker
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.logging import get_logger
from backend.kernel.outbox import (
    Event,
    OutboxEvent,
    claim_overdue,
    claim_waiting,
    has_finished,
    note_finished,
)
from backend.kernel.periodic import every as every

log = get_logger(__name__)

JobBody = Callable[..., None]
RETRY_INTERVALS_S = [10, 60, 300]
RELAY_BATCH = 200
KICKED = "xunzheng:relay-kicked"
KICK_LASTS = timedelta(seconds=2)
"""A kick whose worker died is forgotten after it."""
OVERDUE = timedelta(minutes=45)
"""Longer than any job's timeout and first retries."""


@dataclass(frozen=True)
class Job:
    """A declared job: what starts it, where it queues, how long it may take, how often it is
    tried again.
    """

    name: str
    event: str
    body: JobBody
    queue: str
    timeout_s: int
    retries: int


JOBS: dict[str, Job] = {}


def on(
    event: type[Event], *, queue: str, timeout_s: int, retries: int = 3
) -> Callable[[JobBody], JobBody]:
    """Declare that the body runs, with the event's fields as keywords, after each such event
    was committed.
    """

    def declare(body: JobBody) -> JobBody:
        feature = body.__module__.removeprefix("backend.").removesuffix(".jobs")
        name = f"{feature}-{body.__name__}".replace(".", "-")
        if name in JOBS:
            raise ValueError(f"two jobs are called {name}")
        JOBS[name] = Job(name, event.__name__, body, queue, timeout_s, retries)
        return body

    return declare


def queue_names() -> list[str]:
    """Return every queue a worker must serve."""
    return sorted({job.queue for job in JOBS.values()} | {"relay"})


def kick(connection: Redis) -> None:
    """Ask a worker to run the relay, unless one that has not begun yet was asked already; a lost
    kick costs only the relay timer's delay.
    """
    if not connection.set(KICKED, 1, nx=True, px=KICK_LASTS):
        return
    Queue("relay", connection=connection, serializer=JSONSerializer).enqueue(
        "backend.worker.run_relay", job_timeout=60, result_ttl=0, failure_ttl=3600
    )


def hear_kick(connection: Redis) -> None:
    """Say that the relay begins: what is committed from now on must kick anew."""
    connection.delete(KICKED)


def relay(connection: Redis) -> int:
    """Hand the waiting events to their queues and return how many; safe to run side by side."""
    with unit_of_work():
        events = claim_waiting(RELAY_BATCH)
        for event in events:
            jobs = _jobs_of(event)
            for job in jobs:
                _enqueue(connection, job, event)
            event.dispatched_at = clock.now()
            event.unfinished_jobs = len(jobs)
        return len(events)


def hand_over_again(connection: Redis) -> int:
    """Enqueue anew what a queue has lost: jobs of events handed over long ago that never finished.

    A job that still waits, runs or has failed for good in the queue is left as it is there.
    """
    with unit_of_work():
        events = claim_overdue(clock.now() - OVERDUE, RELAY_BATCH)
        for event in events:
            for job in _jobs_of(event):
                if not has_finished(event.id, job.name):
                    _enqueue(connection, job, event)
            event.dispatched_at = clock.now()
        return len(events)


def _jobs_of(event: OutboxEvent) -> list[Job]:
    return [job for job in JOBS.values() if job.event == event.name]


def _enqueue(connection: Redis, job: Job, event: OutboxEvent) -> None:
    queue = Queue(job.queue, connection=connection, serializer=JSONSerializer)
    try:
        queue.enqueue(
            "backend.worker.run_job",
            args=(job.name, event.payload, str(event.id)),
            job_id=f"{event.id}-{job.name}",
            unique=True,
            job_timeout=job.timeout_s,
            retry=Retry(max=job.retries, interval=RETRY_INTERVALS_S[: job.retries]),
            result_ttl=3600,
            failure_ttl=30 * 86400,
        )
    except DuplicateJobError:
        # The relay crashed between enqueueing and its commit; the job is already there.
        log.info("job_already_enqueued", job=job.name, event_id=str(event.id))


def run_declared(name: str, payload: dict[str, Any], event_id: str | None = None) -> None:
    """Run a declared job, whose body opens its own units of work, and note that it has finished."""
    JOBS[name].body(**payload)
    if event_id is not None:
        with unit_of_work():
            note_finished(UUID(event_id), name)


def take_back_jobs_of_the_dead(connection: Redis) -> int:
    """Requeue at once what workers of this machine were doing when they were killed.

    RQ itself waits out the job's whole timeout before it believes in the death.
    """
    taken = 0
    for worker in Worker.all(connection=connection, serializer=JSONSerializer):
        if worker.hostname != socket.gethostname() or _is_alive(worker):
            continue
        job, execution = worker.get_current_job(), worker.execution
        if job is not None and execution is not None:
            with connection.pipeline() as pipeline:
                execution.delete(job, pipeline)
                pipeline.execute()
            queue = Queue(job.origin, connection=connection, serializer=JSONSerializer)
            queue.enqueue_job(job, at_front=True)
            taken += 1
        worker.register_death()  # type: ignore[no-untyped-call]
    return taken


def _is_alive(worker: BaseWorker) -> bool:
    if worker.pid is None or worker.pid == os.getpid():
        # Our own number belongs to us now: in a container every worker may be process 1.
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
