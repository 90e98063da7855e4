"""Every page of the field app: nothing axe finds, nothing wider than the phone."""

from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp
from tests.e2e.pages.lock import set_pin

pytestmark = pytest.mark.e2e

PAGES = (
    "/", "/tasks", "/map", "/messages", "/me", "/queue", "/pin", "/sign-in",
    "/reports", "/patrol", "/patrol/scan", "/drafts", "/sites",
)  # fmt: skip
LOOKS = (("light", "zh-CN", "normal"), ("dark", "en", "large"))


@pytest.fixture
def phone(open_phone: OpenPhone) -> FieldApp:
    """A phone with one report on it and one draft."""
    app = open_phone()
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    app.take_photos()
    app.choose("sea_drift")
    app.report()
    app.home()
    app.take_photos()
    app.choose("waste_gas")
    return app


def findings(phone: FieldApp) -> list[str]:
    """Return what axe finds on the page, and its width when it is wider than the phone."""
    violations: list[dict[str, Any]] = Axe().run(phone.page).response["violations"]
    found = [
        f"{phone.page.url}: {violation['id']} {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    width = phone.page.evaluate("document.documentElement.scrollWidth")
    return found if width <= 360 else [*found, f"{phone.page.url} is {width} wide"]


def choose_look(phone: FieldApp, theme: str, language: str, text: str) -> None:
    """Set theme, language and text size as the page 我的 does; they hold from the next load."""
    phone.page.evaluate(
        """([theme, language, text]) => {
          localStorage.setItem('xz.theme', theme)
          localStorage.setItem('xz.locale', language)
          localStorage.setItem('xz.text', text)
        }""",
        [theme, language, text],
    )


def test_every_page_is_accessible_in_both_themes_languages_and_sizes(phone: FieldApp) -> None:
    draft = phone.page.url.removeprefix(phone.base_url)
    phone.home()
    report = f"/reports/{phone.newest_report_id()}"
    found: list[str] = []

    for look in LOOKS:
        choose_look(phone, *look)
        for path in (*PAGES, draft, report):
            phone.open(path)
            expect(phone.page.locator("h1, h2").first).to_be_visible()
            phone.page.wait_for_load_state("networkidle")
            found += findings(phone)

    assert found == []


def test_camera_page_is_accessible(phone: FieldApp) -> None:
    phone.open(f"/camera/{uuid4()}")
    expect(phone.page.locator("[data-action=shutter]")).to_be_enabled()

    assert findings(phone) == []

    phone.page.locator("[data-mode=video]").click()
    phone.page.locator("[data-action=shutter]").click()
    expect(phone.page.locator("[data-part=recording]")).to_be_visible()
    assert findings(phone) == []


def test_locked_screen_is_accessible(phone: FieldApp) -> None:
    set_pin(phone, "739182")
    phone.open("/")
    expect(phone.page.locator("[data-action=unlock]")).to_be_visible()
    assert findings(phone) == []

    phone.page.locator("[data-action=forgot]").click()
    expect(phone.page.locator("[data-action=reset]")).to_be_visible()
    assert findings(phone) == []


def test_address_of_a_report_opens_with_no_network(phone: FieldApp) -> None:
    phone.home()
    report_id = phone.newest_report_id()
    phone.go_offline()

    phone.open_report(report_id)

    expect(phone.page.get_by_text("海漂垃圾")).to_be_visible()
