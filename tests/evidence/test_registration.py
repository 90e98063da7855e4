"""A sealed capture is registered once, whole and by its own phone, or refused with the reason."""

import base64

import pytest

from backend.accounts import find_device_by_key
from backend.kernel.jcs import canonical_bytes
from tests.phones import HERE, Phone, enrol_phone, seal


def _reseal(phone: Phone, capture, record: bytes) -> None:
    capture.envelope = seal(record, phone.key_id, phone.key)


def test_a_registered_capture_awaits_its_bytes(phone, city) -> None:
    capture = phone.capture()

    answer = phone.register(capture)

    assert answer.status_code == 201
    assert answer.json["state"] == "awaiting_upload"
    assert answer.json["position"]["lon"] == 118.1
    assert answer.json["grid"]["id"] == str(city.grids["siming-03"])
    assert answer.headers["ETag"] == '"1"'


def test_the_same_capture_sent_twice_is_recorded_once(phone) -> None:
    capture = phone.capture()

    answers = [phone.register(capture).status_code for _ in range(2)]

    assert answers == [201, 200]
    assert len(phone.person.get("/exhibits").json["items"]) == 1


def test_a_replay_with_a_new_signature_of_the_same_record_is_the_same(phone) -> None:
    capture = phone.capture()
    phone.register(capture)

    _reseal(phone, capture, canonical_bytes(capture.record))

    assert phone.register(capture).status_code == 200


def test_the_same_id_with_another_record_differs(phone) -> None:
    first = phone.capture()
    phone.register(first)

    other = phone.capture(b"other bytes", capture_id=first.id)

    answer = phone.register(other)
    assert (answer.status_code, answer.json["code"]) == (409, "exhibit_differs")
    assert answer.json["field"] == "payload"


def test_the_same_record_under_another_file_name_differs(phone) -> None:
    capture = phone.capture()
    phone.register(capture)
    capture.file_name = "other.jpg"

    assert phone.register(capture).json["field"] == "file_name"


def test_a_counter_is_used_once(phone) -> None:
    phone.register(phone.capture())

    answer = phone.register(phone.capture(seq=1))

    assert (answer.status_code, answer.json["code"]) == (409, "device_counter_reused")
    assert answer.json["seq"] == 1


def test_one_changed_bit_of_the_signature_is_refused(phone) -> None:
    capture = phone.capture()
    signature = bytearray(base64.b64decode(capture.envelope["signatures"][0]["sig"]))
    signature[40] ^= 1
    capture.envelope["signatures"][0]["sig"] = base64.b64encode(signature).decode()

    assert phone.register(capture).json["code"] == "capture_signature_invalid"


def test_a_record_changed_after_signing_is_refused(phone) -> None:
    capture = phone.capture()
    changed = canonical_bytes(capture.record | {"fix": HERE | {"lon_e7": 1181000001}})
    capture.envelope["payload"] = base64.b64encode(changed).decode()

    assert phone.register(capture).json["code"] == "capture_signature_invalid"


def test_another_payload_type_is_refused_although_signed(phone) -> None:
    capture = phone.capture()
    capture.envelope["payloadType"] = "application/json"

    answer = phone.register(capture)

    assert (answer.status_code, answer.json["code"]) == (422, "capture_record_invalid")
    assert answer.json["reason"] == "payload_type"


def test_a_record_that_breaks_a_rule_is_refused_with_field_and_reason(phone) -> None:
    answer = phone.register(phone.capture(media={"size": 0}))

    assert (answer.status_code, answer.json["code"]) == (422, "capture_record_invalid")
    assert (answer.json["reason"], answer.json["field"]) == ("field_invalid", "payload/media/size")
    assert answer.json["errors"][0]["pointer"] == "/envelope/payload/media/size"


def test_an_envelope_with_an_unknown_field_is_refused(phone) -> None:
    capture = phone.capture()
    capture.envelope["note"] = "x"

    answer = phone.register(capture)

    assert answer.json["errors"][0]["pointer"] == "/envelope/note"


def test_the_record_speaks_of_the_exhibit_in_the_address(phone) -> None:
    one, other = phone.capture(), phone.capture()

    answer = phone.person.put(f"/exhibits/{one.id}", other.body)

    assert answer.json["reason"] == "capture_id_differs"


