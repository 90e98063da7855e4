"""Background jobs: declared beside the feature, started only by the relay from outbox rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis
from rq import Queue, Retry
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.logging import get_logger
from backend.kernel.outbox import Event, OutboxEvent, claim_waiting

log = get_logger(__name__)

JobBody = Callable[..., None]
RETRY_INTERVALS_S = [10, 60, 300]
RELAY_BATCH = 200


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
    """Ask a worker to run the relay; a lost kick costs only the relay timer's delay."""
    Queue("relay", connection=connection, serializer=JSONSerializer).enqueue(
        "backend.worker.run_relay", job_timeout=60, result_ttl=0, failure_ttl=3600
    )


def relay(connection: Redis) -> int:
    """Hand the waiting events to their queues and return how many; safe to run twice or side by
    side.
    """
    with unit_of_work():
        events = claim_waiting(RELAY_BATCH)
        for event in events:
            for job in JOBS.values():
                if job.event == event.name:
                    _enqueue(connection, job, event)
            event.dispatched_at = clock.now()
        return len(events)


def _enqueue(connection: Redis, job: Job, event: OutboxEvent) -> None:
    queue = Queue(job.queue, connection=connection, serializer=JSONSerializer)
    try:
        queue.enqueue(
            "backend.worker.run_job",
            args=(job.name, event.payload),
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


def run_declared(name: str, payload: dict[str, Any]) -> None:
    """Run a declared job's body; the body opens its own units of work around its writes."""
    JOBS[name].body(**payload)
