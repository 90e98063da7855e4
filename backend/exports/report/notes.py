"""What a signed checkpoint says, read for printing; verifying is the verifier's work."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

COSIGNATURE_BYTES = 4 + 8 + 64
"""Key hash, time, Ed25519 signature (C2SP tlog-cosignature)."""


@dataclass(frozen=True)
class Cosignature:
    """A witness saw the tree in this form at this time."""

    name: str
    at: str


@dataclass(frozen=True)
class Checkpoint:
    """The log's signed statement of its size and root."""

    origin: str
    tree_size: int
    root: str
    sm3_root: str | None
    signers: tuple[str, ...]
    cosignatures: tuple[Cosignature, ...]


def read_note(note: str) -> Checkpoint:
    """Return what a checkpoint states and who signed it."""
    text, _, signatures = note.partition("\n\n")
    origin, size, root, *extra = text.split("\n")
    sm3 = next((line.split(" ")[1] for line in extra if line.startswith("sm3-root ")), None)
    signers, seen = [], []
    for line in signatures.splitlines():
        _, name, encoded = line.split(" ")
        raw = base64.b64decode(encoded)
        if len(raw) == COSIGNATURE_BYTES and name != origin:
            seen.append(Cosignature(name, _time(int.from_bytes(raw[4:12], "big"))))
        else:
            signers.append(name)
    return Checkpoint(origin, int(size), root, sm3, tuple(signers), tuple(seen))


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
