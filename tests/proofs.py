"""A log with everything that proves it: signatures, a witness, two time stamping authorities and
head maps.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.anchors import Anchor, anchor_checkpoint, make_authority
from backend.app import Backend
from backend.heads import log_heads_now
from backend.kernel import notes
from backend.kernel.db import Json, session
from backend.ledger import (
    LogCheckpoint,
    keys,
    latest_checkpoint,
    public_trust,
    rules,
    signer,
    witness_newest,
)
from backend.settings import Settings
from backend.witness.keys import make_key
from backend.witness.server import Server

WITNESS = "witness.example/legal"
AUTHORITIES = {"local-a": "local:a", "local-b": "local:b"}


@dataclass
class Provers:
    """Whoever confirms the log; `folder` is the signer's memory of this test."""

    app: Backend
    folder: Path
    witness: notes.VerifierKey

    def make_log_current(self) -> LogCheckpoint:
        """Sign what waits, log head maps, sign those, have the result witnessed and stamped, and
        return its checkpoint.
        """
        signer.sign_waiting(self.folder)
        log_heads_now()
        signer.sign_waiting(self.folder)
        witness_newest()
        checkpoint = latest_checkpoint()
        anchor_checkpoint(checkpoint.tree_size)
        session().commit()
        return latest_checkpoint()

    def stamp(self) -> list[Anchor]:
        """Sign what waits and have it stamped, without a map and without a witness."""
        signer.sign_waiting(self.folder)
        anchors = anchor_checkpoint(latest_checkpoint().tree_size)
        session().commit()
        return anchors

    def trust(self) -> Json:
        """Return trust.json as a verifier gets it."""
        return public_trust()


@contextmanager
def settings_with(app: Backend, **changes: object) -> Iterator[Settings]:
    """Change settings of the application for a while."""
    kept = app.extensions["settings"]
    app.extensions["settings"] = kept.model_copy(update=changes)
    try:
        yield app.extensions["settings"]
    finally:
        app.extensions["settings"] = kept


@contextmanager
def provers_of(app: Backend, folder: Path) -> Iterator[Provers]:
    """Configure two local authorities and a witness that really listens, for a while."""
    tsa = app.extensions["settings"].key_dir / "tsa"
    for address in AUTHORITIES.values():
        make_authority(tsa, address.removeprefix("local:"))
    witness_folder = folder / "witness"
    vkey = make_key(witness_folder, WITNESS)
    log = rules.ed25519_vkey(keys.log_origin(), keys.log_public_key())
    with Server(witness_folder, WITNESS, [log], ("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            with settings_with(app, tsa=AUTHORITIES, witnesses={url: str(vkey)}):
                yield Provers(app, folder, vkey)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def provers(app: Backend, tmp_path: Path) -> Iterator[Provers]:
    """Everybody who confirms the log."""
    with provers_of(app, tmp_path) as ready:
        yield ready
