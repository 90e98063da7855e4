"""What an office does so that evidence is believed: approve, hand over, hold, look at trouble."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from backend.demo.phone import Phone, Sealed
from backend.demo.photos import make_photo
from scripts.stack.stack import Stack
from scripts.stories import field_chapter
from scripts.stories.browser import Json, Server, wait_until
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller
from tests.e2e.pages.office import OfficeApp

pytestmark = pytest.mark.e2e


@pytest.fixture
def story(stack: Stack, tmp_path: Path) -> Story:
    """People who have done nothing yet."""
    return Story(Server(stack.base_url), Teller(), [], tmp_path)


def enrol(story: Story, account_name: str, model: str) -> Phone:
    phone = Phone(story.as_(account_name))
    phone.enrol(model)
    return phone


def capture(story: Story, phone: Phone, name: str, seed: int) -> Sealed:
    at = datetime.now(UTC)
    return phone.capture(make_photo(at, SPOT.lon, SPOT.lat, seed), name, SPOT, at)


def deliver(story: Story, name: str, seed: int) -> str:
    """Bring in a verified photo of an approved phone; return its id."""
    phone = enrol(story, "wang.grid", f"交付手机 {seed}")
    field_chapter.approve(story, phone)
    sealed = capture(story, phone, name, seed)
    phone.register(sealed)
    phone.upload(sealed)
    wait_until("verified", lambda: in_state(story, sealed.exhibit_id, "verified"))
    return sealed.exhibit_id


def in_state(story: Story, exhibit_id: str, state: str) -> Json | None:
    exhibit = story.as_("zheng.liaison").get(f"/exhibits/{exhibit_id}")
    return exhibit if exhibit["state"] == state else None


def let_retention_run_out(stack: Stack, exhibit_id: str) -> None:
    # Years pass only here: the clock of the shared stack stays.
    engine = create_engine(stack.environment["XZ_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(
            text("update exhibit set retain_until = now() - interval '1 day' where id = :id"),
            {"id": exhibit_id},
        )
    engine.dispose()


def test_a_second_person_compares_the_key_and_approves_the_device(
    story: Story, office: OfficeApp
) -> None:
    phone = enrol(story, "chen.officer", "执法终端 07")
    office.sign_in("admin.security")

    office.go("设备")
    office.page.get_by_label("状态").select_option("pending")
    office.open_row("执法终端 07")
    expect(office.page.locator("[data-key-words]")).to_contain_text(phone.key_id[:4])
    office.act("approve", note="当面核对，密钥编号一致")

    expect(office.state("active")).to_be_visible()
    expect(office.section("批准")).to_contain_text("安全管理员")
    chain = office.section("设备的证据链")
    expect(chain.locator("[data-custody=key_approved]")).to_be_visible()


def test_a_court_signs_on_glass_for_what_it_receives(story: Story, office: OfficeApp) -> None:
    exhibit_id = deliver(story, "IMG_0301.jpg", 301)
    office.sign_in("zheng.liaison")

    office.open(f"/handovers/new?exhibit={exhibit_id}")
    office.page.locator("[data-field=recipient_org] input").fill("厦门市思明区人民法院")
    office.page.locator("[data-field=receiver_name] input").fill("洪书记员")
    office.page.locator("[data-field=purpose] textarea").fill("行政诉讼举证")
    office.page.locator("[data-save]").click()
    office.act("send")
    expect(office.state("sent")).to_be_visible()
    office.page.locator("[data-action=confirm_receipt]").click()
    office.dialog().locator("#field-receiver_name").fill("洪书记员")
    office.draw_signature("signature")
    office.dialog().locator("[data-submit]").click()

    expect(office.state("confirmed")).to_be_visible()
    expect(office.section("签收")).to_contain_text("洪书记员")
    custody = story.as_("zheng.liaison").get(f"/exhibits/{exhibit_id}/custody")["items"]
    assert [event["action"] for event in custody][-2:] == ["transferred_out", "transferred_in"]


def test_a_hold_keeps_an_exhibit_from_being_disposed_of(
    story: Story, stack: Stack, office: OfficeApp
) -> None:
    exhibit_id = deliver(story, "IMG_0302.jpg", 302)
    let_retention_run_out(stack, exhibit_id)
    office.sign_in("zheng.liaison")
    office.open("/keeping?view=due")
    expect(office.row("IMG_0302.jpg")).to_be_visible()

    office.open(f"/exhibits/{exhibit_id}")
    office.page.locator("[data-go=hold]").click()
    office.dialog().locator("[data-field=reason] textarea").fill("行政复议期间")
    office.dialog().locator("[data-submit]").click()

    expect(office.page.locator("[data-hold]")).to_contain_text("行政复议期间")
    office.open("/keeping?view=due")
    expect(office.page.locator("[aria-busy=false]").first).to_be_visible()
    expect(office.row("IMG_0302.jpg")).to_have_count(0)
    office.open("/keeping?view=holds")
    expect(office.row("IMG_0302.jpg")).to_contain_text("行政复议期间")


def test_a_quarantined_exhibit_says_what_differed_and_what_to_do(
    story: Story, office: OfficeApp
) -> None:
    phone = enrol(story, "wang.grid", "受损手机")
    field_chapter.approve(story, phone)
    sealed = capture(story, phone, "IMG_0303.jpg", 303)
    phone.register(sealed)
    damaged = sealed.content[:-1] + bytes([sealed.content[-1] ^ 1])
    phone.upload(replace(sealed, content=damaged))
    exhibit = wait_until("quarantined", lambda: in_state(story, sealed.exhibit_id, "quarantined"))
    office.sign_in("zheng.liaison")

    office.open(f"/exhibits/{sealed.exhibit_id}")

    trouble = office.page.locator("[data-trouble=quarantined]")
    expect(trouble).to_contain_text(exhibit["media"]["sha256"])
    expect(trouble).to_contain_text("收到摘要")
    expect(trouble).to_contain_text("原件仍在手机上")
    expect(office.section("证据链").locator("[data-custody=rejected]")).to_be_visible()
