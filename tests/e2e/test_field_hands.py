"""For cold thumbs and old eyes: three taps, large targets, large text, one hand."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

SMALL_TARGETS = """(least) => {
  const found = []
  const kinds = 'a[href], button, input, select, textarea, summary, [role=button], label:has(input)'
  for (const node of document.querySelectorAll(kinds)) {
    const style = getComputedStyle(node)
    if (style.visibility === 'hidden' || style.display === 'none') continue
    let box = node.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    // A control inside its label or its field's frame is as large as that is.
    const frame = node.closest('label') ?? node.closest('.van-field')
    if (frame) box = frame.getBoundingClientRect()
    // A link inside a line of text is as high as the line (WCAG 2.5.8, inline).
    if (node.tagName === 'A' && style.display === 'inline') continue
    if (Math.round(box.width) < least || Math.round(box.height) < least) {
      const name = (node.getAttribute('aria-label') ?? node.textContent ?? '').trim().slice(0, 24)
      found.push(`${node.tagName} "${name}" ${Math.round(box.width)}x${Math.round(box.height)}`)
    }
  }
  return found
}"""
SMALL_WORDS = """(least) => {
  const found = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue
    if (node.closest('.visually-hidden')) continue
    const size = parseFloat(getComputedStyle(node).fontSize)
    const words = walker.currentNode.textContent.trim().slice(0, 24)
    if (size < least) found.add(`${Math.round(size)}px ${words}`)
  }
  return [...found]
}"""
PAGES = (
    "/", "/tasks", "/map", "/messages", "/me", "/queue", "/pin", "/sign-in",
    "/reports", "/patrol", "/patrol/scan", "/drafts", "/sites",
)  # fmt: skip
BODY_PX, SMALLEST_PX = 20, 16
"""适老化 asks 18 dp (CSS pixels) of what is read; labels of tabs may be a little less."""


@pytest.fixture
def phone(open_phone: OpenPhone) -> FieldApp:
    """A phone with a report and a draft."""
    app = open_phone()
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    app.take_photos()
    app.choose("sea_drift")
    app.report()
    app.home()
    return app


def every_page(phone: FieldApp) -> list[str]:
    """Return the addresses of every kind of page."""
    report = phone.newest_report_id()
    phone.take_photos()
    phone.choose("dust")
    draft = phone.page.url.removeprefix(phone.base_url)
    return [*PAGES, f"/reports/{report}", draft, f"/camera/{uuid4()}"]


def look_at(phone: FieldApp, path: str) -> None:
    """Open a page and wait until it stands."""
    phone.open(path)
    expect(phone.page.locator("h1, h2").first).to_be_attached()
    phone.page.wait_for_load_state("networkidle")
    phone.page.wait_for_timeout(300)


@pytest.mark.parametrize(("text", "least"), [("normal", 44), ("large", 60)])
def test_every_target_is_large_enough(phone: FieldApp, text: str, least: int) -> None:
    pages = every_page(phone)
    phone.page.evaluate("(text) => localStorage.setItem('xz.text', text)", text)
    found: dict[str, list[str]] = {}

    for path in pages:
        look_at(phone, path)
        small = phone.page.evaluate(SMALL_TARGETS, least)
        if small:
            found[path] = small

    assert found == {}


def test_large_text_is_as_large_as_the_standard_asks(phone: FieldApp) -> None:
    pages = every_page(phone)
    phone.page.evaluate("localStorage.setItem('xz.text', 'large')")
    found: dict[str, list[str]] = {}

    for path in pages:
        look_at(phone, path)
        body = phone.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        small = phone.page.evaluate(SMALL_WORDS, SMALLEST_PX)
        wide = phone.page.evaluate("document.documentElement.scrollWidth")
        if body < BODY_PX or small or wide > 360:
            found[path] = [f"body {body}px, {wide}px wide", *small]

    assert found == {}


def test_three_taps_lead_from_home_to_a_saved_report(phone: FieldApp) -> None:
    phone.page.evaluate(
        """() => {
          window.taps = 0
          document.addEventListener('click', (event) => { if (event.isTrusted) taps += 1 }, true)
        }"""
    )
    phone.shoot_button.click()
    shutter = phone.page.locator("[data-action=shutter]")
    expect(shutter).to_be_enabled()
    shutter.click()
    phone.page.locator("[data-action=report-at-once]").click()
    expect(phone.page.locator("[data-part=saved]")).to_be_visible()

    assert phone.page.evaluate("window.taps") == 3
