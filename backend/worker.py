"""The worker process: serves every queue and relays outbox events on a timer."""

import gc
import threading
from typing import Any

from redis import Redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from backend.app import Backend, create_app
from backend.kernel.backlog import BACKLOGS, Taken, work_off
from backend.kernel.db import db
from backend.kernel.jobs import (
    hand_over_again,
    hear_kick,
    queue_names,
    relay,
    run_declared,
    take_back_jobs_of_the_dead,
)
from backend.kernel.logging import get_logger
from backend.kernel.periodic import run_due
from backend.settings import Settings

RELAY_EVERY_S = 2.0
SWEEP_EVERY_TURNS = 30
PERIODIC_LOOK_EVERY_S = 5.0
log = get_logger(__name__)
_app: Backend | None = None


def app() -> Backend:
    """Return this process's application, made at its first use."""
    global _app
    if _app is None:
        _app = create_app(Settings())  # type: ignore[call-arg]
    return _app


def run_job(name: str, payload: dict[str, Any], event_id: str) -> None:
    """Run a declared job inside the application."""
    with app().app_context():
        run_declared(name, payload, event_id)


def run_relay() -> None:
    """Hand waiting events to their queues until none is left."""
    with app().app_context():
        connection: Redis = app().extensions["redis"]
        hear_kick(connection)
        while relay(connection):
            pass


def _on_a_timer(stop: threading.Event) -> None:
    turns = 0
    while not stop.wait(RELAY_EVERY_S):
        turns += 1
        try:
            run_relay()
            if turns % SWEEP_EVERY_TURNS == 0:
                with app().app_context():
                    hand_over_again(app().extensions["redis"])
        except Exception:
            log.exception("relay_failed")


def _do_periodic_work(stop: threading.Event) -> None:
    while not stop.wait(PERIODIC_LOOK_EVERY_S):
        try:
            with app().app_context():
                run_due(db.engine)
        except Exception:
            log.exception("periodic_work_not_reached")


def _work_off(name: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with app().app_context():
                engine = db.engine
            work_off(engine, name, _take_up, stop)
        except Exception:
            log.exception("backlog_not_reached", backlog=name)
            stop.wait(PERIODIC_LOOK_EVERY_S)


def _take_up(body: Taken) -> int:
    with app().app_context():
        return body()


def main() -> None:
    """Serve the queues until a signal asks to stop."""
    app().extensions["object_store"].check_lock()
    connection = Redis.from_url(app().extensions["settings"].redis_url.get_secret_value())
    if taken := take_back_jobs_of_the_dead(connection):
        log.warning("jobs_of_a_dead_worker_requeued", jobs=taken)
    # As in the API: what the start made is not looked at again by each collection of garbage.
    gc.collect()
    gc.freeze()
    stop = threading.Event()
    for work in (_on_a_timer, _do_periodic_work):
        threading.Thread(target=work, args=(stop,), daemon=True, name=work.__name__).start()
    for name in BACKLOGS:
        threading.Thread(target=_work_off, args=(name, stop), daemon=True, name=name).start()
    worker = SimpleWorker(queue_names(), connection=connection, serializer=JSONSerializer)
    try:
        worker.work(with_scheduler=True, logging_level="WARNING")
    finally:
        stop.set()


if __name__ == "__main__":
    # The queue names its functions backend.worker.*, so the process must run that module, not
    # __main__.
    from backend import worker as serving

    serving.main()
