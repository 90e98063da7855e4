"""The installation's key files: only the signer reads the log's, only the worker receipt.key."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from flask import current_app

from backend.kernel import notes
from backend.ledger.errors import KeyMissing

SM2_PUBLIC = "log-sm2.pub"
SM2_NOTE = b"xunzheng.sm2/1"
"""Names our kind of signature in notes: SM2 with SM3, DER, over the note's text (GB/T 32918.2)."""
POINT_BYTES = 65


def key_folder() -> Path:
    """Return the folder the settings name."""
    folder: Path = current_app.extensions["settings"].key_dir
    return folder


def signer_folder() -> Path:
    """Return the folder that only the signer's process reads: its keys and its memory."""
    settings = current_app.extensions["settings"]
    folder: Path = settings.signer_key_dir or settings.key_dir
    return folder


def sm2_program() -> str | None:
    """Return what makes SM2 signatures: `openssl`, or the program of a hardware module, which gets
    the text on its standard input and answers the DER signature; None for no second suite.
    """
    program: str | None = current_app.extensions["settings"].log_sm2
    return program


def sm2_vkey() -> notes.VerifierKey | None:
    """Return the log's SM2 key where a second suite is configured; raises KeyMissing."""
    if sm2_program() is None:
        return None
    key = load_spki_point(_read(SM2_PUBLIC))
    return notes.VerifierKey(log_origin(), notes.OTHER, SM2_NOTE + key)


def witnesses() -> list[tuple[str, notes.VerifierKey]]:
    """Return each configured witness's address and key; raises ValueError for a wrong line."""
    configured: dict[str, str] = current_app.extensions["settings"].witnesses
    return [(url, notes.parse_vkey(line)) for url, line in configured.items()]


def max_anchor_delay_s() -> int:
    """Return after how long an event without a time stamp counts as back-dated."""
    seconds: int = current_app.extensions["settings"].max_anchor_delay_s
    return seconds


def load_spki_point(pem: bytes) -> bytes:
    """Return the uncompressed point of a public EC key; cryptography knows no SM2 curve."""
    body = b"".join(line for line in pem.splitlines() if not line.startswith(b"-"))
    return base64.b64decode(body)[-POINT_BYTES:]


def log_origin() -> str:
    """Return the log's name, which is also the name its key signs under."""
    origin: str = current_app.extensions["settings"].log_origin
    return origin


def receipt_key_name() -> str:
    """Return the name the receipts' key is published under."""
    return f"{log_origin()}/receipt"


def log_private_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    return _private(signer_folder(), "log.key")


def receipt_private_key() -> Ed25519PrivateKey:
    """Return the key that signs receipts."""
    return _private(key_folder(), "receipt.key")


def log_public_key() -> Ed25519PublicKey:
    """Return the public part of the log's key."""
    return _public("log.pub")


def receipt_public_key() -> Ed25519PublicKey:
    """Return the public part of the receipts' key."""
    return _public("receipt.pub")


def write_public_part(private_file: Path, folder: Path) -> None:
    """Write the public part of a key to the folder where it is missing, for those who may only
    verify.
    """
    path = folder / private_file.with_suffix(".pub").name
    if not path.exists():
        key = load_pem_private_key(private_file.read_bytes(), None)
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        fresh = path.with_suffix(".pub.new")
        fresh.write_bytes(pem)
        fresh.replace(path)


def key_id_of(key: Ed25519PublicKey) -> str:
    """Return the hex SHA-256 of the key's SPKI, as devices' keys are named too."""
    return hashlib.sha256(
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).hexdigest()


def _private(folder: Path, name: str) -> Ed25519PrivateKey:
    key = _parsed(_read(name, folder))
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(file=name)
    return key


@lru_cache(maxsize=8)
def _parsed(pem: bytes) -> PrivateKeyTypes:
    # The file is read each time, for it may be exchanged; parsing it costs ten signatures.
    return load_pem_private_key(pem, None)


def _public(name: str) -> Ed25519PublicKey:
    key = load_pem_public_key(_read(name))
    if not isinstance(key, Ed25519PublicKey):
        raise KeyMissing(file=name)
    return key


def _read(name: str, folder: Path | None = None) -> bytes:
    try:
        return ((folder or key_folder()) / name).read_bytes()
    except OSError as error:
        raise KeyMissing(file=name) from error
