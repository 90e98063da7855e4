"""A phone for tests: an enrolled key that seals captures, sends them and their bytes."""

import base64
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

import backend.worker  # noqa: F401 - imports the features, which declare their jobs
from backend.evidence.jobs import looking
from backend.kernel import clock
from backend.kernel.backlog import BACKLOGS
from backend.kernel.db import session, unit_of_work
from backend.kernel.ids import new_id
from backend.kernel.jcs import canonical_bytes
from backend.kernel.jobs import JOBS, run_declared
from backend.kernel.outbox import OutboxEvent
from tests.people import API, SignedIn, sign_in

looking.QUIET_S = 0.0  # tests do not wait for a pause
PAYLOAD_TYPE = "application/vnd.xunzheng.capture+json"
OCTETS = "application/offset+octet-stream"
SEGMENT_BYTES = 4 * 1024 * 1024
ADDED: dict[str, Any] = {
    "second_officer_id": None,
    "case_id": None,
    "task_id": None,
    "app": {"version": "0.2.0", "build_sha256": None},
}
"""What the second format of capture records adds."""
NOON = "2026-11-22T04:00:00.000Z"
HERE = {
    "lon_e7": 1181000000,
    "lat_e7": 244600000,
    "acc_cm": 800,
    "alt_cm": None,
    "crs": "WGS-84",
    "fix_at": NOON,
    "source": "geolocation",
}


def raw_sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign as WebCrypto does: r‖s, 64 bytes."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def seal(record: bytes, key_id: str, key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """Return the DSSE envelope of a record's bytes."""
    kind = PAYLOAD_TYPE.encode()
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(record), record)
    signature = base64.b64encode(raw_sign(key, message)).decode()
    return {
        "payloadType": PAYLOAD_TYPE,
        "payload": base64.b64encode(record).decode(),
        "signatures": [{"keyid": key_id, "sig": signature}],
    }


def photo_bytes(shade: int = 90, *, size: tuple[int, int] = (640, 480), **save: Any) -> bytes:
    """Return a JPEG; another shade gives other bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 120, shade // 256 % 256)).save(out, "JPEG", **save)
    return out.getvalue()


@dataclass
class Capture:
    """A sealed capture and its bytes."""

    id: str
    content: bytes
    record: dict[str, Any]
    envelope: dict[str, Any]
    file_name: str = "photo.jpg"
    segments: list[str] | None = None
    """The digests of segmented media."""

    @property
    def body(self) -> dict[str, Any]:
        """The body of its registration."""
        body: dict[str, Any] = {"envelope": self.envelope, "file_name": self.file_name}
        return body if self.segments is None else body | {"segments": self.segments}

    @property
    def metadata(self) -> str:
        """The Upload-Metadata that registers it in the request that brings its bytes."""
        said = {
            "exhibit_id": self.id.encode(),
            "envelope": json.dumps(self.envelope).encode(),
            "file_name": self.file_name.encode(),
        }
        return ",".join(
            f"{name} {base64.b64encode(value).decode()}" for name, value in said.items()
        )


def segment_digests(content: bytes, size: int) -> list[str]:
    """Return the digests of a file's segments, in hex."""
    starts = range(0, len(content), size)
    return [hashlib.sha256(content[start : start + size]).hexdigest() for start in starts]


