"""A capture record is canonical and keeps every rule of its fields."""

import pytest
from flask.testing import FlaskClient

from backend.evidence.errors import CaptureRecordInvalid
from backend.evidence.schemas.record import read_capture
from tests.people import SignedIn
from tests.phones import HERE, Phone, seal

NOBODY = "01a2030e-0000-7000-8000-000000000000"
PHONE = Phone(
    SignedIn(FlaskClient(None), "", {"person": {"id": NOBODY}}),  # type: ignore[arg-type]
    key_id="ab" * 32,
)


def test_a_whole_record_is_read_into_typed_facts() -> None:
    capture = PHONE.capture(b"abc", seq=7, no_fix_reason=None)

    record = read_capture(capture.envelope).record

    assert (record.seq, record.media.size, record.fix.lon) == (7, 3, 118.1)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"{", "not_json"),
        (b"[" * 12000, "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"v":"\\ud800"}', "not_json"),
        (b'{"a":1.5}', "not_json"),
        (b'{"b":1,"a":2}', "not_canonical"),
        (b'{"a":1,"a":1}', "not_canonical"),
        (b'{"a": 1}', "not_canonical"),
        (b"[]", "not_canonical"),
        (b'{"a":1}', "field_invalid"),
        (b'{"a":"' + b"x" * 17000 + b'"}', "too_long"),
    ],
)
def test_a_payload_that_is_no_canonical_record_is_refused(record, reason) -> None:
    envelope = seal(record, PHONE.key_id, PHONE.key)

    with pytest.raises(CaptureRecordInvalid) as refusal:
        read_capture(envelope)

    assert refusal.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"v": "xunzheng.capture/3"}, "payload/v"),
        ({"seq": 0}, "payload/seq"),
        ({"seq": True}, "payload/seq"),
        ({"prev": "ABC"}, "payload/prev"),
        ({"kind": "drawing"}, "payload/kind"),
        ({"captured_at": "2026-11-22T04:00:00Z"}, "payload/captured_at"),
        ({"captured_at": "2026-02-30T04:00:00.000Z"}, "payload/captured_at"),
        ({"mono_ms": -1}, "payload/mono_ms"),
        ({"media": {"size": 0}}, "payload/media/size"),
        ({"media": {"size": "12"}}, "payload/media/size"),
        ({"media": {"sha256": "0" * 63}}, "payload/media/sha256"),
        ({"media": {"mime": "jpeg"}}, "payload/media/mime"),
        ({"media": {"colour": "red"}}, "payload/media/colour"),
        ({"fix": HERE | {"crs": "GCJ-02"}}, "payload/fix/crs"),
        ({"fix": HERE | {"lat_e7": 900000001}}, "payload/fix/lat_e7"),
        ({"no_fix_reason": "a\x00b"}, "payload/no_fix_reason"),
        ({"not_before": {"origin": "x", "tree_size": 1, "root": "no"}}, "payload/not_before/root"),
        ({"heading_cdeg": 36_000}, "payload/heading_cdeg"),
        ({"heading_cdeg": None}, "payload/heading_cdeg"),
        ({"heading_cdeg": True}, "payload/heading_cdeg"),
        ({"mood": "good"}, "payload/mood"),
    ],
)
def test_a_field_out_of_its_rule_is_refused_by_name(facts, field) -> None:
    with pytest.raises(CaptureRecordInvalid) as refusal:
        read_capture(PHONE.capture(**facts).envelope)

    assert refusal.value.facts == {"reason": "field_invalid", "field": field}
