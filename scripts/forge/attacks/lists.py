"""Attacks on the bag's lists of files."""

import hashlib

from scripts.forge.attacks.kinds import attack
from scripts.forge.scene import Scene
from scripts.forge.story import JPEG_HEAD


@attack("38", "加入清单以外的文件", "add an unlisted file", "B3", keeps_manifests=True)
def unlisted_file(scene: Scene) -> None:
    """A file that no list names."""
    scene.bag.files["data/evidence/extra.jpg"] = JPEG_HEAD


@attack("38b", "删去一个文件", "remove a file", "B1 V0", keeps_manifests=True)
def remove_file(scene: Scene) -> None:
    """A receipt is taken out."""
    del scene.bag.files[scene.name(0, "receipt.json")]


@attack("38c", "改动报告", "change the report", "B2", keeps_manifests=True)
def change_report(scene: Scene) -> None:
    """What people read first is changed."""
    scene.bag.files["data/report.json"] += b" "


@attack("38g", "改动包内的验证程序", "change the verifier inside", "B2", keeps_manifests=True)
def change_verifier(scene: Scene) -> None:
    """Files beside the payload are listed apart."""
    scene.bag.files["verify.py"] += b"\n"


@attack("38d", "报告的 SM3 摘要不符", "an SM3 digest that is wrong", "B2", keeps_manifests=True)
def wrong_sm3(scene: Scene) -> None:
    """Only the SM3 list disagrees."""
    content = scene.bag.files["manifest-sm3.txt"]
    scene.bag.rebag()
    lines = content.splitlines(keepends=True)
    lines[0] = b"0" * 64 + lines[0][64:]
    scene.bag.files["manifest-sm3.txt"] = b"".join(lines)
    rebag_tags(scene)


@attack("38e", "报告的 SHA-256 摘要不符", "a SHA-256 digest that is wrong", "B2",
        keeps_manifests=True)  # fmt: skip
def wrong_sha256(scene: Scene) -> None:
    """Only the SHA-256 list disagrees."""
    content = scene.bag.files["manifest-sha256.txt"]
    scene.bag.files["manifest-sha256.txt"] = b"0" * 64 + content[64:]
    rebag_tags(scene)


@attack("38f", "清单不可读", "a list that cannot be read", "B1 B3", keeps_manifests=True)
def unreadable_list(scene: Scene) -> None:
    """A line of the list has no digest."""
    scene.bag.files["manifest-sm3.txt"] += b"data/report.json\n"
    rebag_tags(scene)


def rebag_tags(scene: Scene) -> None:
    """Compute the list of lists afresh."""
    kept = {name: scene.bag.files[name] for name in ("manifest-sha256.txt", "manifest-sm3.txt")}
    scene.bag.rebag()
    scene.bag.files.update(kept)
    names = sorted(
        name
        for name in scene.bag.files
        if not name.startswith("data/") and name != "tagmanifest-sha256.txt"
    )
    lines = [f"{hashlib.sha256(scene.bag.files[n]).hexdigest()}  {n}\n" for n in names]
    scene.bag.files["tagmanifest-sha256.txt"] = "".join(lines).encode()
