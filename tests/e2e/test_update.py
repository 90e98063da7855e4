"""The app is replaced only when its person agrees, never under his hands, and works without it."""

import os
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Playwright, expect

from scripts.stack.stack import Stack
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, YUNDANG, OpenPhone
from tests.e2e.http_proxy import HttpProxy
from tests.e2e.pages.field import FieldApp

pytestmark = pytest.mark.e2e

MIB = 1024**2
LOOK_FOR_UPDATE = "navigator.serviceWorker.getRegistration().then((it) => it.update())"


@pytest.fixture
def proxy(stack: Stack) -> HttpProxy:
    """A server whose releases the test makes."""
    return HttpProxy(stack.place.port)


@pytest.fixture
def phone(open_phone: OpenPhone, proxy: HttpProxy) -> FieldApp:
    """A phone that works with the first release."""
    app = open_phone()
    app.base_url = proxy.base_url
    app.sign_in("wang.grid")
    app.wait_until_ready_for_offline()
    return app


def release_anew(proxy: HttpProxy, phone: FieldApp) -> None:
    """Serve another service worker and let the phone find it."""
    proxy.changes["/service-worker.js"] = lambda content: content + b"\n// the next release\n"
    phone.page.evaluate(LOOK_FOR_UPDATE)


def test_update_waits_until_the_open_draft_is_handed_in(phone: FieldApp, proxy: HttpProxy) -> None:
    phone.take_photos()
    phone.choose("dust")
    phone.write_note("未写完")
    release_anew(proxy, phone)

    strip = phone.page.locator("[data-part=update]")
    expect(strip).to_be_visible()
    expect(strip.get_by_role("button")).to_be_disabled()
    expect(phone.page.locator("[data-part=update-waits]")).to_contain_text("手头这一件")
    expect(phone.page.get_by_label("说明")).to_have_value("未写完")

    phone.report()
    with phone.page.expect_event("load"):
        strip.get_by_role("button").click()
    expect(strip).to_be_hidden()


def test_update_that_does_not_take_over_is_sought_by_loading_anew(
    phone: FieldApp, proxy: HttpProxy
) -> None:
    # As if a request had woken the old version in the moment of the change: Chromium drops it.
    deaf = b"self.skipWaiting = async () => undefined\n"
    proxy.changes["/service-worker.js"] = lambda content: deaf + content
    phone.page.evaluate(LOOK_FOR_UPDATE)
    agree = phone.page.locator("[data-part=update]").get_by_role("button")

    with phone.page.expect_event("load"):
        agree.click()

    expect(agree).to_be_enabled()


def agree_while_sending(phone: FieldApp, proxy: HttpProxy, clip: Path) -> Locator:
    """Let a video go out slowly, say yes to the update meanwhile; return the strip."""
    clip.write_bytes(os.urandom(12 * MIB))
    release_anew(proxy, phone)
    phone.pick_file(str(clip))
    phone.choose("dust")
    phone.slow_upload(bytes_per_second=1_000_000)
    phone.report()
    strip = phone.page.locator("[data-part=update]")
    expect(phone.page.locator("[data-part=update-waits]")).to_contain_text("发送完就更新")
    phone.page.evaluate("window.isSamePage = true")
    strip.get_by_role("button").click()
    expect(strip.get_by_role("button")).to_be_disabled()
    return strip


def test_update_agreed_to_while_sending_comes_after_the_sending(
    phone: FieldApp, proxy: HttpProxy, tmp_path: Path
) -> None:
    strip = agree_while_sending(phone, proxy, tmp_path / "VID.mp4")
    phone.page.wait_for_timeout(1500)
    assert phone.page.evaluate("window.isSamePage") is True

    with phone.page.expect_event("load"):
        phone.slow_upload(bytes_per_second=-1)
    expect(strip).to_be_hidden()


