"""A passkey beside the PIN: a finger opens the phone with no network, another one does not."""

import pytest
from playwright.sync_api import CDPSession, expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp
from tests.e2e.pages.lock import set_pin

pytestmark = pytest.mark.e2e

PIN = "739182"


def give_finger(phone: FieldApp) -> tuple[CDPSession, str]:
    """Give the phone a reader of fingers that computes secrets (PRF)."""
    session = phone.context.new_cdp_session(phone.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal",
        "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "hasPrf": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def test_finger_opens_the_phone_and_the_pin_still_does(open_phone: OpenPhone) -> None:
    phone = open_phone()
    phone.sign_in("wang.grid")
    phone.wait_until_ready_for_offline()
    reader, reader_id = give_finger(phone)
    set_pin(phone, PIN)
    phone.open("/me")
    phone.unlock(PIN)
    phone.page.locator("[data-action=passkey]").click()
    phone.page.locator("input[type=password]").fill(PIN)
    phone.page.locator("[data-action=add-passkey]").click()
    expect(phone.page.locator("[data-action=drop-passkey]")).to_be_visible()

    phone.go_offline()
    phone.open("/")
    finger = phone.page.locator("[data-action=unlock-passkey]")
    finger.click()
    expect(phone.shoot_button).to_be_visible()

    phone.open("/")
    reader.send("WebAuthn.setUserVerified", {"authenticatorId": reader_id, "isUserVerified": False})
    finger.click()
    expect(phone.page.get_by_role("alert")).to_be_visible()
    phone.unlock(PIN)
    expect(phone.shoot_button).to_be_visible()
