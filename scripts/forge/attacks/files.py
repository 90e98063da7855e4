"""Attacks on files, capture records and signatures in the package."""

import base64
import hashlib
import json
from typing import Any

from scripts.forge import sizes
from scripts.forge.attacks.kinds import attack, edit_capture, flip
from scripts.forge.scene import Scene
from scripts.forge.story import JPEG_HEAD, noise
from scripts.forge.world import N, canonical, make_phone


@attack("1", "照片改动一个比特", "flip a bit of a photo", "V5 V6 V7 B2", keeps_manifests=True)
def flip_photo(scene: Scene) -> None:
    """The manifests stay as they were."""
    name = scene.name(0, "original.jpg")
    scene.bag.files[name] = flip(scene.bag.files[name])


@attack("2", "改动照片并重算清单", "flip a bit and recompute the manifests", "V5 V6 V7")
def flip_photo_and_rebag(scene: Scene) -> None:
    """The manifests agree again."""
    flip_photo(scene)


@attack("3", "替换照片及其入库记录", "replace photo and intake records", "E4 E2 T1 V0 V10 V4 V5")
def replace_with_intake(scene: Scene) -> None:
    """Records of the new bytes are written into the chain, but they were never logged."""
    content = JPEG_HEAD + noise("another", 3000)
    old, name = scene.bag.files[scene.name(0, "original.jpg")], scene.name(0, "original.jpg")
    scene.bag.files[name] = content
    replaced = [_digests(old), _digests(content)]

    def change(lines: list[bytes]) -> list[bytes]:
        changed = lines[:]
        for number in (0, 1):
            for before, after in zip(*replaced, strict=True):
                changed[number] = changed[number].replace(before, after)
        return changed

    scene.bag.edit_events(scene.ids[0], change)


def _digests(content: bytes) -> list[bytes]:
    return [hashlib.new(name, content).hexdigest().encode() for name in ("sha256", "sm3")]


def swap(scene: Scene, file: str) -> None:
    """Swap a file of the first two exhibits."""
    files, names = scene.bag.files, (scene.name(0, file), scene.name(1, file))
    files[names[0]], files[names[1]] = files[names[1]], files[names[0]]


@attack("4", "两张照片原件对调", "swap two originals", "V5 V6 V7")
def swap_originals(scene: Scene) -> None:
    """Each photo stands under the other's name."""
    swap(scene, "original.jpg")


@attack("5", "两张照片的取证记录对调", "swap two capture records", "V1 V5")
def swap_captures(scene: Scene) -> None:
    """Place and time of one photo are given to another."""
    swap(scene, "capture.dsse.json")


@attack("6", "改动取证记录中的定位", "edit the position in the capture record", "V3 V1 D4")
def edit_position(scene: Scene) -> None:
    """The record is changed and its signature is not."""
    edit_capture(scene, 0, lambda record: record["fix"].update(lat_e7=244700000))


@attack("7", "改动照片的 EXIF", "edit the EXIF of a photo", "V5 V6 V7")
def edit_exif(scene: Scene) -> None:
    """A byte in the photo's head is changed."""
    name = scene.name(0, "original.jpg")
    content = scene.bag.files[name]
    scene.bag.files[name] = content.replace(b"MM\x00*", b"II\x00*", 1)


@attack("10", "伪造设备签名", "forge the device's signature", "V3")
def forge_signature(scene: Scene) -> None:
    """Another signature stands under the record."""
    _set_signature(scene, lambda signature: flip(signature))


def _set_signature(scene: Scene, change: Any) -> None:
    def edit(envelope: dict[str, Any]) -> None:
        signature = envelope["signatures"][0]
        signature["sig"] = base64.b64encode(change(base64.b64decode(signature["sig"]))).decode()

    scene.bag.edit_json(scene.name(0, "capture.dsse.json"), edit)


@attack("10b", "签名的 r、s 为零", "a signature of zeros", "V3")
def zero_signature(scene: Scene) -> None:
    """Zeros verify where nobody checks the range."""
    _set_signature(scene, lambda _: bytes(64))


