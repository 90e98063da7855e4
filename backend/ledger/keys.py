"""The installation's key files; only the signer reads log.key, only the worker receipt.key."""

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from flask import current_app

from backend.ledger.errors import KeyMissing


def key_folder() -> Path:
    """Return the folder the settings name."""
    folder: Path = current_app.extensions["settings"].key_dir
    return folder


def log_origin() -> str:
    """Return the log's name, which is also the name its key signs under."""
    origin: str = current_app.extensions["settings"].log_origin
    return origin


def receipt_key_name() -> str:
    """Return the name the receipts' key is published under."""
    return f"{log_origin()}/receipt"


def log_private_key() -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    return _private("log.key")


def receipt_private_key() -> Ed25519PrivateKey:
    """Return the key that signs receipts."""
    return _private("receipt.key")


def log_public_key() -> Ed25519PublicKey:
    """Return the public part of the log's key."""
    return _public("log.pub")


def receipt_public_key() -> Ed25519PublicKey:
    """Return the public part of the receipts' key."""
    return _public("receipt.pub")


def write_public_part(private_file: Path) -> None:
    """Write the public part of a key beside it where it is missing, for those who may only
    verify.
    """
    path = private_file.with_suffix(".pub")
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


def _private(name: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(_read(name), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(file=name)
    return key


def _public(name: str) -> Ed25519PublicKey:
    key = load_pem_public_key(_read(name))
    if not isinstance(key, Ed25519PublicKey):
        raise KeyMissing(file=name)
    return key


def _read(name: str) -> bytes:
    try:
        return (key_folder() / name).read_bytes()
    except OSError as error:
        raise KeyMissing(file=name) from error
