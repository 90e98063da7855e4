"""Record what a built field app sends: `python -m tests.previous_client.record RELEASE`.

Run it from the release's own tree, after `npm run build`, on the day it ships. A phone in Chromium
reports two photos and a video through a proxy that notes each exchange with the API; the notes
become `RELEASE.json` beside this file.
"""

import base64
import http.client
import json
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from scripts.stack.environment import Place
from scripts.stack.stack import Stack, free_port
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, YUNDANG
from tests.e2e.pages.field import FieldApp

KEPT_HEADERS = (
    "Content-Type", "Idempotency-Key", "If-Match", "Tus-Resumable", "Upload-Length",
    "Upload-Metadata", "Upload-Offset", "Upload-Checksum", "Accept",
)  # fmt: skip
NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "keep-alive"}
ACCOUNT = "wang.grid"


class Proxy(ThreadingHTTPServer):
    """Passes everything on to the server and notes what concerns the API, answer by answer."""

    daemon_threads = True

    def __init__(self, server_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passer)
        self.far_port = server_port
        self.exchanges: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Passer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        far = http.client.HTTPConnection("127.0.0.1", self.server.far_port, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in NOT_PASSED_ON}
        far.request(self.command, self.path, body or None, headers)
        answer = far.getresponse()
        content = answer.read()
        if self.path.startswith("/api/"):
            self._note(body, answer, content)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        far.close()

    def _note(self, body: bytes, answer: http.client.HTTPResponse, content: bytes) -> None:
        is_json = "json" in (answer.getheader("Content-Type") or "")
        self.server.exchanges.append(
            {
                "method": self.command,
                "path": self.path,
                "headers": {n: self.headers[n] for n in KEPT_HEADERS if n in self.headers},
                "body": base64.b64encode(body).decode(),
                "status": answer.status,
                "answer": json.loads(content) if is_json and content else None,
                "location": answer.getheader("Location"),
            }
        )

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_DELETE = _pass  # noqa: N815 - their names

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


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
            proxy = Proxy(place.port)
            record(f"http://localhost:{proxy.server_port}", Path(folder))
            proxy.shutdown()
    target = Path(__file__).with_name(f"{sys.argv[1]}.json")
    notes = [
        note for note in proxy.exchanges if note["path"] != "/api/v1/session" or not note["body"]
    ]
    target.write_text(json.dumps(notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(notes)} exchanges, {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
