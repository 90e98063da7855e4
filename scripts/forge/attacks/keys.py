"""Attacks by keys that were not this officer's, not approved, or not valid any more."""

import base64
import hashlib
from datetime import timedelta

from scripts.forge.attacks.kinds import attack
from scripts.forge.attacks.server import retell
from scripts.forge.maps import make_map
from scripts.forge.scene import Scene
from scripts.forge.story import JPEG_HEAD, capture_record, enrol, noise, photograph, take_in
from scripts.forge.world import Json, Phone, World, b64, made_id, make_phone, wire


@attack("12", "服务器事后登记假密钥再签名", "server enrols a rogue key later and re-signs", "V4")
def late_key(scene: Scene) -> None:
    """The key came into the log after the capture it is said to have signed."""

    def extra(world: World, _: list[str]) -> str:
        exhibit_id = photograph(world, make_phone("wang", "late phone"), "photo 9")
        enrol(world, "wang", "late phone")
        return exhibit_id

    retell(scene, extra)


@attack("13", "用另一名人员的有效密钥签名", "another officer's valid key", "V4")
def foreign_key(scene: Scene) -> None:
    """The record names one officer and another's phone signed it."""
    retell(scene, lambda w, _: photograph(w, w.phones[1], "photo 9", user_id=w.phones[0].owner))


@attack("14", "密钥吊销之后的取证", "capture after key revocation", "V4")
def revoked_key(scene: Scene) -> None:
    """The phone was revoked before it was used."""
    retell(scene, lambda w, _: _after_end(w, "key_revoked", None))


@attack(
    "14b",
    "手机遗失之后、吊销之前的取证",
    "capture after the phone was lost, before it was revoked",
    "V4",
)
def lost_phone(scene: Scene) -> None:
    """The record of revocation says since when the phone was lost."""

    def extra(world: World, _: list[str]) -> str:
        lost_at = wire(world.now - timedelta(minutes=30))
        exhibit_id = photograph(world, world.phones[1], "photo 9")
        _end_key(world, "key_revoked", lost_at)
        return exhibit_id

    retell(scene, extra)


@attack("14c", "密钥停用之后的取证", "capture after the key was retired", "V4")
def retired_key(scene: Scene) -> None:
    """The officer gave the phone back before it was used."""
    retell(scene, lambda w, _: _after_end(w, "key_retired", None))


def _end_key(world: World, action: str, lost_at: str | None, phone: Phone | None = None) -> None:
    phone = phone or world.phones[1]
    detail = {"key_id": phone.key_id, "reason": "lost", "lost_at": lost_at}
    world.append(phone.device_id, action, detail)


def _after_end(world: World, action: str, lost_at: str | None) -> str:
    _end_key(world, action, lost_at)
    world.wait(minutes=5)
    return photograph(world, world.phones[1], "photo 9")


@attack("14d", "密钥未经第二人批准", "key that no second person approved", "V4")
def unapproved_key(scene: Scene) -> None:
    """The key is enrolled and nobody looked at it."""
    retell(scene, lambda w, _: _with_new_phone(w, approver=""))


@attack("14e", "密钥由本人批准", "key approved by its own owner", "V4")
def self_approved_key(scene: Scene) -> None:
    """The second person is the first."""
    retell(scene, lambda w, _: _with_new_phone(w, approver="wang"))


def _with_new_phone(world: World, approver: str) -> str:
    phone = enrol(world, "wang", "new phone", approver=approver)
    return photograph(world, phone, "photo 9")


@attack("47", "登记不在曲线上的公钥", "enrol a key that is no point of the curve", "V3")
def off_curve(scene: Scene) -> None:
    """The key's bytes are no point, so that odd arithmetic might accept anything."""

    def extra(world: World, _: list[str]) -> str:
        phone = make_phone("wang", "odd phone")
        spki = phone.spki[:-1] + bytes([phone.spki[-1] ^ 1])
        key_id = hashlib.sha256(spki).hexdigest()
        detail = {"key_id": key_id, "public_key": b64(spki), "person_id": phone.owner}
        world.append(phone.device_id, "key_enrolled", detail)
        world.append(
            phone.device_id, "key_approved", {"key_id": key_id, "approved_by": made_id("li")}
        )
        world.phones.append(phone)
        content = JPEG_HEAD + noise("photo 9", 3000)
        record = capture_record(world, phone, "photo 9", content, device_key_id=key_id)
        envelope = phone.seal(record).replace(phone.key_id.encode(), key_id.encode())
        return take_in(world, "photo 9", record, envelope, content)

    retell(scene, extra)


@attack("14f", "隐去设备密钥的注销", "hide that a device's key ended", "E8")
def hide_end_of_key(scene: Scene) -> None:
    """The last record of the device's chain is left out; the day's map has it."""
    device_id, key_id = scene.phone.device_id, scene.phone.key_id
    scene.world.append(device_id, "key_retired", {"key_id": key_id, "reason": "replaced"})
    make_map(scene.world)
    scene.world.wait(minutes=1)
    scene.world.anchor()
    scene.export_again()
    scene.seen = None

    _cut(scene, device_id, 1)


def _cut(scene: Scene, device_id: str, count: int) -> None:
    def cut(devices: Json) -> None:
        device = next(one for one in devices["devices"] if one["device_id"] == device_id)
        for name in ("events", "proofs"):
            del device[name][-count:]

    scene.bag.edit_json("data/keys/devices.json", cut)


@attack("14g", "隐去总表之后的密钥吊销", "hide a revocation younger than the day's map", "E8")
def hide_young_revocation(scene: Scene) -> None:
    """No map shows the revocation; the record of the export stands after it."""
    device_id = scene.phone.device_id
    retell(scene, lambda w, _: _end_key(w, "key_revoked", None, w.phones[0]))
    _cut(scene, device_id, 2)


@attack("14h", "用另一条同号记录替换密钥吊销", "another record in place of a revocation", "E8")
def replaced_revocation(scene: Scene) -> None:
    """The server logs a second record under the number of the revocation that the map shows."""

    def extra(world: World, _: list[str]) -> None:
        phone = world.phones[0]
        before, chain = world.heads[phone.device_id], list(world.chains[phone.device_id])
        _end_key(world, "key_revoked", None, phone)
        make_map(world)
        world.heads[phone.device_id], world.chains[phone.device_id] = before, chain

    retell(scene, extra)


@attack("12b", "改动设备密钥的登记记录", "alter the record that enrolled a key", "E4 E2 V2")
def altered_enrolment(scene: Scene) -> None:
    """The key is said to be another officer's; nothing of such a chain is believed."""

    def edit(devices: Json) -> None:
        first = devices["devices"][0]["events"]
        first[0] = b64(base64.b64decode(first[0]).replace(b'"model":"Phone"', b'"model":"Fhone"'))

    scene.bag.edit_json("data/keys/devices.json", edit)


@attack("12c", "设备密钥清单不可读", "a list of keys that cannot be read to its end", "V2")
def unreadable_devices(scene: Scene) -> None:
    """What stands before is read, and the rest is not passed over in silence."""
    scene.bag.edit_json("data/keys/devices.json", lambda devices: devices["devices"].append({}))
