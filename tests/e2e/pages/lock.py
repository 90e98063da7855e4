"""The lock of the field app."""

from playwright.sync_api import expect

from tests.e2e.pages.field import FieldApp


def set_pin(phone: FieldApp, pin: str) -> None:
    """Set a PIN on the page that the offer leads to."""
    phone.open("/pin")
    fields = phone.page.locator("input[type=password]")
    expect(fields).to_have_count(2)
    for field in fields.all():
        field.fill(pin)
    phone.page.locator("[data-action=set-pin]").click()
    expect(phone.shoot_button).to_be_visible()
