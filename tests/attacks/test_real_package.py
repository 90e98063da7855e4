"""A package that the system exported verifies by the page inside it, from file://, offline."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from backend.app import Backend
from scripts.stack.paths import ROOT
from tests.exports.packages import Built, build_honest
from tests.people import SignedIn
from tests.proofs import Provers

DIST = ROOT / "pwa" / "dist"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture
def exported(
    app: Backend,
    signed_in: Callable[[str], SignedIn],
    provers: Provers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Built:
    """A package with photos and a video, exported through the API with the built page in it."""
    if not (DIST / "verify.html").exists():
        pytest.fail("The pages are not built: run `npm run build` in pwa/ first.")
    settings = app.extensions["settings"].model_copy(update={"pwa_dist": DIST})
    monkeypatch.setitem(app.extensions, "settings", settings)
    return build_honest(signed_in, provers, tmp_path)


@pytest.fixture
def page(exported: Built, tmp_path: Path) -> Iterator[Page]:
    """The page as it lies in the package, opened where there is no network."""
    with zipfile.ZipFile(io.BytesIO(exported.content)) as package:
        name = next(one for one in package.namelist() if one.endswith("/verify.html"))
        (tmp_path / "verify.html").write_bytes(package.read(name))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], chromium_sandbox=False
        )
        opened = browser.new_context(offline=True).new_page()
        opened.goto((tmp_path / "verify.html").as_uri())
        yield opened
        browser.close()


def _verdict(page: Page, exported: Built, content: bytes, folder: Path) -> str:
    (folder / "package.zip").write_bytes(content)
    (folder / "trust.json").write_text(json.dumps(exported.trust))
    page.set_input_files("#package", folder / "package.zip")
    page.set_input_files("#trust", folder / "trust.json")
    page.click("#run")
    page.wait_for_selector("#run:enabled", timeout=60_000)
    return page.text_content("#verdict") or ""


def test_the_packed_page_verifies_its_own_package(
    page: Page, exported: Built, tmp_path: Path
) -> None:
    assert _verdict(page, exported, exported.content, tmp_path) == "核验通过 Verified"
    failed = page.eval_on_selector_all("#findings tr.FAIL", "rows => rows.length")
    assert failed == 0


def test_the_packed_page_refuses_its_package_with_one_bit_changed(
    page: Page, exported: Built, tmp_path: Path
) -> None:
    changed = _with_another_photo(exported)

    assert _verdict(page, exported, changed, tmp_path) == "核验不通过 NOT verified"
    codes = page.eval_on_selector_all("#findings tr.FAIL", "rows => rows.map(r => r.dataset.code)")
    assert "V5" in codes


def _with_another_photo(exported: Built) -> bytes:
    wanted, out = f"{exported.ids[0]}/original.jpg", io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(exported.content)) as package,
        zipfile.ZipFile(out, "w") as copy,
    ):
        for name in package.namelist():
            content = bytearray(package.read(name))
            if name.endswith(wanted):
                content[len(content) // 2] ^= 1
            copy.writestr(name, bytes(content))
    return out.getvalue()
