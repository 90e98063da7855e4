"""Phones for measurements: signed in over HTTP, enrolled, approved, sealing captures ahead."""

import base64
import hashlib
import http.client
import json
import re
import secrets
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import numpy
from PIL import Image

from backend.demo.phone import Phone, Place
from backend.demo.service import PASSWORD
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.jcs import canonical_bytes
from backend.kernel.merkle import hash_leaf, root_of_leaves

API = "/api/v1"
OCTETS = "application/offset+octet-stream"
SEGMENT = 4 * 1024 * 1024
PHOTO_BYTES, COMMENT_BYTES = 200_000, 22
VIEWS = 16


class Browser:
    """One signed-in connection that stays open."""

    def __init__(self, port: int, account: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Tus-Resumable": "1.0.0"}
        session = self.call("POST", "/session", {"account_name": account, "password": PASSWORD})
        self.person_id: str = session["person"]["id"]
        self._headers["X-CSRF-Token"] = session["csrf_token"]

    def close(self) -> None:
        """Hang up; the next request opens the connection anew."""
        self.line.close()

    def send(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request and return status, headers and body of the answer."""
        self.line.request(method, path, body, {**self._headers, **headers})
        answer = self.line.getresponse()
        content = answer.read()
        if cookie := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return answer.status, answer.headers, content

    @property
    def session_headers(self) -> dict[str, str]:
        """What another connection must send to be the same person."""
        return dict(self._headers)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON and return JSON; raises RuntimeError for a refusal."""
        sent = {"Content-Type": "application/json", "Idempotency-Key": str(new_id())}
        content = json.dumps({} if body is None else body).encode()
        status, _, answer = self.send(method, API + path, content, {**sent, **headers})
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else None

    def put(self, path: str, body: Any) -> Any:
        """PUT JSON."""
        return self.call("PUT", path, body)

    def post(self, path: str, body: Any = None) -> Any:
        """POST JSON."""
        return self.call("POST", path, body)

    def send_bytes(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Send a tus request and return where the upload is."""
        status, answer, body = self.send(method, API + path, content, headers)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {body[:300]!r}")
        return answer.get("Location", "")


@dataclass(frozen=True)
class Request:
    """A request made ahead of the measurement."""

    path: str
    body: bytes
    headers: dict[str, str]


def approved_phone(port: int, account: str) -> Phone:
    """Return a new phone of the account that a second person has approved."""
    return phone_of(Browser(port, account), port)


def phone_of(browser: Browser, port: int) -> Phone:
    """Return a new phone of a signed-in person that a second person has approved."""
    phone = Phone(browser)
    phone.enrol("Bench phone")
    chief = Browser(port, "admin.security")
    path = f"/devices/{phone.device_id}"
    revision = chief.call("GET", path)["revision"]
    chief.call(
        "POST", f"{path}/actions/approve", {"note": "bench"}, **{"If-Match": f'"{revision}"'}
    )
    chief.close()
    return phone


def photos(count: int) -> list[bytes]:
    """Return JPEGs of different pictures, 1,600 × 1,200 points and 200 kB each, with EXIF."""
    views = _views()
    return [_shuffled(*views[number % len(views)]) for number in range(count)]


@cache
def _views() -> list[tuple[bytes, list[bytes]]]:
    """Return JPEGs up to their picture, and each picture's rows as they can be put in any order.

    Several, because the order of its rows leaves a picture's mean from left to right as it is: all
    of one view would share words of their perceptual hash, as no photos do.
    """
    first, quality = _fitted(0, 87)
    return [first, *(_fitted(seed, quality)[0] for seed in range(1, VIEWS))]


def _fitted(seed: int, quality: int) -> tuple[tuple[bytes, list[bytes]], int]:
    """Return a picture that is small enough, at this quality or the next lower one that does."""
    noise = numpy.random.default_rng(seed).integers(0, 256, (75, 100, 3), dtype=numpy.uint8)
    image = Image.fromarray(noise).resize((1600, 1200), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Bench", "Phone 1"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:22 12:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 28.0, 47.0), 3: "E", 4: (118.0, 5.0, 22.0)})
    while True:
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, exif=exif, restart_marker_rows=1)
        jpeg = out.getvalue().removesuffix(b"\xff\xd9")
        if len(jpeg) <= PHOTO_BYTES - COMMENT_BYTES:
            break
        quality -= 1
    scan = jpeg.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(jpeg[scan + 2 : scan + 4])
    return (jpeg[:start], re.split(rb"\xff[\xd0-\xd7]", jpeg[start:])), quality


def _shuffled(head: bytes, rows: list[bytes]) -> bytes:
    # Encoding each picture would take longer than all that is measured.
    ordered = secrets.SystemRandom().sample(rows, len(rows))
    marked = (row + bytes([0xFF, 0xD0 + number % 8]) for number, row in enumerate(ordered))
    picture = b"".join(marked)[:-2] + b"\xff\xd9"
    filler = secrets.token_bytes(PHOTO_BYTES - len(head) - 4 - len(picture))
    comment = b"\xff\xfe" + (len(filler) + 2).to_bytes(2) + filler
    return head[:2] + comment + head[2:] + picture


def at_once(phone: Phone, content: bytes) -> Request:
    """Return the one request that registers a photo and brings its bytes."""
    # A receiver wavers: one that gives the same position again and again is worth a flag.
    waver = secrets.randbelow(1000) / 1e7
    place = Place(118.0894 + waver, 24.4797 + waver)
    sealed = phone.capture(content, "photo.jpg", place, clock.now())
    said = {
        "exhibit_id": sealed.exhibit_id.encode(),
        "envelope": json.dumps(sealed.envelope).encode(),
        "file_name": sealed.file_name.encode(),
    }
    metadata = ",".join(
        f"{name} {base64.b64encode(value).decode()}" for name, value in said.items()
    )
    headers = {
        "Upload-Length": str(len(content)),
        "Upload-Metadata": metadata,
        "Content-Type": OCTETS,
    }
    return Request(f"{API}/uploads", content, headers)


def video_body(phone: Phone, size: int, digests: list[bytes]) -> tuple[str, dict[str, Any]]:
    """Return id and registration of a video in segments."""
    exhibit_id = str(new_id())
    phone.seq += 1
    root = root_of_leaves("sha256", [hash_leaf("sha256", digest) for digest in digests])
    record = {
        "v": "xunzheng.capture/2", "capture_id": exhibit_id, "device_key_id": phone.key_id,
        "user_id": phone.browser.person_id, "second_officer_id": None, "case_id": None,
        "task_id": None, "kind": "video", "source": "in_app_camera", "seq": phone.seq,
        "prev": phone.prev, "captured_at": clock.wire_time(clock.now()), "mono_ms": 1,
        "clock_offset_ms": 0,
        "media": {"mime": "video/mp4", "size": size, "segment_size": SEGMENT,
                  "segments_root": root.hex()},
        "fix": None, "no_fix_reason": "denied", "not_before": None,
        "app": {"version": "bench", "build_sha256": None},
    }  # fmt: skip
    sealed = canonical_bytes(record)
    phone.prev = hashlib.sha256(sealed).hexdigest()
    body = {"envelope": phone.seal(sealed), "file_name": "bench.mp4"}
    return exhibit_id, body | {"segments": [digest.hex() for digest in digests]}


def report_operation(note: str, exhibits: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a new report as a phone's outbox sends it."""
    at = clock.wire_time(clock.now())
    position = {
        "lon": 118.0894, "lat": 24.4798, "accuracy_m": 5.5, "fix_at": at, "datum": "WGS-84",
        "source": "geolocation",
    }  # fmt: skip
    payload = {
        "category_code": "black_water", "note": note, "occurred_at": at, "position": position,
        "no_position_reason": None, "exhibit_ids": list(exhibits),
    }  # fmt: skip
    return {
        "id": str(new_id()), "name": "incident.report", "subject_id": str(new_id()),
        "payload": payload, "recorded_at": at,
    }  # fmt: skip
