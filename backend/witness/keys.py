"""The witness's own key."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.kernel import notes

KEY = "witness.key"


def make_key(folder: Path, name: str) -> notes.VerifierKey:
    """Make the key unless it is there, and return the line under which logs and verifiers know it;
    the line is kept in witness.vkey too.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KEY
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
    public = read_key(folder).public_key().public_bytes_raw()
    known = notes.VerifierKey(name, notes.COSIGNATURE, public)
    (folder / "witness.vkey").write_text(f"{known}\n", encoding="utf-8")
    return known


def read_key(folder: Path) -> Ed25519PrivateKey:
    """Return the private key; raises OSError or ValueError when there is none."""
    key = load_pem_private_key((folder / KEY).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{KEY} is no Ed25519 key")  # noqa: TRY004 - a wrong file
    return key