def merkle_root(digests: list[str]) -> str:
    """Return the RFC 6962 root over digests, written anew for the tests."""

    def node(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return hashlib.sha256(b"\x00" + leaves[0]).digest()
        split = 1 << (len(leaves) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + node(leaves[:split]) + node(leaves[split:])).digest()

    return node([bytes.fromhex(digest) for digest in digests]).hex()


@dataclass
class Phone:
    """One person's enrolled device."""

    person: SignedIn
    device_id: str = ""
    key_id: str = ""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    seq: int = 0
    prev: str = ""
    server_ends_bodies: bool = True
    """As the production server does; others leave it to Content-Length."""

    def capture(
        self,
        content: bytes | None = None,
        *,
        media: dict[str, Any] | None = None,
        file_name: str = "photo.jpg",
        version: int = 2,
        is_segmented: bool = False,
        **facts: Any,
    ) -> Capture:
        """Seal bytes as the app does, or as its first release did; `facts` replace fields of the
        record.
        """
        content = photo_bytes(self.seq + 1) if content is None else content
        exhibit_id = str(new_id())
        segments = segment_digests(content, SEGMENT_BYTES) if is_segmented else None
        digest: dict[str, Any] = {"sha256": hashlib.sha256(content).hexdigest()}
        if segments is not None:
            digest = {"segment_size": SEGMENT_BYTES, "segments_root": merkle_root(segments)}
        record: dict[str, Any] = {
            "v": f"xunzheng.capture/{version}",
            "capture_id": exhibit_id,
            "device_key_id": self.key_id,
            "user_id": self.person.person_id,
            "kind": "photo",
            "source": "in_app_camera",
            "seq": self.seq + 1,
            "prev": self.prev,
            "captured_at": NOON,
            "mono_ms": 12345,
            "clock_offset_ms": 40,
            "media": {"mime": "image/jpeg", "size": len(content), **digest, **(media or {})},
            "fix": HERE,
            "no_fix_reason": None,
            "not_before": None,
            "app": {"version": "0.1.0"},
        }
        record = (record if version == 1 else record | ADDED) | facts
        sealed = canonical_bytes(record)
        self.seq, self.prev = record["seq"], hashlib.sha256(sealed).hexdigest()
        envelope = seal(sealed, self.key_id, self.key)
        return Capture(record["capture_id"], content, record, envelope, file_name, segments)

    def register(self, capture: Capture) -> TestResponse:
        """Send the sealed record."""
        return self.person.put(f"/exhibits/{capture.id}", capture.body)

    def tus(self, method: str, path: str, content: bytes = b"", **headers: str) -> TestResponse:
        """Speak tus; underscores in header names become hyphens."""
        sent = {"Tus-Resumable": "1.0.0", "X-CSRF-Token": self.person.csrf_token}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.person.client.open(
            path if path.startswith(API) else API + path,
            method=method,
            data=content,
            headers=sent,
            environ_overrides={"wsgi.input_terminated": self.server_ends_bodies},
        )

    def open_upload(
        self, capture: Capture, length: int | None = None, content: bytes = b"", **headers: str
    ) -> TestResponse:
        """Begin the upload of a registered capture."""
        named = base64.b64encode(capture.id.encode()).decode()
        length = len(capture.content) if length is None else length
        return self.tus(
            "POST",
            "/uploads",
            content,
            Upload_Length=str(length),
            Upload_Metadata=f"exhibit_id {named},filename cGhvdG8",
            **headers,
        )

    def send_at_once(
        self, capture: Capture, content: bytes | None = None, **headers: str
    ) -> TestResponse:
        """Register a capture and send its bytes in one request."""
        return self.tus(
            "POST",
            "/uploads",
            capture.content if content is None else content,
            Upload_Length=str(len(capture.content)),
            Upload_Metadata=capture.metadata,
            Content_Type=OCTETS,
            **headers,
        )

    def send(self, location: str, start: int, content: bytes, **headers: str) -> TestResponse:
        """Send bytes from an offset on."""
        return self.tus(
            "PATCH", location, content, Upload_Offset=str(start), Content_Type=OCTETS, **headers
        )

    def upload(self, capture: Capture, content: bytes | None = None) -> str:
        """Send all bytes in one request and return the upload's path."""
        location = self.open_upload(capture).headers["Location"]
        answer = self.send(location, 0, capture.content if content is None else content)
        assert answer.status_code == 204, answer.text
        return location

    def deliver(self, content: bytes | None = None, **facts: Any) -> Capture:
        """Capture, register, upload and let the worker verify."""
        capture = self.capture(content, **facts)
        assert self.register(capture).status_code == 201
        self.upload(capture)
        run_waiting_jobs()
        return capture


def enrol_phone(person: SignedIn, *, approved: bool = True) -> Phone:
    """Enrol a new device of a signed-in person, and let the security administrator approve it."""
    phone = Phone(person, device_id=str(new_id()))
    challenge = person.post("/devices/challenges").json["challenge"]
    spki = phone.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    proof = raw_sign(phone.key, f"xunzheng.enrol/1\n{phone.device_id}\n{challenge}".encode())
    answer = person.put(
        f"/devices/{phone.device_id}",
        {
            "model": "Test phone",
            "public_key": base64.b64encode(spki).decode(),
            "challenge": challenge,
            "proof": base64.b64encode(proof).decode(),
            "key_storage": "non_extractable",
        },
    )
    assert answer.status_code == 201, answer.text
    phone.key_id = answer.json["key_id"]
    if approved:
        approve_phone(phone)
    return phone


def approve_phone(phone: Phone) -> None:
    """Approve a device as the security administrator does."""
    security = sign_in(phone.person.client.application, "security")
    form = {"note": "已当面核对"}
    answer = security.act(f"/devices/{phone.device_id}", "approve", form)
    assert answer.status_code == 200, answer.text


def run_waiting_jobs() -> list[str]:
    """Run the jobs of every waiting event and work off every backlog, as the worker would, until
    nothing waits; return the names of the jobs.
    """
    done: list[str] = []
    while True:
        waiting = claim_waiting()
        for name, payload in waiting:
            run_declared(name, payload)
            done.append(name)
        if not waiting and not sum(work.body() for work in BACKLOGS.values()):
            return done


def claim_waiting() -> list[tuple[str, dict[str, Any]]]:
    """Take the jobs of every waiting event, as the relay does; return their names and payloads."""
    with unit_of_work():
        query = select(OutboxEvent).where(OutboxEvent.dispatched_at.is_(None))
        events = list(session().scalars(query.order_by(OutboxEvent.id)))
        for event in events:
            event.dispatched_at = clock.now()
        return [
            (job.name, event.payload)
            for event in events
            for job in JOBS.values()
            if job.event == event.name
        ]
