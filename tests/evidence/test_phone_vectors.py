"""Rules that the phone and the server both obey, over the vectors the phone's own tests read."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from backend.evidence.rules.capture import PAYLOAD_TYPE
from backend.evidence.rules.segments import SEGMENT_BYTES, count_segments, segments_root
from backend.evidence.schemas.record import read_capture
from backend.kernel import notes

FILE = Path(__file__).parents[2] / "pwa" / "src" / "testing" / "vectors" / "evidence.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text())


def envelope_of(record: str) -> dict[str, Any]:
    key_id = json.loads(record)["device_key_id"]
    return {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(record.encode()).decode(),
        "signatures": [{"keyid": key_id, "sig": "AA=="}],
    }


@pytest.mark.parametrize("vector", VECTORS["roots"], ids=lambda vector: len(vector["digests"]))
def test_root_over_segments_is_the_phones(vector: dict[str, Any]) -> None:
    digests = [bytes.fromhex(digest) for digest in vector["digests"]]

    assert segments_root(digests) == vector["root"]


def test_files_are_cut_as_on_the_phone() -> None:
    assert VECTORS["segment_bytes"] == SEGMENT_BYTES
    for vector in VECTORS["counts"]:
        assert count_segments(vector["size"], SEGMENT_BYTES) == vector["segments"]


def test_checkpoint_that_the_phone_accepts_is_signed() -> None:
    note = VECTORS["note"]

    assert notes.is_signed(note["signed"], notes.parse_vkey(note["vkey"]))


def test_record_of_a_photo_is_read_as_the_phone_wrote_it() -> None:
    signed = read_capture(envelope_of(VECTORS["records"]["photo"]))

    assert signed.record.media.sha256 == "12" * 32
    assert signed.record.app_build == "ef" * 32


def test_record_of_a_video_is_read_with_the_digests_of_its_segments() -> None:
    digests = VECTORS["roots"][2]["digests"]

    signed = read_capture(envelope_of(VECTORS["records"]["video"]), digests)

    assert signed.record.media.segments_root == VECTORS["roots"][2]["root"]
    assert signed.record.kind == "video"