@attack("10c", "签名的 s 超出群的阶", "a signature whose s is beyond the order", "V3")
def large_s(scene: Scene) -> None:
    """A second form of the same signature."""

    def larger(signature: bytes) -> bytes:
        s = int.from_bytes(signature[32:], "big") + N
        return signature[:32] + (s % 2**256).to_bytes(32, "big")

    _set_signature(scene, larger)


@attack("11", "用未登记的密钥重新签名", "re-sign with an unregistered key", "V2 V1")
def unknown_key(scene: Scene) -> None:
    """The forger's own key signs the record."""
    stranger = make_phone("wang", "stranger")
    record = scene.bag.capture_of(scene.ids[0])
    record["device_key_id"] = stranger.key_id
    scene.bag.files[scene.name(0, "capture.dsse.json")] = stranger.seal(record)


@attack("16", "对象存储管理员替换原件", "the store's administrator replaces the object", "V6 V5 V7")
def replace_object(scene: Scene) -> None:
    """The package is made from a replaced object."""
    content = JPEG_HEAD + noise("replaced", 3000)
    scene.bag.files[scene.name(0, "original.jpg")] = content


@attack("16b", "缺少原件", "the original is missing", "V5 V6 V7")
def no_original(scene: Scene) -> None:
    """The exhibit's records are there and its file is not."""
    del scene.bag.files[scene.name(0, "original.jpg")]


@attack("16c", "一件证据有两个原件", "two originals of one exhibit", "V5 V6 V7")
def two_originals(scene: Scene) -> None:
    """Which of the two is looked at must not depend on the reader."""
    scene.bag.files[scene.name(0, "original.png")] = JPEG_HEAD


@attack("32", "衍生件冒充原件", "a derivative poses as the original", "V12 V5 V6 V7")
def derivative_as_original(scene: Scene) -> None:
    """The redacted copy stands where the original was."""
    name = next(n for n in scene.bag.files if n.startswith(scene.name(1, "derivatives/")))
    scene.bag.files[scene.name(1, "original.jpg")] = scene.bag.files[name]


@attack("33", "改动衍生件", "edit a derivative", "V11")
def edit_derivative(scene: Scene) -> None:
    """A copy is changed after it was made."""
    name = next(n for n in scene.bag.files if n.startswith(scene.name(0, "derivatives/")))
    scene.bag.files[name] = flip(scene.bag.files[name])


@attack("33b", "加入没有记录的衍生件", "add a derivative nobody recorded", "V12")
def add_derivative(scene: Scene) -> None:
    """A picture is put beside the recorded copies."""
    scene.bag.files[scene.name(0, "derivatives/99-redacted.jpg")] = JPEG_HEAD


@attack("36", "改动录像的一段", "edit one segment of a video", "V5 V6 V7")
def edit_segment(scene: Scene) -> None:
    """One bit in the video's first segment."""
    name = scene.name(4, "original.mp4")
    scene.bag.files[name] = flip(scene.bag.files[name])


@attack("37", "截掉录像末段", "drop a video's last segment", "V5 V6 V7")
def drop_segment(scene: Scene) -> None:
    """The end of the video is missing."""
    name = scene.name(4, "original.mp4")
    scene.bag.files[name] = scene.bag.files[name][: sizes.SEGMENT]


@attack(
    "40b", "“不早于”检查点早于任何日志", "a not-before checkpoint without a tree", "V9 V1 V3 D4"
)
def empty_not_before(scene: Scene) -> None:
    """A tree of size zero begins every log."""
    edit_capture(
        scene, 0, lambda record: record["not_before"].update(tree_size=0, root="A" * 43 + "=")
    )


@attack("40c", "记录中同一个键出现两次", "the same key twice in a record", "V1 V5")
def twice_in_a_record(scene: Scene) -> None:
    """Two readers of such a record may see two things."""
    name = scene.name(0, "capture.dsse.json")
    envelope = json.loads(scene.bag.files[name])
    payload = base64.b64decode(envelope["payload"])
    envelope["payload"] = base64.b64encode(b'{"kind":"video",' + payload[1:]).decode()
    scene.bag.files[name] = canonical(envelope)
