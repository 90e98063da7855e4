"""Signed notes, witnesses' cosignatures, and what the verifier knows beforehand."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from backend.exports.verifier.digests import is_extension
from backend.exports.verifier.edwards import ed25519_verifies
from backend.exports.verifier.package import Package
from backend.exports.verifier.reading import load_json, unbase64, whole
from backend.exports.verifier.words import FORMAT, TRUST

CHECKPOINT = "data/log/checkpoint.note"
SIZE = re.compile(r"^[1-9][0-9]{0,15}\Z")
LOG_KEY, WITNESS_KEY = b"\x01", b"\x04"


class Note(NamedTuple):
    """A checkpoint: what it says, its signed text and its signature lines (name, bytes)."""

    origin: str
    size: int
    root: bytes
    text: bytes
    lines: list[tuple[str, bytes]]


class Key(NamedTuple):
    """A named Ed25519 key with the four bytes by which notes point at it."""

    name: str
    hint: bytes
    public: bytes


def read_key(vkey: str, kind: bytes) -> Key:
    """Return a C2SP vkey of a kind; raises ValueError."""
    name, hint, encoded = vkey.split("+", 2)
    key = unbase64(encoded)
    if key[:1] != kind or len(key) != 33:
        raise ValueError("not a vkey of this kind: " + vkey)
    if hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != hint:
        raise ValueError("a vkey whose hash is wrong: " + vkey)
    return Key(name, bytes.fromhex(hint), key[1:])


def read_note(content: bytes) -> Note:
    """Read a checkpoint; raises ValueError, KeyError or IndexError."""
    text, blank, signatures = content.decode("utf-8").partition("\n\n")
    origin, size, root = text.split("\n")[:3]
    if not blank or not SIZE.match(size) or len(unbase64(root)) != 32:
        raise ValueError("not a checkpoint")
    lines = []
    for line in signatures.splitlines():
        mark, name, encoded = line.split(" ")
        if mark != "\u2014":
            raise ValueError("not a signature line")
        lines.append((name, unbase64(encoded)))
    return Note(origin, int(size), unbase64(root), (text + "\n").encode(), lines)


def is_signed_by(note: Note, key: Key) -> bool:
    """Tell whether the log signed the note under this name and key."""
    return note.origin == key.name and any(
        name == key.name
        and signature[:4] == key.hint
        and ed25519_verifies(key.public, signature[4:], note.text)
        for name, signature in note.lines
    )


def is_cosigned_by(note: Note, key: Key) -> bool:
    """Tell whether a witness confirmed the note (c2sp.org/tlog-cosignature, cosignature/v1)."""
    return any(
        name == key.name
        and (signature[:4], len(signature)) == (key.hint, 76)
        and ed25519_verifies(
            key.public,
            signature[12:],
            b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[4:12], "big") + note.text,
        )
        for name, signature in note.lines
    )


class Trust:
    """What the verifier knows beforehand: keys of log, receipts and witnesses, roots of stamps."""

    def __init__(self, facts: dict[str, Any]) -> None:
        if facts["v"] != TRUST or facts["package_format"] != FORMAT:
            raise ValueError("trust file of another format")
        self.log = read_key(facts["log_key"], LOG_KEY)
        if self.log.name != facts["origin"]:
            raise ValueError("the log's key has another name than the log")
        self.receipt_keys = {
            key["key_id"]: read_key(key["vkey"], LOG_KEY).public for key in facts["receipt_keys"]
        }
        self.witnesses = [read_key(vkey, WITNESS_KEY) for vkey in facts["witness_keys"]]
        self.roots = [unbase64(root["certificate"]) for root in facts["tsa_roots"]]
        self.longest_delay = whole(facts["max_anchor_delay_s"])


class Log:
    """The package's checkpoint and the earlier ones it is proven to continue."""

    def __init__(self, raw: bytes = b"", proofs: Any = None) -> None:
        """Read the checkpoint; raises ValueError or IndexError. Without one nothing is in it."""
        self.raw = raw
        self.note = read_note(raw) if raw else Note("", 0, b"", b"", [])
        self.size, self.root = self.note.size, self.note.root
        self._paths: dict[int, list[bytes]] = {}
        for proof in proofs or []:
            if whole(proof["to"]) == self.size:
                self._paths[whole(proof["from"])] = [unbase64(node) for node in proof["path"]]

    def continues(self, size: int, root: bytes) -> bool:
        """Tell whether an earlier tree of this size and root is the beginning of this one."""
        if size == self.size:
            return root == self.root
        path = self._paths.get(size)
        return path is not None and is_extension(size, root, self.size, self.root, path)


def read_log(package: Package) -> Log:
    """Return the package's log; raises ValueError, KeyError or IndexError."""
    proofs = load_json(package.read("data/log/consistency.json"))["proofs"]
    return Log(package.read(CHECKPOINT), proofs)
