"""C2SP signed notes: checkpoints, their signatures and witnesses' cosignatures."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
OTHER = b"\xff"
"""Followed by a name of the algorithm that is no C2SP one."""
DASH = "— "


@dataclass(frozen=True)
class SignatureLine:
    """One signature of a note: who signed, under which key, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class VerifierKey:
    """A key as a C2SP vkey line names it; `kind` is its first byte."""

    name: str
    kind: bytes
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a note names the key."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        """Write the line: name+hash+key."""
        encoded = base64.b64encode(self.kind + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def parse_vkey(line: str) -> VerifierKey:
    """Read a vkey line; raises ValueError when it is none or its hash is another key's."""
    name, stated, encoded = line.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    key = VerifierKey(name, raw[:1], raw[1:])
    if not name or key.key_id.hex() != stated:
        raise ValueError(f"{line!r} is not a verifier key")
    return key


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """Return the four bytes by which a note names a key."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def split_note(note: str) -> tuple[str, str]:
    """Return what is signed, with its last line end, and the signature lines."""
    text, _, signatures = note.rpartition("\n\n")
    return text + "\n", signatures


def signature_line(name: str, identity: bytes, signature: bytes) -> str:
    """Return a signature as a line of a note, with its line end."""
    return f"{DASH}{name} {base64.b64encode(identity + signature).decode()}\n"


def signature_lines(text: str) -> Iterator[SignatureLine]:
    """Yield the well-formed signature lines of a text."""
    for line in text.splitlines():
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if line.startswith(DASH) and name and len(raw) > 4:
            yield SignatureLine(name, raw[:4], raw[4:])


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return the line with which an Ed25519 key signs a note's text."""
    identity = key_id(name, ED25519, key.public_key().public_bytes_raw())
    return signature_line(name, identity, key.sign(text.encode()))


def is_signed(note: str, key: VerifierKey) -> bool:
    """Tell whether a note carries a valid Ed25519 signature of the key."""
    text, signatures = split_note(note)
    return any(
        _verifies(key.public, line.signature, text.encode())
        for line in signature_lines(signatures)
        if (line.name, line.key_id) == (key.name, key.key_id)
    )


def cosign(text: str, name: str, key: Ed25519PrivateKey, time: int) -> str:
    """Return the line with which a witness cosigns a checkpoint (cosignature/v1)."""
    identity = key_id(name, COSIGNATURE, key.public_key().public_bytes_raw())
    signature = time.to_bytes(8) + key.sign(_cosigned(text, time))
    return signature_line(name, identity, signature)


def cosigned_at(note: str, key: VerifierKey) -> int | None:
    """Return when the witness of the key cosigned the note, in seconds since 1970, or None when
    no valid line says so.
    """
    text, signatures = split_note(note)
    for line in signature_lines(signatures):
        if (line.name, line.key_id) != (key.name, key.key_id) or len(line.signature) != 72:
            continue
        time = int.from_bytes(line.signature[:8])
        if _verifies(key.public, line.signature[8:], _cosigned(text, time)):
            return time
    return None


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class CheckpointText:
    """What a checkpoint (c2sp.org/tlog-checkpoint) states."""

    origin: str
    size: int
    root: bytes


def parse_checkpoint(text: str) -> CheckpointText:
    """Read a note's text as a checkpoint; raises ValueError when it is none."""
    origin, size, encoded, *_ = [*text.split("\n"), "", "", ""]
    root = base64.b64decode(encoded, validate=True)
    if not origin or not size.isdecimal() or str(int(size)) != size or len(root) != 32:
        raise ValueError("not a checkpoint")
    return CheckpointText(origin, int(size), root)
