"""Background work of retention: setting times, locking objects, disposing of them."""

from uuid import UUID

from backend.evidence.events import (
    CaseFileClosed,
    DisposalApproved,
    ProtectionChanged,
    RetentionPolicySet,
)
from backend.evidence.queries import disposals as disposal_queries
from backend.evidence.queries import retention as queries
from backend.evidence.service import disposals, holds, protection, retention
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every, on
from backend.kernel.storage import ObjectLocked, object_store

BATCH = 200
MOST_BATCHES = 50
SWEEP_S = 600.0


@on(ProtectionChanged, queue="evidence", timeout_s=1800)
def protect_objects(exhibit_ids: list[str]) -> None:
    """Bring the store's locks of some exhibits into line with the tables."""
    for exhibit_id in exhibit_ids:
        with unit_of_work(read_only=True):
            for wanted in protection.plan_protection(UUID(exhibit_id)):
                protection.protect(object_store(), wanted)


@on(CaseFileClosed, queue="evidence", timeout_s=600)
def retain_case(case_id: str) -> None:
    """Set the time of the exhibits of a case that ended."""
    with unit_of_work(read_only=True):
        ids = queries.list_linked_to_case(UUID(case_id))
    for start in range(0, len(ids), BATCH):
        with unit_of_work():
            retention.retain_exhibits(ids[start : start + BATCH], clock.now())


@on(RetentionPolicySet, queue="evidence", timeout_s=2400)
def retain_all(policy_id: str) -> None:  # noqa: ARG001 - whatever it says, all times are judged anew
    """Keep longer what a new version of a rule keeps longer."""
    last: UUID | None = None
    while True:
        with unit_of_work():
            ids = queries.list_kept_after(last, BATCH)
            if not ids:
                return
            retention.retain_exhibits(ids, clock.now())
        last = ids[-1]


@every(seconds=SWEEP_S, name="evidence-retention")
def sweep_retention() -> None:
    """Set the time of what is new, renew what belongs to open cases, end holds, finish
    disposals.
    """
    for _ in range(MOST_BATCHES):
        with unit_of_work():
            ids = queries.list_to_retain(clock.now(), BATCH)
            retained = retention.retain_exhibits(ids, clock.now())
        if retained == 0:
            break
    with unit_of_work():
        holds.release_expired(clock.now(), BATCH)
    with unit_of_work(read_only=True):
        unfinished = disposal_queries.list_unfinished_disposals()
    for disposal_id in unfinished:
        dispose(str(disposal_id))


@on(DisposalApproved, queue="evidence", timeout_s=2400)
def dispose(disposal_id: str) -> None:
    """Delete what two people let go, object by object, and record it; each step may be repeated."""
    with unit_of_work(read_only=True):
        disposal = disposal_queries.find_disposal(UUID(disposal_id))
        if disposal is None or disposal.state != "approved":
            return
        waiting = [item.exhibit_id for item in disposal.items if item.disposed_at is None]
    for exhibit_id in waiting:
        _dispose_of(UUID(disposal_id), exhibit_id)
    with unit_of_work():
        disposals.finish(UUID(disposal_id), clock.now())


def _dispose_of(disposal_id: UUID, exhibit_id: UUID) -> None:
    with unit_of_work():
        keys = disposals.withdraw(disposal_id, exhibit_id, clock.now())
    if keys is None:
        return
    store = object_store()
    try:
        for key in keys:
            store.delete(key)
    except ObjectLocked:
        with unit_of_work():
            disposals.note_store_lock(disposal_id, exhibit_id)
        return
    for derived in store.list(f"derived/{exhibit_id}/"):
        store.delete(derived.key)
    with unit_of_work():
        disposals.complete(disposal_id, exhibit_id, clock.now())
