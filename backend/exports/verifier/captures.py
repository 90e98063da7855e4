"""The capture record and the file it describes."""

from __future__ import annotations

from typing import Any, NamedTuple

from backend.exports.verifier.digests import Tree
from backend.exports.verifier.package import SEGMENT, Digests
from backend.exports.verifier.reading import load_json, seconds, unbase64, whole

CAPTURES = ("xunzheng.capture/1", "xunzheng.capture/2")
CAPTURE_TYPE = "application/vnd.xunzheng.capture+json"


class Capture(NamedTuple):
    """The capture record with the bytes the device signed."""

    facts: dict[str, Any]
    payload: bytes
    signed: bytes
    signature: bytes
    key_id: str

    @property
    def at(self) -> float:
        """When the device says it was; it measured how far its clock was off and signed that."""
        return seconds(self.facts["captured_at"]) + whole(self.facts["clock_offset_ms"] or 0) / 1000


def read_capture(content: bytes) -> Capture:
    """Read a DSSE envelope; raises ValueError, KeyError, TypeError or IndexError."""
    envelope = load_json(content)
    kind, payload = envelope["payloadType"].encode(), unbase64(envelope["payload"])
    (signature,) = envelope["signatures"]
    facts = load_json(payload)
    if facts["v"] not in CAPTURES or envelope["payloadType"] != CAPTURE_TYPE:
        raise ValueError("another format")
    if signature["keyid"] != facts["device_key_id"]:
        raise ValueError("the envelope names another key")
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    return Capture(facts, payload, signed, unbase64(signature["sig"]), facts["device_key_id"])


def is_signed_file(media: dict[str, Any], original: Digests, size: int) -> bool:
    """Tell whether a file is the one a capture record describes, whole or by its segments."""
    if "segments_root" not in media:
        return (media["sha256"], media["size"]) == (original.sha256, size)
    tree = Tree()
    for segment in original.segments:
        tree.add(segment)
    described = (media["segments_root"], media["size"], media["segment_size"])
    return described == (tree.root().hex(), size, SEGMENT)
