"""A base map: put up in the office, brought to the phone through cuts, drawn with no network."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route, expect

from scripts.stack.stack import Stack
from tests.basemaps.archives import archive
from tests.e2e.conftest import OpenPhone
from tests.e2e.pages.field import FieldApp
from tests.e2e.pages.office import OfficeApp

pytestmark = pytest.mark.e2e

ATTRIBUTION = "测试数据 审图号：试 S(2026)001 号"
WATER = (228, 238, 251)
"""The water's token in the light theme."""
LARGE = archive("多图") + Random(1).randbytes(3_000_000)
"""Of several pieces, so that it can be cut off."""


def water_pixels(page: Page, part: str) -> int:
    """Count the pixels of the map that have the colour of water and of nothing else there."""
    picture = Image.open(BytesIO(page.locator(part).screenshot())).convert("RGB")
    return sum(count for count, colour in picture.getcolors(1 << 24) or [] if colour == WATER)


def wait_for_water(page: Page, part: str) -> None:
    """Return when the sea of the base map is drawn; it takes a software renderer a moment."""
    for _ in range(60):
        if water_pixels(page, part) > 5_000:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"no water after 30 s: {water_pixels(page, part)} pixels")


@pytest.fixture(scope="module", autouse=True)
def put_up(chromium: Browser, stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The map is put up as an administrator does it."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    office = OfficeApp(context, stack.base_url)
    office.sign_in("admin.system")
    office.open("/settings?view=basemaps")
    office.page.locator("[data-action=put]").click()
    file = tmp_path_factory.mktemp("map") / "map.pmtiles"
    file.write_bytes(LARGE)
    office.page.locator("input[name=archive]").set_input_files(file)
    words = {"name_zh": "厦门虚构", "name_en": "Made-up", "attribution": ATTRIBUTION}
    for name, text in words.items():
        office.page.locator(f"[data-field={name}] input").fill(text)
    office.page.locator("input[name=datum][value=wgs84]").check()
    office.page.locator("[data-submit]").click()
    expect(office.page.locator("[data-state=in_force]")).to_be_visible()
    context.close()


def pieces_asked(phone: FieldApp) -> list[str]:
    """Return a list that grows by the range of each piece that is asked for."""
    ranges: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/archive"):
            ranges.append(request.headers.get("range", ""))

    phone.context.on("request", note)
    return ranges


def test_map_is_brought_through_a_cut_and_drawn_without_a_network(
    open_phone: OpenPhone,
) -> None:
    phone = open_phone()
    phone.sign_in("wang.grid")
    phone.wait_until_ready_for_offline()
    phone.open("/map")
    ranges = pieces_asked(phone)
    card = phone.page.locator("[data-part=base-map]")
    expect(card).to_contain_text("厦门虚构")
    assert ranges == []

    phone.page.route("**/archive", lambda route: cut_after(route, ranges, 2))
    phone.page.locator("[data-action=bring-base]").click()
    expect(phone.page.locator("[data-part=base-map] progress")).to_have_attribute(
        "value", str(2 * 1024 * 1024)
    )
    phone.close_tab_and_reopen()
    phone.open("/map")
    expect(phone.page.locator("[data-part=base-held]")).to_be_visible()
    got = [int(one.removeprefix("bytes=").split("-")[0]) for one in ranges]
    assert sorted(set(got)) == [0, 1 << 20, 2 << 20]

    phone.go_offline()
    phone.open("/map")
    expect(phone.page.locator("[data-part=attribution]")).to_have_text(ATTRIBUTION)
    for _ in range(2):
        phone.page.locator(".maplibregl-ctrl-zoom-out").click()
        phone.page.wait_for_timeout(800)
    wait_for_water(phone.page, ".frame")

    phone.open("/me")
    expect(phone.page.locator("[data-part=base-bytes]")).to_be_visible()


def cut_after(route: Route, ranges: list[str], count: int) -> None:
    """Let so many pieces pass, and none after them."""
    if len(ranges) > count:
        route.abort()
    else:
        route.continue_()


def test_office_draws_the_same_map_by_ranges(office: OfficeApp) -> None:
    ranges: list[str] = []
    office.context.on(
        "request",
        lambda request: (
            ranges.append(request.headers.get("range", ""))
            if request.url.endswith("/archive")
            else None
        ),
    )
    office.sign_in("zhao.dispatch")
    office.open("/map")

    expect(office.page.locator("[data-part=attribution]")).to_have_text(ATTRIBUTION)
    wait_for_water(office.page, ".place-map")
    assert ranges
    assert all(one.startswith("bytes=") for one in ranges)
