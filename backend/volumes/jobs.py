"""Binding volumes in the background."""

import hashlib
from io import BytesIO
from uuid import UUID

from backend.cases import CaseArchived
from backend.evidence import NoPreview, find_exhibit, keep_copies, make_copies
from backend.kernel import clock
from backend.kernel.db import Json, session, unit_of_work
from backend.kernel.errors import DomainError
from backend.kernel.jobs import on
from backend.kernel.logging import get_logger
from backend.kernel.pdf import CannotRender
from backend.kernel.storage import object_store
from backend.volumes import queries, service
from backend.volumes.errors import VolumeAltered
from backend.volumes.events import VolumeRequested
from backend.volumes.service.binding import bind

log = get_logger(__name__)


@on(CaseArchived, queue="documents", timeout_s=60)
def lock_order(case_id: str) -> None:
    """Put down the order of an archived case's papers for good and have it bound."""
    with unit_of_work():
        service.bind_volumes(None, "case", UUID(case_id), clock.now())


@on(VolumeRequested, queue="documents", timeout_s=600)
def bind_volume(volume_id: str) -> None:
    """Bind and store a volume, once; a failure is shown on it and tried again."""
    key = UUID(volume_id)
    with unit_of_work(read_only=True):
        volume = queries.find_volume(key)
        if volume is None or volume.state == "ready":
            return
        plan = volume.plan
    try:
        _bind_and_store(key, plan)
    except Exception as error:
        log.warning("volume_not_bound", volume_id=volume_id, error=type(error).__name__)
        with unit_of_work():
            service.fail_volume(key, _reason(error))
        raise


def _bind_and_store(key: UUID, plan: Json) -> None:
    papers = {one["id"]: _paper(one) for one in plan["entries"] if one["kind"] == "document"}
    copies = {one["id"]: _copy(one) for one in plan["entries"] if one["kind"] == "exhibit"}
    bound = bind(plan, papers, {name: copy for name, copy in copies.items() if copy})
    store_key = f"volumes/{key}/{bound.sha256}.pdf"
    object_store().put_if_absent(store_key, BytesIO(bound.content), len(bound.content))
    with unit_of_work():
        service.finish_volume(
            key,
            sha256=bound.sha256,
            pages=bound.pages,
            size=len(bound.content),
            store_key=store_key,
            now=clock.now(),
        )


def _paper(entry: Json) -> bytes:
    with object_store().open(entry["store_key"]) as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise VolumeAltered(id=entry["id"])
    return content


def _copy(entry: Json) -> bytes | None:
    """Return the reading copy of a picture, which the first to need it has made."""
    key = UUID(entry["id"])
    with unit_of_work(read_only=True):
        exhibit = find_exhibit(key)
        if exhibit is None or not exhibit.has_preview:
            return None
        stored = exhibit.preview_key
        try:
            made = None if stored else make_copies(exhibit, object_store(), session().rollback)
        except NoPreview:
            return None
    if made is not None:
        with unit_of_work():
            stored = keep_copies(key, made, clock.now()).preview_key
    if stored is None:
        return None
    with object_store().open(stored) as copy:
        return copy.read()


def _reason(error: Exception) -> str:
    if isinstance(error, CannotRender):
        return f"无法排版：{error}"
    return error.detail if isinstance(error, DomainError) else "装订案卷时出错，系统将自动重试"
