"""Having witnesses cosign the newest checkpoint."""

import base64
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert

from backend.kernel import notes
from backend.kernel.db import session, unit_of_work
from backend.kernel.jobs import every
from backend.kernel.logging import get_logger
from backend.kernel.outbound import Unreachable, post
from backend.ledger import keys, queries
from backend.ledger.models import LogCosignature

EVERY_S = 30
TRIES = 2
log = get_logger(__name__)


@every(seconds=EVERY_S, name="witness-log")
def witness_newest() -> None:
    """Have each configured witness cosign the newest checkpoint; one that does not is logged."""
    for url, vkey in keys.witnesses():
        # A witness that knows another size says so once; then the proof starts there.
        known: int | None = None
        for _ in range(TRIES):
            known = _submit(url, vkey, known)
            if known is None:
                break


def _submit(url: str, vkey: notes.VerifierKey, known: int | None) -> int | None:
    """Return the size the witness remembers where it refused for that alone."""
    with unit_of_work(read_only=True):
        checkpoint = queries.find_latest_checkpoint()
        last = queries.last_cosigned_size(vkey.name)
        if checkpoint is None or last == checkpoint.tree_size:
            return None
        size, note = checkpoint.tree_size, checkpoint.note
        old_size = last if known is None else known
        if old_size > size:
            log.error("witness_has_seen_more", witness=vkey.name, size=old_size)
            return None
        path = queries.consistency_proof(old_size, size)
    steps = "".join(f"{base64.b64encode(step).decode()}\n" for step in path)
    try:
        # No transaction is open while we wait for another machine.
        body = f"old {old_size}\n{steps}\n{note}".encode()
        reply = post(f"{url.rstrip('/')}/add-checkpoint", body, "text/plain")
    except Unreachable:
        log.warning("witness_unreachable", witness=vkey.name)
        return None
    text = reply.body.decode(errors="replace")
    if reply.status == 409 and text.strip().isdecimal() and int(text) != old_size:
        return int(text)
    if reply.status != 200 or not _keep(text, vkey, size, note):
        log.error("witness_refused", witness=vkey.name, status=reply.status)
    return None


def _keep(lines: str, vkey: notes.VerifierKey, size: int, note: str) -> bool:
    """Store the witness's valid line, and tell whether there was one."""
    for line in lines.splitlines(keepends=True):
        at = notes.cosigned_at(note + line, vkey)
        if at is None:
            continue
        kept = insert(LogCosignature).values(
            tree_size=size,
            name=vkey.name,
            line=line,
            at=datetime.fromtimestamp(at, UTC),
        )
        with unit_of_work():
            session().execute(kept.on_conflict_do_nothing())
        return True
    return False
