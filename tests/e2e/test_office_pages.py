"""Every page of the office app: nothing serious that axe finds."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import expect

from tests.e2e.pages.office import OfficeApp

pytestmark = pytest.mark.e2e

LISTS = (
    "work", "incidents", "map", "leads", "inspections", "cases", "exhibits", "exports",
    "handovers", "evidence-lists", "keeping", "log", "devices",
    "patrols", "rounds", "notices", "measures", "settings", "settings?view=tables",
    "settings?view=calendar", "simple-penalties", "conflicts", "work/batch/approve_filing",
    "work/batch/acknowledge",
)  # fmt: skip
NEW = (
    "inspections/new", "cases/new", "handovers/new", "evidence-lists/new",
    "rounds/new", "measures/new", "simple-penalties/new",
)  # fmt: skip
WITH_DETAILS = (
    "incidents", "leads", "inspections", "cases", "exhibits", "devices",
    "patrols", "rounds", "measures", "simple-penalties",
)  # fmt: skip
ACCOUNTS = ("zheng.liaison", "admin.security", "zhao.dispatch")
GRAVE = {"serious", "critical"}


def findings(office: OfficeApp) -> list[str]:
    """Return what axe calls serious or critical on the page."""
    violations: list[dict[str, Any]] = Axe().run(office.page).response["violations"]
    return [
        f"{office.page.url}: {violation['id']} {node['html'][:120]}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def look_at(office: OfficeApp, path: str) -> None:
    """Open a page and wait until it stands."""
    office.open(f"/{path}")
    expect(office.page.get_by_role("heading", level=1).first).to_be_visible()
    office.page.wait_for_load_state("networkidle")


def first_of(office: OfficeApp, kind: str) -> str | None:
    """Return the id of the first thing of that kind the account sees."""
    found: str | None = office.page.evaluate(
        """async (kind) => {
          const answer = await fetch(`/api/v1/${kind}?limit=1`)
          return answer.ok ? ((await answer.json()).items[0]?.id ?? null) : null
        }""",
        kind,
    )
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_office_page_is_accessible(office: OfficeApp, theme: str) -> None:
    office.open("/")
    office.page.evaluate("(theme) => localStorage.setItem('xz.theme', theme)", theme)
    found = findings(office)
    for account in ACCOUNTS:
        office.context.clear_cookies()
        office.sign_in(account)
        details = {kind: first_of(office, kind) for kind in WITH_DETAILS}
        pages = [*LISTS, *NEW, *(f"{kind}/{key}" for kind, key in details.items() if key)]
        if details["cases"]:
            pages.append(f"cases/{details['cases']}/self-check")
        for path in pages:
            look_at(office, path)
            found += findings(office)

    assert sorted(set(found)) == []
