"""The event chain, RFC 6962 hashing and C2SP signed notes, without a database."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

EVENT_FORMAT = "xunzheng.event/1"
RECEIPT_FORMAT = "xunzheng.receipt/1"
TRUST_FORMAT = "xunzheng.trust/1"
PACKAGE_FORMAT = "xunzheng.package/1"
INCLUDE_WITHIN_S = 60
"""A receipt promises that its event is in the log within this time."""
BLOCK_BITS = 8
ED25519_NOTE = b"\x01"

Blocks = Callable[[int, int], bytes]
"""Gives the root of the full subtree of 256^level leaves at a position; level 0 is a leaf."""
Ranges = Callable[[int, int], bytes]
"""Gives the hash of the leaves from a start up to an end."""


class Recorded(Protocol):
    """Anything that holds an event's exact bytes."""

    @property
    def record(self) -> bytes:
        """The bytes."""
        ...


def chain_is_valid(events: Iterable[Recorded]) -> bool:
    """Tell whether the events are one subject's whole chain: numbered from 1, each naming the
    bytes before it.
    """
    head, subject = "", None
    for number, event in enumerate(events, 1):
        try:
            facts = json.loads(event.record)
            link = (facts["seq"], facts["prev"])
            subject = subject or facts["subject_id"]
        except (ValueError, KeyError, TypeError):
            return False
        if link != (number, head) or facts["subject_id"] != subject:
            return False
        head = hashlib.sha256(event.record).hexdigest()
    return True


def hash_leaf(algorithm: str, record: bytes) -> bytes:
    """Return the leaf hash of a record (RFC 6962 §2.1)."""
    return hashlib.new(algorithm, b"\x00" + record).digest()


def hash_node(algorithm: str, left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees (RFC 6962 §2.1)."""
    return hashlib.new(algorithm, b"\x01" + left + right).digest()


def root_of_block(blocks: Blocks, algorithm: str, level: int, position: int) -> bytes:
    """Return the root of a full subtree from the 256 roots of the level below it."""
    first = position << BLOCK_BITS
    children = [blocks(level - 1, child) for child in range(first, first + (1 << BLOCK_BITS))]
    while len(children) > 1:
        pairs = zip(children[::2], children[1::2], strict=True)
        children = [hash_node(algorithm, left, right) for left, right in pairs]
    return children[0]


def hash_range(blocks: Blocks, algorithm: str, start: int, end: int) -> bytes:
    """Return the hash of the leaves from `start` up to `end`, as RFC 6962 cuts the tree."""
    size = end - start
    if size == 0:
        return hashlib.new(algorithm, b"").digest()
    level, odd = divmod(size.bit_length() - 1, BLOCK_BITS)
    if not odd and size == 1 << level * BLOCK_BITS:
        return blocks(level, start // size)
    middle = start + _split(size)
    left = hash_range(blocks, algorithm, start, middle)
    return hash_node(algorithm, left, hash_range(blocks, algorithm, middle, end))


def inclusion_path(ranges: Ranges, leaf_index: int, start: int, end: int) -> list[bytes]:
    """Return the path from a leaf to the root of the leaves from `start` up to `end`, nearest
    sibling first (RFC 6962 §2.1.1).
    """
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if leaf_index < middle:
        return [*inclusion_path(ranges, leaf_index, start, middle), ranges(middle, end)]
    return [*inclusion_path(ranges, leaf_index, middle, end), ranges(start, middle)]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


@dataclass(frozen=True)
class TreeHead:
    """The size and roots of the log at one moment."""

    size: int
    root: bytes
    root_sm3: bytes


def note_text(origin: str, head: TreeHead) -> str:
    """Return the body of a checkpoint (c2sp.org/tlog-checkpoint) with our SM3 extension line."""
    root, root_sm3 = base64.b64encode(head.root), base64.b64encode(head.root_sm3)
    return f"{origin}\n{head.size}\n{root.decode()}\nsm3-root {root_sm3.decode()}\n"


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return the text as a signed note (c2sp.org/signed-note)."""
    line = key_hash(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(line).decode()}\n"


def note_is_signed(note: str, name: str, key: Ed25519PublicKey) -> bool:
    """Tell whether a note carries a valid signature of this name and key."""
    text, _, signatures = note.partition("\n\n")
    start = f"— {name} "
    for line in signatures.splitlines():
        if not line.startswith(start):
            continue
        raw = base64.b64decode(line.removeprefix(start))
        try:
            key.verify(raw[4:], (text + "\n").encode())
        except InvalidSignature:
            continue
        return raw[:4] == key_hash(name, key)
    return False


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """Return the four bytes by which a note names a key."""
    seen = name.encode() + b"\n" + ED25519_NOTE + key.public_bytes_raw()
    return hashlib.sha256(seen).digest()[:4]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """Return the key as a C2SP vkey line: name+hash+key."""
    encoded = base64.b64encode(ED25519_NOTE + key.public_bytes_raw()).decode()
    return f"{name}+{key_hash(name, key).hex()}+{encoded}"


def event_record(**facts: Any) -> dict[str, Any]:
    """Return an event's record before it is written as JCS."""
    return {"v": EVENT_FORMAT, **facts}
