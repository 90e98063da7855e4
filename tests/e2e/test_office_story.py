"""Story, steps 3, 5 and 6 in the office: what a dispatcher, a reviewer and a liaison see."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.demo.phone import report_body
from backend.demo.photos import make_photo
from backend.kernel.ids import new_id
from scripts.stack.stack import Stack
from scripts.stories import case_chapter, field_chapter
from scripts.stories.browser import Json, Server, wait_until
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller
from tests.e2e.pages.office import OfficeApp

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def story(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A report with two verified photos has come in from a phone."""
    return _report(stack, tmp_path_factory.mktemp("story"), first_photo=11)


@pytest.fixture
def untouched(stack: Stack, tmp_path: Path) -> Story:
    """Another report like it, which nobody has looked at yet."""
    return _report(stack, tmp_path, first_photo=21)


def _report(stack: Stack, work: Path, first_photo: int) -> Story:
    at = datetime.now(UTC)
    numbers = (first_photo, first_photo + 1)
    photos = [(f"IMG_{n:04d}.jpg", make_photo(at, SPOT.lon, SPOT.lat, n)) for n in numbers]
    told = Story(Server(stack.base_url), Teller(), photos, work)
    field_chapter.report_from_the_phone(told)
    wait_until("previews", lambda: _with_previews(told))
    return told


@pytest.fixture(scope="module")
def referred(story: Story) -> Story:
    """The dispatcher has referred the report to enforcement."""
    field_chapter.triage(story)
    return story


@pytest.fixture(scope="module")
def archived(referred: Story) -> Story:
    """The case has gone the whole way, the party having waived the defence in writing."""
    case_chapter.inspect(referred)
    case_chapter.file(referred)
    case_chapter.investigate_and_review(referred)
    _notify_and_waive(referred)
    case_chapter.decide(referred)
    case_chapter.execute_and_archive(referred)
    return referred


@pytest.fixture
def noise(story: Story) -> str:
    """The id of a report of noise that nobody has looked at yet."""
    incident_id = str(new_id())
    body = report_body("noise", "夜间施工噪声", SPOT, story.now(), [])
    story.as_("wang.grid").put(f"/incidents/{incident_id}", body)
    return incident_id


def _with_previews(story: Story) -> Json | None:
    incident = story.as_("wang.grid").get(f"/incidents/{story.incident_id}")
    return incident if all(one["has_preview"] for one in incident["exhibits"]) else None


def _notify_and_waive(story: Story) -> None:
    """Serve the prior notice and record the waiver: the clock of the shared stack stays."""
    chen, day = story.as_("chen.officer"), story.today().isoformat()
    story.as_("zhou.head").step(story.case, "issue_prior_notice")
    wait_until("prior notice", lambda: _issued(story, "prior_notice"))
    served = {"served_on": day, "mode": "direct", "recipient": "陈现场"}
    chen.step(story.case, "serve_prior_notice", served)
    chen.step(story.case, "waive_defence", {"waived_on": day, "note": "当事人书面放弃"})


def _issued(story: Story, kind: str) -> Json | None:
    documents = story.show_case()["documents"]
    return next((d for d in documents if (d["kind"], d["state"]) == (kind, "issued")), None)


def test_dispatcher_finds_the_report_in_list_and_map_and_refers_it(
    untouched: Story, office: OfficeApp
) -> None:
    path = f"/incidents/{untouched.incident_id}"
    number = untouched.as_("zhao.dispatch").get(path)["number"]
    office.sign_in("zhao.dispatch")

    office.go("网格事件")
    expect(office.row(number)).to_contain_text("待受理")
    expect(office.page.get_by_role("region", name="事件、网格与监管对象地图")).to_be_visible()
    office.open_row(number)
    photos = office.section("照片与检查")
    expect(photos.locator("li[data-exhibit]")).to_have_count(2)
    expect(photos.locator("img")).to_have_count(2)
    expect(photos.get_by_text("已核验")).to_have_count(2)
    expect(office.section("时间与地点")).to_contain_text("王秀英")
    expect(office.section("时间与地点")).to_contain_text(f"{SPOT.lon:.5f}, {SPOT.lat:.5f}")
    office.act("refer_to_enforcement", note="请尽快到现场核查")

    expect(office.state("referred")).to_be_visible()
    expect(office.section("办理过程")).to_contain_text("请尽快到现场核查")
    office.page.get_by_role("link", name="查看线索").click()
    expect(office.page.get_by_role("link", name=number)).to_be_visible()


def test_photo_opens_large_and_its_flags_say_what_they_do_not_mean(
    story: Story, office: OfficeApp
) -> None:
    office.sign_in("zhao.dispatch")
    office.open(f"/incidents/{story.incident_id}")

    photos = office.section("照片与检查")
    for flag in photos.locator("[data-flag]").all():
        expect(flag).to_contain_text("不代表")
    photos.get_by_role("button", name="放大查看照片 1").click()

    expect(office.page.locator(".el-image-viewer__img").first).to_be_visible()
    office.page.keyboard.press("Escape")
    expect(office.page.locator(".el-image-viewer__img")).to_have_count(0)