def test_update_agreed_to_is_asked_anew_when_something_was_opened_since(
    phone: FieldApp, proxy: HttpProxy, tmp_path: Path
) -> None:
    strip = agree_while_sending(phone, proxy, tmp_path / "VID.mp4")
    phone.page.get_by_role("button", name="完成").click()
    phone.shoot_button.click()
    expect(phone.page.locator("[data-action=shutter]")).to_be_enabled()
    phone.slow_upload(bytes_per_second=-1)
    phone.page.wait_for_timeout(3000)
    phone.page.go_back()

    expect(strip.get_by_role("button")).to_be_enabled()
    assert phone.page.evaluate("window.isSamePage") is True


def test_nothing_is_replaced_before_the_person_agrees(phone: FieldApp, proxy: HttpProxy) -> None:
    phone.page.evaluate("window.isSamePage = true")
    release_anew(proxy, phone)

    expect(phone.page.locator("[data-part=update]")).to_be_visible()
    phone.page.wait_for_timeout(1500)

    assert phone.page.evaluate("window.isSamePage") is True


def test_other_tab_goes_on_with_the_old_version_until_it_is_asked(
    phone: FieldApp, proxy: HttpProxy
) -> None:
    other = phone.context.new_page()
    other.goto(f"{proxy.base_url}/camera/{uuid4()}")
    expect(other.locator("[data-action=shutter]")).to_be_enabled()
    release_anew(proxy, phone)
    with phone.page.expect_event("load"):
        phone.page.locator("[data-part=update]").get_by_role("button").click()

    expect(other.locator("[data-part=update]")).to_contain_text("另一页面")
    other.locator("[data-action=shutter]").click()
    expect(other.locator("[data-part=count]")).to_contain_text("1")


def test_service_worker_answers_neither_writes_nor_the_api(
    phone: FieldApp, proxy: HttpProxy
) -> None:
    answers: list[tuple[str, str, bool]] = []
    phone.context.on(
        "response",
        lambda answer: answers.append(
            (answer.request.method, urlsplit(answer.url).path, answer.from_service_worker)
        ),
    )
    phone.home()
    phone.take_photos()
    phone.choose("dust")
    phone.report()
    phone.home()
    phone.watch_until_verified(phone.newest_report_id())

    by_worker = {(method, path) for method, path, is_worker in answers if is_worker}
    assert ("GET", "/") in by_worker
    assert {path for _, path, _ in answers if path.startswith("/api/")}
    assert [each for each in by_worker if each[0] != "GET" or each[1].startswith("/api/")] == []


def test_no_page_asks_any_other_origin(phone: FieldApp, proxy: HttpProxy) -> None:
    hosts: set[str] = set()
    faults: list[str] = []
    phone.context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    phone.page.on("console", lambda message: faults.append(message.text))
    for path in ("/", "/tasks", "/map", "/messages", "/me", "/queue", "/sign-in", "/office/"):
        phone.open(path)
        phone.page.wait_for_load_state("networkidle")

    policy = phone.context.request.get(f"{proxy.base_url}/").headers["content-security-policy"]
    assert "http" not in policy.replace("https:", "http:")
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'unsafe-eval'" not in policy
    assert hosts - {"", urlsplit(proxy.base_url).netloc} == set()
    assert [each for each in faults if "Content Security Policy" in each] == []


def test_app_works_where_there_is_no_service_worker(
    stack: Stack, playwright: Playwright, tmp_path: Path
) -> None:
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "webview",
        executable_path=CHROMIUM,
        chromium_sandbox=False,
        args=list(CHROMIUM_FLAGS),
        permissions=["camera", "geolocation"],
        geolocation=YUNDANG,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740},
        service_workers="block",
        locale="zh-CN",
    )
    phone = FieldApp(context, stack.base_url)
    phone.sign_in("wang.grid")
    # Pages that were looked at once stay in the memory of the running page.
    phone.take_photos()
    phone.choose("dust")
    phone.report()
    phone.home()
    phone.watch_until_verified(phone.newest_report_id())

    assert phone.page.evaluate("navigator.serviceWorker?.controller ?? null") is None
    context.close()
