"""A phone whose person has reported more than one page shows."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from backend.demo.phone import report_body
from backend.kernel.ids import new_id
from scripts.stack.stack import Stack
from scripts.stories.browser import Browser, Server
from scripts.stories.main_job import SPOT
from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

AT_ONCE, NEARLY_LAST = 30, 55
WHERE_ON_PAGE = "document.scrollingElement.scrollTop"


@pytest.fixture
def phone(stack: Stack, open_phone: OpenPhone) -> FieldApp:
    """A new phone of somebody who reported more than twice as many from another one."""
    browser = Browser(Server(stack.base_url), "wang.grid")
    browser.sign_in()
    for n in range(2 * AT_ONCE + 1):
        body = report_body("dust", f"第 {n} 件", SPOT, datetime.now(UTC), [])
        browser.put(f"/incidents/{new_id()}", body)
    app = open_phone()
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    app.open("/reports")
    return app


def test_reader_of_a_long_list_gets_more_and_comes_back_to_where_he_was(phone: FieldApp) -> None:
    expect(phone.reports).to_have_count(AT_ONCE)
    more = phone.page.locator("[data-action=more]")
    more.scroll_into_view_if_needed()
    before = phone.page.evaluate(WHERE_ON_PAGE)
    more.click()
    expect(phone.reports).to_have_count(2 * AT_ONCE)
    assert phone.page.evaluate(WHERE_ON_PAGE) == before

    chosen = phone.reports.nth(NEARLY_LAST)
    chosen.click()
    expect(phone.page.get_by_role("heading", name="上报详情")).to_be_visible()
    phone.page.go_back()

    expect(chosen).to_be_in_viewport()
    expect(phone.reports).to_have_count(2 * AT_ONCE)