def test_refused_steps_say_why_with_the_article(referred: Story, office: OfficeApp) -> None:
    office.sign_in("zhao.dispatch")
    office.open(f"/incidents/{referred.incident_id}")

    refused = office.show_why_not().locator("[data-refused=refer_to_enforcement]")

    expect(refused).to_contain_text("已转执法")
    expect(refused).to_contain_text("第十八条")


def test_list_comes_back_with_its_filter_and_place(referred: Story, office: OfficeApp) -> None:
    number = referred.as_("zhao.dispatch").get(f"/incidents/{referred.incident_id}")["number"]
    office.sign_in("zhao.dispatch")
    office.go("网格事件")
    office.page.get_by_label("状态").select_option("referred")
    expect(office.row(number)).to_be_visible()

    office.open_row(number)
    expect(office.heading(number)).to_be_visible()
    office.page.go_back()

    expect(office.page.get_by_label("状态")).to_have_value("referred")
    expect(office.row(number)).to_be_visible()


def test_archived_case_shows_the_whole_procedure(archived: Story, office: OfficeApp) -> None:
    case = archived.show_case()
    office.sign_in("zhou.head")

    office.go("案件")
    office.open_row(case["number"])

    expect(office.page.locator("[data-stage].done")).to_have_count(len(case["stages"]))
    expect(office.section("基本情况")).to_contain_text("¥24,000.00")
    expect(office.section("还缺什么")).to_contain_text("齐全")
    decision = office.section("文书").locator("[data-document=penalty_decision]")
    expect(decision).to_contain_text(re.compile(r"闽厦环[^〔]*罚〔\d{4}〕\d+号"))
    with office.context.expect_event("request", lambda sent: sent.url.endswith("/content")):
        decision.get_by_role("link", name="打开 PDF").click()
    expect(office.section("送达")).to_contain_text("陈现场")
    expect(office.section("办理过程").locator("li").first).to_contain_text("归档")
    expect(office.page.locator("[data-action]")).to_have_count(0)


def test_exhibit_page_reads_as_a_chain_and_exports_a_package(
    archived: Story, office: OfficeApp, tmp_path: Path
) -> None:
    sealed = archived.sealed[0]
    exhibit = archived.as_("zheng.liaison").get(f"/exhibits/{sealed.exhibit_id}")
    office.sign_in("zheng.liaison")

    office.open(f"/exhibits/{sealed.exhibit_id}")

    digests = office.section("摘要")
    expect(digests.locator("[data-digest=sha256]")).to_contain_text(exhibit["media"]["sha256"])
    expect(digests.locator("[data-digest=sm3]")).to_contain_text(exhibit["media"]["sm3"])
    expect(office.page.locator("[data-signature]")).to_contain_text("签名有效")
    chain = office.section("证据链")
    expect(chain.locator("[data-chain]")).to_contain_text("链完整")
    links = [link.get_attribute("data-custody") for link in chain.locator("[data-custody]").all()]
    assert links.index("received") < links.index("stored") < links.index("checked")
    assert links.count("linked") >= 2
    expect(office.section("关联")).to_contain_text(archived.show_case()["number"])

    office.page.locator("[data-go=export]").click()
    office.dialog().locator("[data-field=recipient] input").fill("厦门市思明区人民法院")
    office.dialog().locator("[data-field=purpose] input").fill("案件举证")
    office.dialog().locator("[data-submit]").click()
    ready = office.page.locator("[data-export=ready]")
    expect(ready).to_be_visible(timeout=120_000)
    with office.page.expect_download() as download:
        ready.locator("[data-download]").click()
    package = tmp_path / "package.zip"
    download.value.save_as(package)
    assert package.read_bytes()[:2] == b"PK"


def test_session_that_ends_keeps_the_page_and_what_was_typed(noise: str, office: OfficeApp) -> None:
    office.sign_in("zhao.dispatch")
    office.open(f"/incidents/{noise}")
    office.page.locator("[data-action=assign]").click()
    task = office.page.locator("#field-handler_note")
    task.fill("请到现场劝导")

    office.context.clear_cookies()
    office.dialog().locator("[data-submit]").click()

    expect(office.heading_of_dialog("登录已过期")).to_be_visible()
    office.sign_in_again()
    expect(task).to_have_value("请到现场劝导")
    office.dialog().locator("[data-submit]").click()
    expect(office.state("assigned")).to_be_visible()


def test_stale_page_says_who_changed_it_and_keeps_what_was_typed(
    story: Story, noise: str, office: OfficeApp
) -> None:
    office.sign_in("zhao.dispatch")
    office.open(f"/incidents/{noise}")
    office.page.locator("[data-action=assign]").click()
    task = office.dialog().locator("#field-handler_note")
    task.fill("请到现场劝导")

    story.as_("zhao.dispatch").step(f"/incidents/{noise}", "accept")
    office.dialog().locator("[data-submit]").click()

    expect(office.dialog()).to_contain_text("赵敏")
    expect(task).to_have_value("请到现场劝导")
    office.dialog().locator("[data-submit]").click()
    expect(office.state("assigned")).to_be_visible()
