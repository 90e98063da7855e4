"""The page that verifies without Python says the same of every attack, from file://."""

import base64
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from scripts.forge.attacks import ATTACKS, Attack
from scripts.forge.honest import VARIANTS
from scripts.forge.scene import Scene, honest_scene
from scripts.forge.trial import attacked, findings_of, verifier
from scripts.forge.world import b64
from scripts.mutation.examples import stamping, stamps
from scripts.stack.paths import ROOT

PAGE = ROOT / "pwa" / "dist" / "verify.html"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
Verify = Callable[[Scene], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The built page in a browser that has no network."""
    if not PAGE.exists():
        pytest.fail("The pages are not built: run `npm run build` in pwa/ first.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], chromium_sandbox=False
        )
        opened = browser.new_context(offline=True).new_page()
        opened.goto(PAGE.as_uri())
        yield opened
        browser.close()


@pytest.fixture
def verify(page: Page, tmp_path: Path) -> Verify:
    """Put a scene before the page, opened once, and return (status, code) of each line."""

    def look(scene: Scene) -> list[tuple[str, str]]:
        package = scene.bag.write_zip(tmp_path / "package.zip", scene.extra)
        files: dict[str, Path | list[Path]] = {
            "package": package, "trust": tmp_path / "trust.json", "seen": [],
        }  # fmt: skip
        (tmp_path / "trust.json").write_text(json.dumps(scene.trust))
        if scene.seen is not None:
            files["seen"] = tmp_path / "seen.json"
            logs = {scene.trust["origin"]: scene.seen}
            (tmp_path / "seen.json").write_text(json.dumps({"v": "xunzheng.seen/1", "logs": logs}))
        for name, path in files.items():
            page.set_input_files(f"#{name}", path)
        page.click("#run")
        page.wait_for_selector("#run:enabled", timeout=60_000)
        rows: list[Any] = page.eval_on_selector_all(
            "#findings tr", "rows => rows.map(row => [row.className, row.dataset.code])"
        )
        return [(status, code) for status, code in rows]

    return look


def test_the_honest_package_passes_the_same_checks(verify: Verify, page: Page) -> None:
    found = verify(honest_scene())

    assert page.text_content("#verdict") == "核验通过 Verified"
    assert {status for status, _ in found} == {"PASS", "INFO"}
    known = set(verifier().MEANING)
    assert {code for status, code in found if status == "PASS"} == known - {"D3", "N0"}


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_fails_in_an_honest_package(name: str, verify: Verify) -> None:
    scene = VARIANTS[name]()

    assert set(verify(scene)) == {(one.status, one.code) for one in findings_of(scene)}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=lambda attack: attack.number)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_attack_fails_with_exactly_its_codes(attack: Attack, verify: Verify) -> None:
    found = verify(attacked(attack))

    assert {code for status, code in found if status == "FAIL"} == attack.codes


def test_stamps_are_judged_as_the_program_judges_them(verify: Verify, page: Page) -> None:
    scene = honest_scene()
    root, others = stamping.root().encoded, set()
    for number, case in enumerate(stamps.cases()):
        if case.roots == (root,):
            scene.bag.files[f"data/log/anchors/3.case-{number}.tsr"] = case.reply
            others |= {*case.others}
    scene.bag.files["data/log/anchors/3.note"] = stamping.MESSAGE
    for number, other in enumerate(sorted(others)):
        body = base64.b64encode(other).decode()
        pem = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
        scene.bag.files[f"data/tsa/between-{number}.pem"] = pem.encode()
    scene.trust["tsa_roots"] = [{"name": "root", "certificate": b64(root)}]
    scene.bag.rebag()

    verify(scene)
    judged: list[str] = page.eval_on_selector_all(
        "#findings tr[data-code=A1]", "rows => rows.map(row => `${row.className} ${row.innerText}`)"
    )

    cases = dict(enumerate(stamps.cases()))
    found = {
        cases[int(match[2])].name: match[1]
        for row in judged
        if (match := re.match(r"(\w+) .*?3\.case-(\d+)\.tsr", row, re.DOTALL))
    }
    wanted = {
        case.name: "FAIL" if case.moment is None else "PASS"
        for case in cases.values()
        if case.roots == (root,)
    }
    assert found == wanted


def test_the_words_are_those_of_the_program() -> None:
    words = json.loads((ROOT / "pwa" / "src" / "verifier" / "words.json").read_text())

    assert words == {code: list(texts) for code, texts in verifier().MEANING.items()}
