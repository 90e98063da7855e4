"""Chapter 6: the exhibit shows what it is, a package proves it, and a court signs for it."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import uuid4

from backend.demo.photos import make_signature
from backend.kernel.ids import new_id
from scripts.stories.browser import Answer, Json, UnexpectedAnswerError, wait_until
from scripts.stories.main_job import Story

CHANGED_FILE = "V5"
"""The check that compares a file with what its device signed."""


def show_the_exhibit(story: Story) -> None:
    """The liaison opens the exhibit: bytes untouched, both digests, record and custody."""
    zheng, sealed = story.as_("zheng.liaison"), story.sealed[0]
    path = f"/exhibits/{sealed.exhibit_id}"
    exhibit = zheng.get(path)
    granted = zheng.post(f"{path}/actions/download", {"purpose": "核对原件"})
    original = zheng.get_bytes(granted["url"].removeprefix("/api/v1")).body
    sm3 = hashlib.new("sm3", original).hexdigest()
    if original != sealed.content or exhibit["media"]["sm3"] != sm3:
        raise UnexpectedAnswerError("the original bytes are not what the phone sealed")
    custody = zheng.get(f"{path}/custody")
    if not (custody["chain_valid"] and custody["capture_signature_valid"]):
        raise UnexpectedAnswerError("the chain of custody or the device's signature does not hold")
    actions = [event["action"] for event in custody["items"]]
    story.teller.told(
        f"原件一致,SHA-256 与 SM3 相符，保管链 {len(actions)} 条",
        f"bytes untouched; custody {actions}",
    )


def export_and_verify(story: Story) -> None:
    """Export a package, verify it offline, flip one byte and be told which exhibit fails."""
    zheng, tell = story.as_("zheng.liaison"), story.teller
    order = {"case_id": story.case_id, "recipient": "思明区人民法院", "purpose": "行政诉讼举证"}
    export_id = _export(story, order)
    package = story.work / "package.zip"
    package.write_bytes(zheng.get_bytes(f"/exports/{export_id}/content").body)
    trust = _fetch(story, "trust.json", "/api/v1/log/trust")
    verifier = _fetch(story, "verify.py", "/api/v1/log/verifier")
    tell.told(f"导出证据包 {package.stat().st_size} 字节", "package exported")
    _show_proofs(story, package)
    good = _verify(verifier, package, trust)
    if good.returncode != 0:
        raise UnexpectedAnswerError(
            f"the honest package fails:\n{good.stdout[-3000:]}{good.stderr}"
        )
    tell.told("独立校验程序:PASS", "stand-alone verifier: PASS")
    name = _flip_one_byte(package, story.work / "flipped.zip", story.sealed[0].exhibit_id)
    bad = _verify(verifier, story.work / "flipped.zip", trust)
    told = [line for line in bad.stdout.splitlines() if "FAIL" in line]
    about = [line for line in told if story.sealed[0].exhibit_id in line or name in line]
    about.sort(key=lambda line: CHANGED_FILE not in line)
    if bad.returncode == 0 or not about or CHANGED_FILE not in about[0]:
        raise UnexpectedAnswerError(f"one flipped byte went unnoticed:\n{bad.stdout[-3000:]}")
    tell.told("照片改动一个字节:FAIL,并指出是哪一份", "one flipped byte: FAIL, and which exhibit")
    for line in about[:4]:
        print(f"        {line.strip()}")


def _export(story: Story, order: Json) -> str:
    zheng = story.as_("zheng.liaison")
    headers = {"Idempotency-Key": str(uuid4())}
    answer: Answer = zheng.ask("POST", "/exports", order, headers)
    if answer.status not in {200, 201, 202}:
        raise UnexpectedAnswerError(f"export: {answer.status} {answer.body.decode()}")
    export_id: str = answer.json["id"]

    def ready() -> Json | None:
        export = zheng.get(f"/exports/{export_id}")
        if export["state"] == "failed":
            raise UnexpectedAnswerError(f"export failed: {json.dumps(export, ensure_ascii=False)}")
        return export if export["state"] == "ready" else None

    wait_until("export", ready)
    return export_id


def _fetch(story: Story, name: str, path: str) -> Path:
    """Keep what a verifier gets by another way than the package."""
    target = story.work / name
    target.write_bytes(story.server.send("GET", path, {}, None).body)
    return target


def _show_proofs(story: Story, package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        note = next(name for name in names if name.endswith("log/checkpoint.note"))
        cosigned = opened.read(note).decode().count("\n\u2014 ")
    stamps = [name for name in names if name.endswith(".tsr")]
    story.teller.told(
        f"包内有时间戳 {len(stamps)} 份，检查点签名 {cosigned} 个",
        f"{len(stamps)} time stamps and {cosigned} signatures of the checkpoint are inside",
    )


def hand_over(story: Story) -> None:
    """The exhibits go to the court with a list; its clerk signs on glass."""
    zheng, tell = story.as_("zheng.liaison"), story.teller
    path = f"/handovers/{new_id()}"
    order = {
        "case_id": story.case_id,
        "recipient_kind": "court",
        "recipient_org": "厦门市思明区人民法院",
        "receiver_name": "洪书记员",
        "purpose": "行政诉讼举证",
    }
    zheng.put(path, order)
    sent = zheng.step(path, "send")
    tell.told(
        f"向法院移交 {sent['exhibit_count']} 件证据，附移交清单",
        f"{sent['exhibit_count']} exhibits handed over to the court with a list",
    )
    signed = {"receiver_name": "洪书记员", "signature": make_signature(7), "note": "清点无误"}
    confirmed = zheng.step(path, "confirm_receipt", signed)
    custody = zheng.get(f"/exhibits/{story.sealed[0].exhibit_id}/custody")["items"]
    actions = [event["action"] for event in custody]
    if "transferred_out" not in actions or "transferred_in" not in actions:
        raise UnexpectedAnswerError(f"the hand-over is missing from the chain: {actions}")
    tell.told(
        f"{confirmed['received_by']}签收，移交与签收记入每件证据的证据链",
        "signed for; both events stand in each exhibit's chain",
    )


def _verify(verifier: Path, package: Path, trust: Path) -> subprocess.CompletedProcess[str]:
    # -I: nothing of this project or its environment is importable; the verifier stands alone.
    command = [sys.executable, "-I", str(verifier), str(package), "--trust", str(trust)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _flip_one_byte(package: Path, target: Path, exhibit_id: str) -> str:
    flipped = ""
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as out:
        for info in source.infolist():
            data = source.read(info)
            if f"/{exhibit_id}/original" in info.filename:
                middle = len(data) // 2
                data = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
                flipped = info.filename
            out.writestr(info, data)
    if not flipped:
        raise UnexpectedAnswerError("the package does not hold the photo")
    return flipped
