"""Building packages in the background."""

import hashlib
import tempfile
import time
from typing import BinaryIO, cast
from uuid import UUID

from backend.anchors import anchor_checkpoint
from backend.exports import rules
from backend.exports.errors import OriginalDiffers
from backend.exports.events import ExportRequested
from backend.exports.report import case_uco, render_report, verifier_page
from backend.exports.service import requests
from backend.exports.service.packing import BLOCK, write_package
from backend.exports.service.planning import newest_leaf, plan_package
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.kernel.logging import get_logger
from backend.kernel.storage import object_store
from backend.ledger import (
    CheckpointNotReady,
    find_checkpoint,
    latest_checkpoint,
    witness_newest,
)

LOG_LOOKS = 6
LOG_WAIT_S = 0.4
log = get_logger(__name__)


@on(ExportRequested, queue="exports", timeout_s=1800)
def build_package(export_id: str) -> None:
    """Build the package once all its events are in the log; running twice leaves one package."""
    key = UUID(export_id)
    with unit_of_work():
        if not requests.start_building(key):
            return
    tree_size = _logged_size(key)
    plan = _plan(key, tree_size) if tree_size is not None else None
    if plan is None:
        log.warning("export_waits_for_log", export_id=export_id)
        with unit_of_work():
            requests.ask_again(key)
        return
    try:
        _build(key, plan)
    except OriginalDiffers as refusal:
        log.error("original_differs", export_id=export_id, **refusal.facts)  # noqa: TRY400
        with unit_of_work():
            requests.fail_export(key, refusal.code)


def _logged_size(export_id: UUID) -> int | None:
    """Wait a little for the export's own records to be under a checkpoint; return its size."""
    for _ in range(LOG_LOOKS):
        with unit_of_work(read_only=True):
            leaf, size = newest_leaf(export_id), _newest_size()
        if leaf is not None and leaf < size:
            return size
        time.sleep(LOG_WAIT_S)
    return None


def _newest_size() -> int:
    try:
        return latest_checkpoint().tree_size
    except CheckpointNotReady:
        return 0


def _plan(export_id: UUID, tree_size: int) -> rules.Plan | None:
    # Without them the package is built all the same, and the verifier says what is missing.
    witness_newest()
    anchor_checkpoint(tree_size)
    with unit_of_work(read_only=True):
        checkpoint = find_checkpoint(tree_size)
        return plan_package(export_id, checkpoint) if checkpoint else None


def _build(export_id: UUID, plan: rules.Plan) -> None:
    store = object_store()

    def packed(done: int) -> None:
        with unit_of_work():
            requests.note_progress(export_id, done)

    rendered = {"data/report.pdf": render_report(plan), "data/case-uco.jsonld": case_uco(plan)}
    if (page := verifier_page()) is not None:
        rendered["verify.html"] = page
    with tempfile.TemporaryFile() as file:
        manifest = write_package(plan, file, moment=clock.now(), rendered=rendered, packed=packed)
        size = file.tell()
        file.seek(0)
        sha256 = hashlib.sha256()
        for block in iter(lambda: file.read(BLOCK), b""):
            sha256.update(block)
        file.seek(0)
        # Two builds differ in their times, so the digest is part of the name and neither is lost.
        store_key = f"exports/{export_id}/{sha256.hexdigest()}.zip"
        store.put_if_absent(store_key, cast("BinaryIO", file), size)
    with unit_of_work():
        requests.finish_export(
            export_id,
            store_key=store_key,
            size=size,
            sha256=sha256.hexdigest(),
            manifest_sha256=manifest,
            tree_size=plan.report["checkpoint"]["tree_size"],
            now=clock.now(),
        )
