"""What opens a phone whose PIN was forgotten: for its owner's password, and not after the end."""

import base64
import json
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.accounts.models import Authority, VaultShare
from backend.accounts.service import open_share_for_bureau
from tests.people import PASSWORD
from tests.phones import Phone, enrol_phone

SHARE = bytes(range(32))


@pytest.fixture
def phone(signed_in) -> Phone:
    """A grid worker's approved phone."""
    return enrol_phone(signed_in("wang"))


def body(device_id: str, share: bytes = SHARE) -> dict[str, str]:
    return {"device_id": device_id, "share": base64.b64encode(share).decode()}


@pytest.fixture
def kept(phone: Phone) -> str:
    """A share that the server keeps."""
    path = f"/vault-shares/{uuid4()}"
    assert phone.person.put(path, body(phone.device_id)).status_code == 204
    return path


def release(who, path: str, password: str = PASSWORD):
    return who.post(f"{path}/actions/release", {"password": password})


def test_share_comes_back_for_the_password_of_its_owner(phone: Phone, kept: str) -> None:
    answer = release(phone.person, kept)

    assert base64.b64decode(answer.json["share"]) == SHARE


def test_share_does_not_come_back_for_the_session_alone(phone: Phone, kept: str) -> None:
    answer = release(phone.person, kept, "guessed")

    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")


def test_guessing_the_password_locks_the_account(phone: Phone, kept: str) -> None:
    for _ in range(5):
        release(phone.person, kept, "guessed")

    assert release(phone.person, kept).json["code"] == "account_locked"


def test_share_of_another_person_is_not_found(phone: Phone, kept: str, signed_in) -> None:
    assert release(signed_in("chen"), kept).status_code == 404
    assert signed_in("chen").put(kept, body(phone.device_id)).status_code == 404


def test_keeping_the_same_share_again_changes_nothing(phone: Phone, kept: str) -> None:
    assert phone.person.put(kept, body(phone.device_id)).status_code == 204
    differing = phone.person.put(kept, body(phone.device_id, bytes(32)))
    assert (differing.status_code, differing.json["code"]) == (409, "share_differs")


def test_share_never_lies_in_the_database_in_the_open(kept: str, session: Session) -> None:
    rows = session.execute(text("select row_to_json(vault_share) from vault_share")).scalars().all()

    assert rows
    assert SHARE.hex() not in json.dumps(rows)


def test_share_of_a_revoked_device_opens_for_the_bureau_alone(
    app, phone: Phone, kept: str, signed_in, session: Session
) -> None:
    revoked = signed_in("security").act(
        f"/devices/{phone.device_id}", "revoke", {"reason": "手机丢失", "lost_at": None}
    )
    assert revoked.status_code == 200, revoked.text

    refused = release(phone.person, kept)

    assert (refused.status_code, refused.json["code"]) == (409, "device_ended")
    share_id = session.scalars(select(VaultShare.id)).one()
    assert open_share_for_bureau(share_id, secret=app.config["SECRET_KEY"]) == SHARE


def test_session_says_how_the_authority_wants_phones_locked(signed_in, city, session) -> None:
    assert signed_in("wang").session["phone_lock"] == {"policy": "required", "idle_s": 300}
    session.get_one(Authority, city.authorities["siming"]).phone_lock = "offered"
    session.commit()

    assert signed_in("wang").session["phone_lock"]["policy"] == "offered"
