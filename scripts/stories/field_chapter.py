"""Chapter 1–3: a photo taken offline arrives, is verified, is seen and referred."""

import base64
import hashlib
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.demo.phone import Phone, report_body
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from scripts.stories.browser import Json, UnexpectedAnswerError, wait_until
from scripts.stories.main_job import SPOT, Story

NOTE = "2 号排口有黑水流出，气味刺鼻"


def report_from_the_phone(story: Story) -> None:
    """Seal photos while offline, then send everything; sending again changes nothing."""
    wang, tell = story.as_("wang.grid"), story.teller
    phone = story.phone = Phone(wang)
    phone.enrol("Demo Phone")
    tell.told("网格员登录，手机密钥已登记", "grid worker signed in, device key enrolled")
    approve(story, phone)
    at = story.now()
    story.sealed = [phone.capture(data, name, SPOT, at) for name, data in story.photos]
    story.incident_id = str(new_id())
    tell.told(
        f"离线拍摄 {len(story.sealed)} 张照片并封存", f"{len(story.sealed)} photos sealed offline"
    )
    _bad_input(story)
    batch = _batch(story, at_text=wire_time(at))
    _expect(wang.post("/sync/push", batch), "applied")
    _expect(wang.post("/sync/push", batch), "replayed")
    tell.told(
        "恢复联网后上报；重复发送不产生变化", "reported once online; the repeat changed nothing"
    )
    for sealed in story.sealed:
        phone.upload(sealed)
    tell.told("照片原件已上传", "original bytes uploaded")
    for sealed in story.sealed:
        _wait_for_receipt(story, sealed.exhibit_id, sealed.content)
    tell.told("服务器重新计算摘要并签发回执：已核验", "re-hashed, receipt signed: verified")


def approve(story: Story, phone: Phone) -> None:
    """A second person approves the phone; its owner may not."""
    tell, path = story.teller, f"/devices/{phone.device_id}"
    form = {"note": "当面核对：本人持有，密钥编号一致"}
    own = story.as_("wang.grid").try_step(path, "approve", form)
    tell.rejected("批准自己的设备 approving one's own device", own, 403, "forbidden")
    approved = story.as_("admin.security").step(path, "approve", form)
    tell.told(
        f"安全管理员批准设备，批准人 {approved['approved_by_name']} 记入日志",
        "a second person approved the device; the log names him",
    )


def _batch(story: Story, at_text: str) -> Json:
    registrations = [
        {
            "id": str(uuid4()),
            "name": "exhibit.register",
            "subject_id": sealed.exhibit_id,
            "payload": {"envelope": sealed.envelope, "file_name": sealed.file_name},
            "recorded_at": at_text,
        }
        for sealed in story.sealed
    ]
    ids: list[object] = [sealed.exhibit_id for sealed in story.sealed]
    report = report_body("outfall", NOTE, SPOT, story.now(), ids)  # type: ignore[arg-type]
    last = {
        "id": str(uuid4()),
        "name": "incident.report",
        "subject_id": story.incident_id,
        "payload": report,
        "recorded_at": at_text,
    }
    if story.phone is None:
        raise UnexpectedAnswerError("the phone enrols first")
    return {"device_id": story.phone.device_id, "operations": [*registrations, last]}


def _expect(answer: Json, status: str) -> None:
    wrong = [result for result in answer["results"] if result["status"] != status]
    if wrong:
        raise UnexpectedAnswerError(f"pushed operations should be {status}: {wrong}")


def _bad_input(story: Story) -> None:
    wang, sealed = story.as_("wang.grid"), story.sealed[0]
    forged = {**sealed.envelope, "signatures": [dict(sealed.envelope["signatures"][0])]}
    forged["signatures"][0]["sig"] = base64.b64encode(b"\x01" * 64).decode()
    path, name = f"/exhibits/{sealed.exhibit_id}", "../../etc/passwd"
    answer = wang.ask("PUT", path, {"envelope": forged, "file_name": sealed.file_name})
    story.teller.rejected("伪造设备签名 forged signature", answer, 422, "capture_signature_invalid")
    unknown = {"envelope": sealed.envelope, "file_name": name, "verdict": "guilty"}
    answer = wang.ask("PUT", path, unknown)
    story.teller.rejected("未知字段 unknown field", answer, 422, "invalid")


def _wait_for_receipt(story: Story, exhibit_id: str, content: bytes) -> None:
    wang = story.as_("wang.grid")

    def verified() -> Json | None:
        exhibit = wang.get(f"/exhibits/{exhibit_id}")
        if exhibit["state"] == "quarantined":
            raise UnexpectedAnswerError(f"exhibit {exhibit_id} was quarantined: {exhibit['flags']}")
        return exhibit if exhibit["state"] == "verified" and exhibit["receipt"] else None

    exhibit = wait_until(f"receipt of {exhibit_id}", verified)
    statement = base64.b64decode(exhibit["receipt"]["statement"])
    trusted = story.server.send("GET", "/api/v1/log/trust", {}, None).json["receipt_keys"]
    key = next(k for k in trusted if k["key_id"] == exhibit["receipt"]["key_id"])
    # A C2SP vkey is name+hash+base64 of an algorithm byte and the key; base64 may hold a + too.
    raw = base64.b64decode(key["vkey"].split("+", 2)[2])[1:]
    signature = base64.b64decode(exhibit["receipt"]["signature"])
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, statement)
    digest = hashlib.sha256(content).hexdigest()
    if exhibit["media"]["sha256"] != digest or digest.encode() not in statement:
        raise UnexpectedAnswerError(f"the receipt of {exhibit_id} is for other bytes")


def triage(story: Story) -> None:
    """The dispatcher sees the incident in list and map, looks at the photo and refers it."""
    zhao, tell = story.as_("zhao.dispatch"), story.teller
    listed = [item["id"] for item in zhao.get("/incidents?state=reported")["items"]]
    mapped = zhao.get("/incidents/map?bbox=118.0,24.4,118.2,24.6")["features"]
    if story.incident_id not in listed or all(
        feature["properties"]["id"] != story.incident_id for feature in mapped
    ):
        raise UnexpectedAnswerError("the incident is missing from the dispatcher's list or map")
    exhibit_id = story.sealed[0].exhibit_id
    wait_until("preview", lambda: _with_preview(zhao.get(f"/exhibits/{exhibit_id}")))
    preview = zhao.get_bytes(f"/exhibits/{exhibit_id}/preview")
    flags = [flag["code"] for flag in zhao.get(f"/exhibits/{exhibit_id}")["flags"]]
    tell.told(
        f"调度员看到事件、地图、照片({len(preview.body)} 字节)与核验提示 {flags}",
        "dispatcher sees list, map, photo and checks",
    )
    stranger = story.as_("huli.officer").ask("GET", f"/incidents/{story.incident_id}")
    tell.rejected("外区人员查看事件 another district looks", stranger, 404, "not_found")
    referred = zhao.step(
        f"/incidents/{story.incident_id}", "refer_to_enforcement", {"note": "请核查"}
    )
    story.lead_id = referred["lead_id"]
    lead = story.as_("chen.officer").get(f"/leads/{story.lead_id}")
    tell.told(
        f"转为执法线索 {lead['number']}，立案审查期限 {lead['deadline']['due_on']}",
        "referred to enforcement as a lead with its 15-day clock",
    )


def _with_preview(exhibit: Json) -> Json | None:
    return exhibit if exhibit["has_preview"] else None
