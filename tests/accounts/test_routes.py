"""Signing in, lock-out, CSRF and devices."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.kernel.ids import new_id


def test_right_password_opens_a_session(signed_in) -> None:
    chen = signed_in("chen")

    answer = chen.get("/session")

    assert answer.status_code == 200
    assert answer.json["person"]["full_name"] == "陈志强"
    assert "inspection.record" in answer.json["permissions"]


def test_a_grid_worker_may_not_record_inspections(signed_in) -> None:
    assert "inspection.record" not in signed_in("wang").session["permissions"]


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(
    client, city, fake_clock
) -> None:
    wrong = {"account_name": "chen", "password": "wrong"}
    answers = [client.post("/api/v1/session", json=wrong) for _ in range(5)]
    right = {"account_name": "chen", "password": "xunzheng-test-2026"}

    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]
    assert answers[0].json["attempts_left"] == 4
    assert client.post("/api/v1/session", json=right).json["code"] == "account_locked"
    fake_clock.advance(minutes=15, seconds=1)
    assert client.post("/api/v1/session", json=right).status_code == 201


def test_unknown_account_is_refused_like_a_wrong_password(client, city) -> None:
    answer = client.post("/api/v1/session", json={"account_name": "nobody", "password": "x"})

    assert answer.status_code == 401
    assert answer.json["code"] == "wrong_credentials"


def test_unsafe_request_without_csrf_token_is_refused(signed_in) -> None:
    chen = signed_in("chen")

    answer = chen.client.post("/api/v1/devices/challenges")

    assert answer.status_code == 403
    assert answer.json["code"] == "csrf_token_invalid"


def test_session_ends_when_its_hours_are_over(signed_in, fake_clock) -> None:
    chen = signed_in("chen")
    fake_clock.advance(hours=13)

    assert chen.get("/session").status_code == 401


def test_signed_out_cookie_is_worthless(signed_in) -> None:
    chen = signed_in("chen")
    cookie = chen.client.get_cookie("xz_session")
    chen.client.delete("/api/v1/session", headers={"X-CSRF-Token": chen.csrf_token})
    chen.client.set_cookie("xz_session", cookie.value)

    assert chen.get("/session").status_code == 401


def test_unknown_field_is_refused_by_name(client) -> None:
    answer = client.post(
        "/api/v1/session", json={"account_name": "a", "password": "b", "admin": True}
    )

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"][0]["pointer"] == "/admin"


def _enrolment(person, device_id: str) -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    challenge = person.post("/devices/challenges").json["challenge"]
    r, s = decode_dss_signature(
        key.sign(f"xunzheng.enrol/1\n{device_id}\n{challenge}".encode(), ec.ECDSA(SHA256()))
    )
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "model": "Test phone",
        "public_key": base64.b64encode(spki).decode(),
        "challenge": challenge,
        "proof": base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode(),
        "key_storage": "non_extractable",
    }


def test_device_enrols_by_proof_of_possession_and_replays(signed_in) -> None:
    wang, device_id = signed_in("wang"), str(new_id())
    body = _enrolment(wang, device_id)

    first = wang.put(f"/devices/{device_id}", body)
    again = wang.put(f"/devices/{device_id}", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["key_id"] == hashlib.sha256(base64.b64decode(body["public_key"])).hexdigest()


def test_proof_over_another_challenge_is_refused(signed_in) -> None:
    wang, device_id = signed_in("wang"), str(new_id())
    body = _enrolment(wang, device_id)
    body["challenge"] = wang.post("/devices/challenges").json["challenge"]

    answer = wang.put(f"/devices/{device_id}", body)

    assert answer.status_code == 422
    assert answer.json["code"] == "proof_invalid"


def test_challenge_of_another_person_is_refused(signed_in) -> None:
    wang, chen, device_id = signed_in("wang"), signed_in("chen"), str(new_id())

    answer = chen.put(f"/devices/{device_id}", _enrolment(wang, device_id))

    assert answer.json["code"] == "challenge_invalid"


def test_a_worker_sees_only_her_own_devices(signed_in) -> None:
    wang, lin, device_id = signed_in("wang"), signed_in("lin"), str(new_id())
    wang.put(f"/devices/{device_id}", _enrolment(wang, device_id))

    assert lin.get(f"/devices/{device_id}").status_code == 404
    assert lin.get("/devices").json["items"] == []


def test_people_of_another_district_are_not_listed(signed_in) -> None:
    names = {
        person["full_name"]
        for person in signed_in("chen").get("/people", role="officer").json["items"]
    }

    assert names == {"陈志强", "林晓梅", "吴建国"}


def test_people_list_pages_without_gap_or_repeat(signed_in, city) -> None:
    admin = signed_in("admin")
    seen, cursor = [], None
    for _ in range(20):
        page = admin.get("/people", limit=2, cursor=cursor).json
        seen += [person["id"] for person in page["items"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break

    assert len(seen) == len(set(seen)) == len(city.people)


def test_made_up_cursor_is_refused(signed_in) -> None:
    answer = signed_in("chen").get("/people", cursor=str(uuid4()))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/cursor"


def test_time_echoes_the_nonce(client) -> None:
    assert client.get("/api/v1/time?nonce=abc").json["nonce"] == "abc"