def test_another_persons_record_is_refused(phone, signed_in) -> None:
    capture = phone.capture()

    answer = signed_in("chen").put(f"/exhibits/{capture.id}", capture.body)

    assert answer.json["reason"] == "user_differs"


def test_another_persons_device_is_unknown(phone, signed_in) -> None:
    chen = signed_in("chen")
    capture = phone.capture(user_id=chen.person_id)

    answer = chen.put(f"/exhibits/{capture.id}", capture.body)

    assert (answer.status_code, answer.json["code"]) == (422, "device_unknown")


def test_a_key_that_differs_from_the_record_is_refused(phone, officer_phone) -> None:
    capture = phone.capture()
    capture.envelope["signatures"][0]["keyid"] = officer_phone.key_id

    assert phone.register(capture).json["reason"] == "key_differs"


def test_a_revoked_device_registers_nothing_new_but_is_told_of_the_old(phone, session) -> None:
    old = phone.capture()
    phone.register(old)
    find_device_by_key(phone.key_id).state = "revoked"
    session.commit()

    assert phone.register(phone.capture()).json["code"] == "device_revoked"
    assert phone.register(old).status_code == 200


def test_a_file_above_the_limit_is_refused_before_it_is_sent(phone) -> None:
    answer = phone.register(phone.capture(media={"size": 2**40}))

    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\图\\𠮷.jpg", "𠮷.jpg"),
        ("..", "file"),
        ("a\u202egpj.exe", "agpj.exe"),
    ],
)
def test_a_file_name_loses_its_path_and_tricks(phone, given, kept) -> None:
    assert phone.register(phone.capture(file_name=given)).json["file_name"] == kept


def test_a_person_without_the_permission_registers_nothing(signed_in, phone) -> None:
    capture = phone.capture()

    answer = signed_in("zhao").put(f"/exhibits/{capture.id}", capture.body)

    assert (answer.status_code, answer.json["permission"]) == (403, "exhibit.capture")


def test_an_unbroken_chain_has_no_flag(phone) -> None:
    shown = [phone.register(phone.capture()).json["flags"] for _ in range(3)]

    assert shown == [[], [], []]


def test_a_withheld_capture_leaves_a_flag_until_it_arrives(phone) -> None:
    phone.register(phone.capture())
    withheld, after = phone.capture(), phone.capture()

    flagged = phone.register(after).json["flags"]
    phone.register(withheld)

    gap = {"missing_from": 2, "missing_to": 2}
    assert flagged == [{"code": "device_sequence_gap", "facts": gap}]
    assert phone.person.get(f"/exhibits/{after.id}").json["flags"] == []


def test_a_capture_that_names_another_predecessor_is_flagged(phone) -> None:
    phone.register(phone.capture())

    flags = phone.register(phone.capture(prev="0" * 64)).json["flags"]

    assert flags == [{"code": "device_sequence_gap", "facts": {"prev_differs_at": 2}}]


def test_odd_facts_of_the_record_are_flagged_at_once(phone) -> None:
    odd = {
        "source": "file_picker",
        "clock_offset_ms": -300_000,
        "fix": HERE | {"acc_cm": 25_000, "fix_at": "2026-11-22T03:55:00.000Z"},
    }

    flags = phone.register(phone.capture(**odd)).json["flags"]

    assert {flag["code"]: flag["facts"] for flag in flags} == {
        "picked_from_files": {},
        "device_clock_off": {"offset_s": -300, "limit_s": 120},
        "fix_inaccurate": {"accuracy_m": 250, "limit_m": 100},
        "fix_stale": {"age_s": 300, "limit_s": 60},
    }


def test_a_capture_without_fix_says_why(phone) -> None:
    shown = phone.register(phone.capture(fix=None, no_fix_reason="denied")).json

    assert shown["position"] is None
    assert shown["flags"] == [{"code": "no_fix", "facts": {"reason": "denied"}}]


def test_the_same_capture_may_come_from_two_phones_of_one_person(signed_in) -> None:
    wang = signed_in("wang")
    one, other = enrol_phone(wang), enrol_phone(wang)

    answers = [phone.register(phone.capture()).status_code for phone in (one, other)]

    assert answers == [201, 201]
