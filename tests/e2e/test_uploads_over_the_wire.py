"""Long uploads to a running server: over links that break, through its death, in little memory."""

import base64
import hashlib
import http.client
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backend.demo.phone import Phone
from scripts.benches._phones import API, OCTETS, SEGMENT, Browser, phone_of, video_body
from scripts.benches.video import Memory
from scripts.stack.paths import ROOT
from scripts.stack.stack import Stack
from tests.e2e.conftest import temporary_stack
from tests.e2e.lossy_proxy import LossyProxy

SIZE = 9 * 1024 * 1024 + 1234
LARGE = 100 * 1024 * 1024
HEAD_BYTES = 4096
"""More than a request's line and headers take."""
NODE = shutil.which("node") or "node"
MODULES = Path(os.environ.get("XZ_NODE_MODULES", ROOT / "pwa" / "node_modules"))


@pytest.fixture(scope="module")
def server() -> Iterator[Stack]:
    """A copy of the system with the demo city."""
    with temporary_stack("uploads") as running:
        yield running


@pytest.fixture
def browser(server: Stack) -> Iterator[Browser]:
    """Officer Chen's connection."""
    with closing(Browser(server.place.port, "chen.officer")) as browser:
        yield browser


@pytest.fixture
def phone(server: Stack, browser: Browser) -> Phone:
    """Officer Chen's approved phone."""
    return phone_of(browser, server.place.port)


def _register(phone: Phone, content: bytes) -> str:
    parts = [content[start : start + SEGMENT] for start in range(0, len(content), SEGMENT)]
    digests = [hashlib.sha256(part).digest() for part in parts]
    exhibit_id, body = video_body(phone, len(content), digests)
    phone.browser.put(f"/exhibits/{exhibit_id}", body)
    return exhibit_id


def _open(browser: Browser, exhibit_id: str, size: int) -> str:
    named = base64.b64encode(exhibit_id.encode()).decode()
    headers = {"Upload-Length": str(size), "Upload-Metadata": f"exhibit_id {named}"}
    return browser.send_bytes("POST", "/uploads", b"", headers)


def _offset(browser: Browser, location: str) -> int:
    return int(browser.send("HEAD", location, None, {})[1]["Upload-Offset"])


def _settled(browser: Browser, location: str, expected: int) -> int:
    """Return where the upload stands once the server has kept what was passed on to it."""
    give_up = time.monotonic() + 20
    while (now := _offset(browser, location)) < expected and time.monotonic() < give_up:
        time.sleep(0.05)
    return now


def _shown(browser: Browser, exhibit_id: str) -> Any:
    for _ in range(300):
        shown = browser.call("GET", f"/exhibits/{exhibit_id}")
        if shown["state"] == "verified":
            break
        time.sleep(0.1)
    return shown


def _send_from(port: int, browser: Browser, location: str, content: bytes, start: int) -> None:
    """Send all the rest in one request; the link may break."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {**browser.session_headers, "Upload-Offset": str(start), "Content-Type": OCTETS}
    try:
        line.request("PATCH", location, content[start:], headers)
        line.getresponse().read()
    except (OSError, http.client.HTTPException):
        pass
    finally:
        line.close()


def test_a_link_cut_again_and_again_costs_little(
    server: Stack, phone: Phone, browser: Browser
) -> None:
    content = random.Random(1).randbytes(SIZE)
    exhibit_id = _register(phone, content)
    location = _open(browser, exhibit_id, SIZE)
    proxy = LossyProxy(server.place.port, cut_after=700_000)

    start = 0
    while start < SIZE:
        _send_from(proxy.port, browser, location, content, start)
        start = _settled(browser, location, min(start + 700_000 - HEAD_BYTES, SIZE))
    proxy.close()

    assert proxy.cuts >= 10
    assert proxy.taken / SIZE <= 1.10
    shown = _shown(browser, exhibit_id)
    assert shown["media"]["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_killed_server_goes_on_where_it_stood(
    server: Stack, phone: Phone, browser: Browser
) -> None:
    content = random.Random(2).randbytes(SIZE)
    exhibit_id = _register(phone, content)
    location = _open(browser, exhibit_id, SIZE)
    proxy = LossyProxy(server.place.port, cut_after=SEGMENT + 500_000)
    _send_from(proxy.port, browser, location, content, 0)
    stood = _settled(browser, location, SEGMENT + 500_000 - HEAD_BYTES)
    browser.close()

    server.restart("api")
    start = _offset(browser, location)
    _send_from(server.place.port, browser, location, content, start)

    assert SEGMENT < stood == start
    assert _shown(browser, exhibit_id)["media"]["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_large_body_takes_little_memory(server: Stack, phone: Phone, browser: Browser) -> None:
    content = random.Random(3).randbytes(SEGMENT) * (LARGE // SEGMENT)
    exhibit_id = _register(phone, content)
    location = _open(browser, exhibit_id, len(content))

    with Memory(server.supervisor.pids()["api"]) as memory:
        _send_from(server.place.port, browser, location, content, 0)

    assert _offset(browser, location) == len(content)
    assert memory.growth_mib < 64


@pytest.mark.skipif(
    not (MODULES / "tus-js-client").exists(), reason="tus-js-client is not installed"
)
def test_tus_js_client_resumes_over_a_breaking_link(
    server: Stack, phone: Phone, browser: Browser, tmp_path: Path
) -> None:
    content = random.Random(4).randbytes(SIZE)
    path = tmp_path / "film"
    path.write_bytes(content)
    exhibit_id = _register(phone, content)
    proxy = LossyProxy(server.place.port, cut_after=2_500_000)
    endpoint = f"http://127.0.0.1:{proxy.port}{API}/uploads"
    headers = browser.session_headers

    done = subprocess.run(
        [NODE, str(Path(__file__).parent / "tus_upload.mjs"), str(MODULES), endpoint, str(path),
         exhibit_id, headers["Cookie"], headers["X-CSRF-Token"]],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    proxy.close()

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["retries"] >= 2
    assert _shown(browser, exhibit_id)["media"]["sha256"] == hashlib.sha256(content).hexdigest()
