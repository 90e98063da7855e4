"""Making the marked copies that people ask for."""

from uuid import UUID

from backend.evidence.events import DerivativeRequested
from backend.evidence.service import derivatives, making
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.kernel.sandbox import SandboxFailed
from backend.kernel.storage import object_store


@on(DerivativeRequested, queue="evidence_later", timeout_s=1800)
def make_derivative(derivative_id: str) -> None:
    """Make a marked copy that somebody asked for, or note why it cannot be made."""
    with unit_of_work(read_only=True):
        task = making.plan_making(UUID(derivative_id))
    if task is None:
        return
    try:
        made = making.make(task, object_store())
    except SandboxFailed as error:
        with unit_of_work():
            derivatives.note_failed(UUID(derivative_id), error.reason)
        return
    with unit_of_work():
        derivatives.keep_made(UUID(derivative_id), made, clock.now())
