"""The event chain, RFC 6962 hashing and C2SP signed notes, without a database."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from backend.kernel import notes
from backend.kernel.jcs import canonical_bytes
from backend.kernel.merkle import BLOCK_BITS as BLOCK_BITS
from backend.kernel.merkle import Blocks as Blocks
from backend.kernel.merkle import consistency_path as consistency_path
from backend.kernel.merkle import hash_leaf as hash_leaf
from backend.kernel.merkle import hash_node as hash_node
from backend.kernel.merkle import hash_range as hash_range
from backend.kernel.merkle import inclusion_path as inclusion_path
from backend.kernel.merkle import is_consistent as is_consistent
from backend.kernel.merkle import root_of_block as root_of_block

EVENT_FORMAT = "xunzheng.event/2"
RECEIPT_FORMAT = "xunzheng.receipt/1"
TRUST_FORMAT = "xunzheng.trust/2"
PACKAGE_FORMAT = "xunzheng.package/2"
INCLUDE_WITHIN_S = 60
"""A receipt promises that its event is in the log within this time."""


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
    return f"{text}\n{notes.sign(text, name, key)}"


def note_is_signed(note: str, name: str, key: Ed25519PublicKey) -> bool:
    """Tell whether a note carries a valid signature of this name and key."""
    return notes.is_signed(note, ed25519_vkey(name, key))


def ed25519_vkey(name: str, key: Ed25519PublicKey) -> notes.VerifierKey:
    """Return the key under the name it signs notes with."""
    return notes.VerifierKey(name, notes.ED25519, key.public_bytes_raw())


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """Return the key as a C2SP vkey line: name+hash+key."""
    return str(ed25519_vkey(name, key))


def tlog_proof(leaf_index: int, path: Iterable[bytes], note: str) -> str:
    """Return a proof that an offline verifier can check alone (c2sp.org/tlog-proof@v1)."""
    hashes = "".join(f"{base64.b64encode(step).decode()}\n" for step in path)
    return f"c2sp.org/tlog-proof@v1\nindex {leaf_index}\n{hashes}\n{note}"


TILE_INDEX = re.compile(r"^((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?$")
HIGHEST_LEVEL = 63


@dataclass(frozen=True)
class TileName:
    """A tile's level, its index there, and how many hashes it holds: 256 unless partial."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        """The tile's path (c2sp.org/tlog-tiles): 1234067 is x001/x234/067."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        partial = "" if self.width == 1 << BLOCK_BITS else f".p/{self.width}"
        return f"tile/{self.level}/{name}{partial}"


def parse_tile(level: int, index: str) -> TileName | None:
    """Read a tile's level and the rest of its path; None for a path no tile has."""
    match = TILE_INDEX.match(index)
    if match is None or not 0 <= level <= HIGHEST_LEVEL:
        return None
    width = int(match.group(2) or 1 << BLOCK_BITS)
    tile = TileName(level, int(re.sub("[x/]", "", match.group(1))), width)
    is_written_so = tile.path == f"tile/{level}/{index}"
    return tile if is_written_so else None


@dataclass(frozen=True)
class EventPieces:
    """A record's canonical bytes before, between and after the two values that only the holder
    of the chain's lock knows: the hash before it and its number.
    """

    before: bytes
    middle: bytes
    after: bytes

    @property
    def parts(self) -> tuple[bytes, bytes, bytes]:
        """Return the three pieces in their order."""
        return self.before, self.middle, self.after

    def record(self, seq: int, prev: str) -> bytes:
        """Return the whole record."""
        return b"%b%b%b%d%b" % (self.before, prev.encode(), self.middle, seq, self.after)


def event_pieces(facts: dict[str, Any]) -> EventPieces:
    """Return an event's canonical bytes in pieces; raises ValueError as canonical_bytes."""
    whole = canonical_bytes({"v": EVENT_FORMAT, **facts, "prev": "", "seq": 0})
    # Within texts quotes are escaped, and no object that sorts after these two has such members:
    # the last ones are the record's own.
    before, _, rest = whole.rpartition(b'"prev":""')
    middle, _, after = rest.rpartition(b'"seq":0')
    return EventPieces(before + b'"prev":"', b'"' + middle + b'"seq":', after)
