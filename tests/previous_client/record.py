"""Record what a built field app sends: `python -m tests.previous_client.record RELEASE`.

Run it from the release's own tree, after `npm run build`, on the day it ships. A phone in Chromium
reports two photos and a video through a proxy that notes each exchange with the API; the notes
become `RELEASE.json` beside this file.
"""

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from scripts.stack.environment import Place
from scripts.stack.stack import Stack, free_port
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, YUNDANG
from tests.e2e.http_proxy import Exchange, HttpProxy
from tests.e2e.pages.field import FieldApp

KEPT_HEADERS = (
    "Content-Type", "Idempotency-Key", "If-Match", "Tus-Resumable", "Upload-Length",
    "Upload-Metadata", "Upload-Offset", "Upload-Checksum", "Accept",
)  # fmt: skip
ACCOUNT = "wang.grid"


def note_of(exchange: Exchange) -> dict[str, Any]:
    """Return what the replay needs of one request and its answer."""
    is_json = "json" in (exchange.answer_headers.get("Content-Type") or "")
    return {
        "method": exchange.method,
        "path": exchange.path,
        "headers": {n: exchange.headers[n] for n in KEPT_HEADERS if n in exchange.headers},
        "body": base64.b64encode(exchange.body).decode(),
        "status": exchange.status,
        "answer": json.loads(exchange.content) if is_json and exchange.content else None,
        "location": exchange.answer_headers.get("Location"),
    }


def record(base_url: str, folder: Path) -> None:
    """Report two photos and then a video, and wait until the server has verified both reports."""
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            folder / "phone",
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=list(CHROMIUM_FLAGS),
            permissions=["camera", "microphone", "geolocation"],
            geolocation=YUNDANG,  # type: ignore[arg-type]
            viewport={"width": 360, "height": 740},
            locale="zh-CN",
        )
        phone = FieldApp(context, base_url)
        phone.sign_in(ACCOUNT)
        phone.wait_until_ready_for_offline()
        for take in (lambda: phone.take_photos(2), lambda: phone.record_video(seconds=1)):
            take()
            phone.choose("black_water")
            phone.report()
            phone.home()
            phone.watch_until_verified(phone.newest_report_id())
        context.close()


def main() -> None:
    """Record the release named on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "var", free_port())
        with Stack(place, say=print):
            proxy = HttpProxy(place.port)
            record(f"http://localhost:{proxy.server_port}", Path(folder))
            proxy.shutdown()
    exchanges = [note_of(each) for each in proxy.exchanges if each.path.startswith("/api/")]
    target = Path(__file__).with_name(f"{sys.argv[1]}.json")
    notes = [note for note in exchanges if note["path"] != "/api/v1/session" or not note["body"]]
    target.write_text(json.dumps(notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(notes)} exchanges, {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
