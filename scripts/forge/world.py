"""A bureau in memory: officers' phones, a custody log, its signer, witness and stamps."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scripts.forge.stamping import Authority, authority
from scripts.forge.tree import MerkleTree

ORIGIN = "forge.example/log"
WITNESS = "forge.example/witness"
AUTHORITY_ID = str(uuid5(NAMESPACE_URL, "bureau"))
BEGIN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PAYLOAD_TYPE = "application/vnd.xunzheng.capture+json"
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
Json = dict[str, Any]


def canonical(content: Any) -> bytes:
    """Return JCS bytes (in our profile sorted keys are enough)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def b64(content: bytes) -> str:
    """Return base64 text."""
    return base64.b64encode(content).decode()


def wire(moment: datetime) -> str:
    """Return a moment as records write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def made_id(name: str) -> str:
    """Return an id that is the same for the same name."""
    return str(uuid5(NAMESPACE_URL, name))


def secret_of(name: str) -> bytes:
    """Return a secret that is the same for the same name."""
    return hashlib.sha256(name.encode()).digest()


def ed25519_key(name: str) -> Ed25519PrivateKey:
    """Return the key of that name."""
    return Ed25519PrivateKey.from_private_bytes(secret_of(name))


def vkey(name: str, key: Ed25519PrivateKey, kind: bytes = b"\x01") -> str:
    """Return the public part as a C2SP vkey."""
    encoded = kind + key.public_key().public_bytes_raw()
    hint = hashlib.sha256(name.encode() + b"\n" + encoded).hexdigest()[:8]
    return f"{name}+{hint}+{b64(encoded)}"


def note_line(name: str, key: Ed25519PrivateKey, text: str) -> str:
    """Return a log's signature line under a note's text."""
    hint = bytes.fromhex(vkey(name, key).split("+")[1])
    return f"— {name} {b64(hint + key.sign(text.encode()))}\n"


def cosign_line(name: str, key: Ed25519PrivateKey, text: str, at: datetime) -> str:
    """Return a witness's line under a note's text."""
    hint, seconds = bytes.fromhex(vkey(name, key, b"\x04").split("+")[1]), int(at.timestamp())
    signature = key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    return f"— {name} {b64(hint + seconds.to_bytes(8) + signature)}\n"


@dataclass
class Phone:
    """An officer's phone with its key, counter and chain."""

    owner: str
    device_id: str
    key: ec.EllipticCurvePrivateKey
    seq: int = 0
    prev: str = ""

    @property
    def spki(self) -> bytes:
        """The public key."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """The key's name."""
        return hashlib.sha256(self.spki).hexdigest()

    def sign(self, message: bytes) -> bytes:
        """Sign as WebCrypto does."""
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def seal(self, record: Json) -> bytes:
        """Return the DSSE envelope of a record."""
        payload, kind = canonical(record), PAYLOAD_TYPE.encode()
        signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        signature = {"keyid": self.key_id, "sig": b64(self.sign(signed))}
        content = {
            "payloadType": PAYLOAD_TYPE, "payload": b64(payload), "signatures": [signature],
        }  # fmt: skip
        return canonical(content)


def make_phone(owner: str, name: str) -> Phone:
    """Return a phone with a key of that name."""
    secret = int.from_bytes(secret_of(name), "big") % (N - 1) + 1
    key = ec.derive_private_key(secret, ec.SECP256R1())
    return Phone(made_id(owner), made_id(name), key)


@dataclass
class Exhibit:
    """An exhibit as the server keeps it."""

    id: str
    content: bytes
    envelope: bytes
    receipt: bytes
    extension: str
    derivatives: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Anchor:
    """A stamped checkpoint."""

    size: int
    note: bytes
    replies: dict[str, bytes]


@dataclass
class World:
    """Everything the bureau's server holds; an attacker in it may change any of it."""

    now: datetime = BEGIN
    records: list[bytes] = field(default_factory=list)
    chains: dict[str, list[int]] = field(default_factory=dict)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    maps: dict[str, Json] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    log_key: Ed25519PrivateKey = field(default_factory=lambda: ed25519_key("log"))
    witness_key: Ed25519PrivateKey = field(default_factory=lambda: ed25519_key("witness"))
    receipt_key: Ed25519PrivateKey = field(default_factory=lambda: ed25519_key("receipt"))
    authorities: list[Authority] = field(
        default_factory=lambda: [authority("one"), authority("two")]
    )
    stamps_late: timedelta = timedelta()
    tree_of: tuple[int, MerkleTree] = field(default_factory=lambda: (0, MerkleTree([])))

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def tree(self) -> MerkleTree:
        """Return the tree over all records."""
        size, tree = self.tree_of
        if size == len(self.records):
            return tree
        # A copy of this bureau may have let the shared tree grow its own way.
        if 0 <= size < len(self.records) and tree.size == size:
            tree.grow(self.records[size:])
        else:
            tree = MerkleTree(self.records)
        self.tree_of = (len(self.records), tree)
        return tree

    def rebuild(self) -> None:
        """Forget the tree, as its records were changed."""
        self.tree_of = (-1, MerkleTree([]))

    def append(
        self,
        subject_id: str,
        action: str,
        detail: Json,
        *,
        object_: Json | None = None,
        case_id: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Write an event to the subject's chain and the log; return its leaf's index."""
        seq, prev = self.heads.get(subject_id, (0, ""))
        index = len(self.records)
        record = canonical(
            {
                "v": "xunzheng.event/2", "event_id": made_id(f"event {index} {seq}"),
                "subject_id": subject_id, "case_id": case_id, "authority_id": AUTHORITY_ID,
                "seq": seq + 1, "prev": prev, "action": action, "at": wire(at or self.now),
                "actor": None, "second_actor": None, "object": object_, "detail": detail,
                "salt": b64(secret_of(f"salt {index}")[:16]),
            }
        )  # fmt: skip
        self.records.append(record)
        self.chains.setdefault(subject_id, []).append(index)
        self.heads[subject_id] = (seq + 1, hashlib.sha256(record).hexdigest())
        return index

    def note_text(self, size: int | None = None) -> str:
        """Return a checkpoint's text."""
        size = len(self.records) if size is None else size
        root = b64(self.tree().root(size))
        return f"{ORIGIN}\n{size}\n{root}\nsm3-root {b64(bytes(32))}\n"

    def signed_note(self, size: int | None = None) -> str:
        """Return a checkpoint signed by the log."""
        text = self.note_text(size)
        return f"{text}\n{note_line(ORIGIN, self.log_key, text)}"

    def anchor(self) -> None:
        """Have the newest checkpoint stamped by every authority."""
        note = self.signed_note().encode()
        replies = {
            one.name: one.stamp(note, self.now + self.stamps_late) for one in self.authorities
        }
        self.anchors.append(Anchor(len(self.records), note, replies))

    def trust(self) -> Json:
        """Return what a verifier knows beforehand."""
        return {
            "v": "xunzheng.trust/2",
            "origin": ORIGIN,
            "log_key": vkey(ORIGIN, self.log_key),
            "receipt_keys": [
                {"key_id": "receipt-1", "vkey": vkey(f"{ORIGIN}/receipt", self.receipt_key)}
            ],
            "witness_keys": [vkey(WITNESS, self.witness_key, b"\x04")],
            "tsa_roots": [
                {"name": one.name, "certificate": b64(one.root)} for one in self.authorities
            ],
            "report_roots": [],
            "max_anchor_delay_s": 3600,
            "package_format": "xunzheng.package/2",
        }
