"""A few incidents in different states, made through the API as people would make them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from backend.demo.city import DISTRICTS
from backend.demo.phone import Phone, Place, report_body
from backend.demo.photos import make_photo
from backend.demo.service import PASSWORD
from backend.kernel import clock
from backend.kernel.db import Json
from backend.kernel.ids import new_id

API = "/api/v1"


class InProcessBrowser:
    """A signed-in connection within this process."""

    def __init__(self, app: Flask, account_name: str) -> None:
        self._client: FlaskClient = app.test_client()
        self._csrf = ""
        credentials = {"account_name": account_name, "password": PASSWORD}
        signed_in = self.post("/session", credentials)
        self._csrf = signed_in["csrf_token"]
        self.person_id: str = signed_in["person"]["id"]

    def _send(self, method: str, path: str, headers: dict[str, str], **body: Any) -> Any:
        sent = {"X-CSRF-Token": self._csrf, **headers}
        answer = self._client.open(API + path, method=method, headers=sent, **body)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer

    def get(self, path: str) -> Json:
        """GET a resource."""
        answer: Json = self._send("GET", path, {}).json
        return answer

    def put(self, path: str, body: Json) -> Json:
        """PUT a JSON body."""
        answer: Json = self._send("PUT", path, {}, json=body).json
        return answer

    def post(self, path: str, body: Json | None = None) -> Json:
        """POST a JSON body under a new Idempotency-Key."""
        answer: Json = self._send(
            "POST", path, {"Idempotency-Key": str(uuid4())}, json=body or {}
        ).json
        return answer

    def act(self, thing: str, action: str, form: Json) -> Json:
        """Take a step at the thing's present revision."""
        headers = {
            "Idempotency-Key": str(uuid4()),
            "If-Match": f'"{self.get(thing)["revision"]}"',
        }
        answer: Json = self._send("POST", f"{thing}/actions/{action}", headers, json=form).json
        return answer

    def send_bytes(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Send a tus request."""
        sent = {"Tus-Resumable": "1.0.0", **headers}
        answer = self._send(method, path, sent, data=content)
        return str(answer.headers.get("Location", ""))


@dataclass(frozen=True)
class DemoIncident:
    """An incident with how long ago it was seen and what the dispatcher did with it."""

    category: str
    note: str
    hours_ago: int
    east: float
    north: float
    step: str | None = None
    form: tuple[tuple[str, str], ...] = ()


INCIDENTS = (
    DemoIncident("outfall", "2 号排口有黑水流入筼筜湖，气味刺鼻", 2, 0.010, 0.006),
    DemoIncident("black_water", "内湾一处水体发黑，面积约 20 平方米", 5, 0.004, -0.004),
    DemoIncident(
        "noise", "夜间设备噪声扰民", 20, 0.014, 0.003, "accept", (("note", "已联系值班"),)
    ),
    DemoIncident(
        "dust", "工地土方未覆盖", 26, -0.004, 0.009, "assign", (("handler_note", "督促覆盖"),)
    ),
    DemoIncident(
        "outfall",
        "同一排口重复上报",
        27,
        0.010,
        0.0061,
        "reject",
        (("reason", "duplicate"), ("note", "与前一条为同一问题")),
    ),
)


def seed_incidents(app: Flask) -> None:
    """Report the incidents with photos and let the dispatcher treat some of them."""
    worker = InProcessBrowser(app, "wang.grid")
    if worker.get("/incidents?limit=1")["items"]:
        return
    dispatcher = InProcessBrowser(app, "zhao.dispatch")
    phone = Phone(worker)
    phone.enrol("Demo Phone 演示手机")
    approved = {"note": "演示：已当面核对姓名与设备"}
    InProcessBrowser(app, "admin.security").act(f"/devices/{phone.device_id}", "approve", approved)
    for number, incident in enumerate(INCIDENTS):
        path = _report(phone, worker, incident, number)
        if incident.step:
            dispatcher.act(path, incident.step, dict(incident.form))


def _report(phone: Phone, worker: InProcessBrowser, incident: DemoIncident, number: int) -> str:
    siming = DISTRICTS[0]
    at = clock.now() - timedelta(hours=incident.hours_ago)
    place = Place(round(siming.lon + incident.east, 6), round(siming.lat + incident.north, 6))
    photo = make_photo(at, place.lon, place.lat, seed=number)
    sealed = phone.capture(photo, f"IMG_{number + 1:04d}.jpg", place, at)
    phone.register(sealed)
    phone.upload(sealed)
    path = f"/incidents/{new_id()}"
    worker.put(path, report_body(incident.category, incident.note, place, at, [sealed.exhibit_id]))
    return path
