"""A simulated phone: enrols a key, seals captures and sends them as the field app does."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.kernel.clock import wire_time
from backend.kernel.db import Json
from backend.kernel.ids import new_id
from backend.kernel.jcs import canonical_bytes

PAYLOAD_TYPE = "application/vnd.xunzheng.capture+json"


class Browser(Protocol):
    """A signed-in connection to the API; every call raises for an answer that is not 2xx."""

    person_id: str

    def put(self, path: str, body: Json) -> Json:
        """PUT a JSON body."""
        ...

    def post(self, path: str, body: Json | None = None) -> Json:
        """POST a JSON body under a new Idempotency-Key."""
        ...

    def send_bytes(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Send a tus request and return the Location of the answer, or an empty text."""
        ...


@dataclass(frozen=True)
class Place:
    """A fix in WGS-84."""

    lon: float
    lat: float
    accuracy_m: float = 8.0


@dataclass(frozen=True)
class Sealed:
    """A capture ready to be sent."""

    exhibit_id: str
    envelope: Json
    file_name: str
    content: bytes


@dataclass
class Phone:
    """One person's device."""

    browser: Browser
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    device_id: str = field(default_factory=lambda: str(new_id()))
    key_id: str = ""
    seq: int = 0
    prev: str = ""

    def enrol(self, model: str) -> None:
        """Enrol the device's key by proof of possession; again changes nothing."""
        spki = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        challenge = self.browser.post("/devices/challenges")["challenge"]
        message = f"xunzheng.enrol/1\n{self.device_id}\n{challenge}".encode()
        body = {
            "model": model,
            "public_key": base64.b64encode(spki).decode(),
            "challenge": challenge,
            "proof": base64.b64encode(self._sign(message)).decode(),
            "key_storage": "non_extractable",
        }
        self.key_id = self.browser.put(f"/devices/{self.device_id}", body)["key_id"]

    def capture(self, content: bytes, file_name: str, place: Place | None, at: datetime) -> Sealed:
        """Seal a photo taken in the app."""
        exhibit_id = str(new_id())
        self.seq += 1
        record = {
            "v": "xunzheng.capture/2",
            "capture_id": exhibit_id,
            "device_key_id": self.key_id,
            "user_id": self.browser.person_id,
            "second_officer_id": None,
            "case_id": None,
            "task_id": None,
            "kind": "photo",
            "source": "in_app_camera",
            "seq": self.seq,
            "prev": self.prev,
            "captured_at": wire_time(at),
            "mono_ms": self.seq * 1000,
            "clock_offset_ms": 0,
            "media": {
                "mime": "image/jpeg",
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            },
            "fix": _fix(place, at) if place else None,
            "no_fix_reason": None if place else "unavailable",
            "not_before": None,
            "app": {"version": "demo", "build_sha256": None},
        }
        sealed = canonical_bytes(record)
        self.prev = hashlib.sha256(sealed).hexdigest()
        return Sealed(exhibit_id, self.seal(sealed), file_name, content)

    def register(self, sealed: Sealed) -> Json:
        """Send the sealed record; again changes nothing."""
        body = {"envelope": sealed.envelope, "file_name": sealed.file_name}
        return self.browser.put(f"/exhibits/{sealed.exhibit_id}", body)

    def upload(self, sealed: Sealed) -> None:
        """Send the bytes by tus, all at once."""
        named = base64.b64encode(sealed.exhibit_id.encode()).decode()
        location = self.browser.send_bytes(
            "POST",
            "/uploads",
            b"",
            {"Upload-Length": str(len(sealed.content)), "Upload-Metadata": f"exhibit_id {named}"},
        )
        headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self.browser.send_bytes("PATCH", location.removeprefix("/api/v1"), sealed.content, headers)

    def seal(self, record: bytes) -> Json:
        """Return the DSSE envelope of a record's bytes."""
        kind = PAYLOAD_TYPE.encode()
        message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(record), record)
        signature = base64.b64encode(self._sign(message)).decode()
        return {
            "payloadType": PAYLOAD_TYPE,
            "payload": base64.b64encode(record).decode(),
            "signatures": [{"keyid": self.key_id, "sig": signature}],
        }

    def _sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def _fix(place: Place, at: datetime) -> Json:
    return {
        "lon_e7": round(place.lon * 10**7),
        "lat_e7": round(place.lat * 10**7),
        "acc_cm": round(place.accuracy_m * 100),
        "alt_cm": None,
        "crs": "WGS-84",
        "fix_at": wire_time(at),
        "source": "geolocation",
    }


def report_body(
    category: str, note: str, place: Place | None, at: datetime, exhibit_ids: list[str | UUID]
) -> Json:
    """Return the body of an incident report."""
    position: dict[str, Any] | None = None
    if place is not None:
        position = {
            "lon": place.lon,
            "lat": place.lat,
            "accuracy_m": place.accuracy_m,
            "fix_at": wire_time(at),
            "datum": "WGS-84",
            "source": "geolocation",
        }
    return {
        "category_code": category,
        "note": note,
        "occurred_at": wire_time(at),
        "position": position,
        "no_position_reason": None if place else "denied",
        "exhibit_ids": [str(key) for key in exhibit_ids],
    }
