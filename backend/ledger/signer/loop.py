"""The signer's process: sequence and sign until asked to stop."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from flask import Flask

from backend.kernel.logging import get_logger
from backend.ledger import keys
from backend.ledger.errors import LogRewritten
from backend.ledger.signer.sequencing import check_whole_log, queue_lost_events, sign_waiting

EVERY_S = 0.4
AFTER_REFUSAL_S = 5.0
log = get_logger(__name__)


def run_signer(app: Flask, stop: threading.Event) -> None:
    """Sequence and sign until asked to stop; a tree that differs from the signed one is never
    signed, and said so at every try.
    """
    with app.app_context():
        folder = keys.signer_folder()
    with _only_signer_of(folder, stop):
        is_checked = False
        while not stop.is_set():
            with app.app_context():
                is_checked = _try_once(folder, is_checked=is_checked)
            stop.wait(EVERY_S if is_checked else AFTER_REFUSAL_S)


def _try_once(folder: Path, *, is_checked: bool) -> bool:
    try:
        if not is_checked:
            check_whole_log(folder)
            queue_lost_events()
        sign_waiting(folder)
    except LogRewritten as refusal:
        log.error("log_rewritten", **refusal.facts)  # noqa: TRY400 - the facts say it all
        return False
    except Exception:
        log.exception("signing_failed")
        return False
    return True


@contextmanager
def _only_signer_of(folder: Path, stop: threading.Event) -> Iterator[None]:
    """Wait until no other process signs with this key folder, so that its state has one writer."""
    with (folder / "log.lock").open("w") as file:
        while not _is_locked(file):
            if stop.wait(AFTER_REFUSAL_S):
                break
        yield


def _is_locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
