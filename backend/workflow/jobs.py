"""Background work of workflows."""

from flask import Flask, current_app

from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every
from backend.kernel.logging import get_logger
from backend.workflow.replaying import Drift, replay
from backend.workflow.service import Workflow

DAY_S = 86_400
log = get_logger(__name__)

Replayed = tuple[tuple[Workflow, type], ...]
"""Each workflow with the table of its subjects."""


def install(app: Flask, workflows: Replayed) -> None:
    """Give the check what the features offer; it knows none of them itself."""
    app.extensions["workflows"] = workflows


def replay_now() -> list[Drift]:
    """Read every history anew and return what does not hold."""
    workflows: Replayed = current_app.extensions["workflows"]
    found: list[Drift] = []
    for workflow, table in workflows:
        with unit_of_work(read_only=True):
            found += replay(workflow, table)
    return found


@every(seconds=DAY_S, name="replay-histories")
def check_histories() -> None:
    """Say in the log, once a day, which histories do not hold."""
    for drift in replay_now():
        log.error("history_drift", **drift.as_line())
