"""What of one exhibit goes into the package."""

import base64
import json
from typing import Any

from backend.evidence import Exhibit, original_pieces
from backend.exports import rules
from backend.kernel.clock import wire_time

DIGEST_BYTES = 32


def pack_exhibit(exhibit: Exhibit, chain: rules.Chain) -> rules.PackedExhibit:
    """Return an exhibit as it goes into the package."""
    extension = rules.extension_of(exhibit.mime, exhibit.file_name)
    pieces = [(piece.start, piece.size, piece.store_key) for piece in original_pieces(exhibit)]
    return rules.PackedExhibit(
        id=str(exhibit.id),
        store_key=exhibit.store_key or "",
        size=exhibit.size,
        sha256=exhibit.sha256 or "",
        extension=extension,
        envelope=exhibit.envelope,
        receipt={
            "statement": base64.b64encode(exhibit.receipt_statement or b"").decode(),
            "signature": base64.b64encode(exhibit.receipt_signature or b"").decode(),
            "key_id": exhibit.receipt_key_id or "",
        },
        chain=chain,
        report=_shown(exhibit, extension),
        pieces=pieces,
        segments=_segments(exhibit),
        copies=_copies(chain),
    )


def _shown(exhibit: Exhibit, extension: str) -> dict[str, Any]:
    return {
        "id": str(exhibit.id),
        "file_name": exhibit.file_name,
        "path": f"data/evidence/{exhibit.id}/original.{extension}",
        "mime": exhibit.mime,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
        "sm3": exhibit.sm3,
        "captured_at": wire_time(exhibit.captured_at),
        "captured_by": exhibit.captured_by_name,
        "device": {"id": str(exhibit.device_id), "model": exhibit.device_model},
        "flags": exhibit.flags,
    }


def _segments(exhibit: Exhibit) -> dict[str, Any] | None:
    digests = exhibit.segment_digests
    if digests is None:
        return None
    starts = range(0, len(digests), DIGEST_BYTES)
    return {
        "segment_size": exhibit.segment_size,
        "segments_root": exhibit.segments_root,
        "segments": [digests[start : start + DIGEST_BYTES].hex() for start in starts],
    }


def _copies(chain: rules.Chain) -> list[rules.PackedCopy]:
    copies = []
    for seq, record in enumerate(chain.records, 1):
        if b'"action":"derived"' not in record and b'"action":"redacted"' not in record:
            continue
        detail = json.loads(record)["detail"]
        if detail.get("store_key") and detail["op"] in rules.PACKED_COPIES:
            extension = rules.extension_of(detail["mime"], "")
            place = (detail["store_key"], detail["size"], detail["sha256"])
            copies.append(rules.PackedCopy(seq, detail["op"], *place, extension))
    return copies
