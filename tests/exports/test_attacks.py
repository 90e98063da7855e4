"""Each way of tampering is found, under the code that tells a liaison what happened."""

import base64
import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.kernel import notes
from backend.kernel.jcs import canonical_bytes
from backend.ledger import rules
from tests.exports.packages import MANIFESTS, Bag
from tests.phones import seal

Attack = Callable[[Bag], None]


def flip(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def flip_photo(bag: Bag) -> None:
    bag.write(bag.of(0, "original.jpg"), flip(bag.read(bag.of(0, "original.jpg"))))


def append_to_photo(bag: Bag) -> None:
    bag.write(bag.of(0, "original.jpg"), bag.read(bag.of(0, "original.jpg")) + b"\x00")


def swap(name: str) -> Attack:
    def attack(bag: Bag) -> None:
        first, second = bag.read(bag.of(0, name)), bag.read(bag.of(1, name))
        bag.write(bag.of(0, name), second)
        bag.write(bag.of(1, name), first)

    return attack


def move_position(bag: Bag) -> None:
    bag.edit_capture(0, lambda record: record["fix"].update(lat_e7=244_700_000))


def forge_signature(bag: Bag) -> None:
    def forge(envelope: dict) -> None:
        signature = envelope["signatures"][0]
        signature["sig"] = base64.b64encode(flip(base64.b64decode(signature["sig"]))).decode()

    bag.edit_json(bag.of(0, "capture.dsse.json"), forge)


def sign_with_zeros(bag: Bag) -> None:
    def forge(envelope: dict) -> None:
        envelope["signatures"][0]["sig"] = base64.b64encode(bytes(64)).decode()

    bag.edit_json(bag.of(0, "capture.dsse.json"), forge)


def sign_with_a_strange_key(bag: Bag) -> None:
    def resign(envelope: dict) -> dict:
        record = json.loads(base64.b64decode(envelope["payload"]))
        record["device_key_id"] = "f" * 64
        content = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
        return seal(content, "f" * 64, bag.built.stranger.key)

    bag.edit_json(bag.of(0, "capture.dsse.json"), resign)


def slip_in_a_key(bag: Bag) -> None:
    """The stranger's key is put where the enrolled one is; its enrolment was never logged."""
    sign_with_a_strange_key(bag)

    def add(devices: dict) -> None:
        device = json.loads(json.dumps(devices["devices"][0]))
        event = json.loads(base64.b64decode(device["events"][0]))
        event["detail"]["key_id"] = "f" * 64
        device["events"][0] = base64.b64encode(json.dumps(event).encode()).decode()
        devices["devices"].append(device)

    bag.edit_json("data/keys/devices.json", add)


def another_officers_key(bag: Bag) -> None:
    def change(record: dict) -> None:
        record["user_id"] = "01a20316-0000-7000-8000-000000000000"

    recapture(bag, change)


def clock_ahead(bag: Bag) -> None:
    recapture(bag, lambda record: record.update(captured_at="2031-01-01T00:00:00.000Z"))


def recapture(bag: Bag, change: Callable[[dict], None]) -> None:
    """The device itself signs another record: only the facts in it are wrong."""

    def resign(envelope: dict) -> dict:
        record = json.loads(base64.b64decode(envelope["payload"]))
        change(record)
        content = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
        return seal(content, bag.built.phone.key_id, bag.built.phone.key)

    bag.edit_json(bag.of(0, "capture.dsse.json"), resign)


def delete_middle_event(bag: Bag) -> None:
    bag.edit_events(0, lambda events: [events[0], *events[2:]])


def reorder_events(bag: Bag) -> None:
    bag.edit_events(0, lambda events: [events[1], events[0], *events[2:]])


def hide_last_event(bag: Bag) -> None:
    bag.edit_events(0, lambda events: events[:-1])


def edit_event(bag: Bag) -> None:
    bag.edit_events(0, lambda events: [events[0].replace(b"received", b"receivee"), *events[1:]])


def rechain_without_the_middle(bag: Bag) -> None:
    def rechain(events: list[bytes]) -> list[bytes]:
        made: list[bytes] = []
        for seq, event in enumerate([events[0], *events[2:]], 1):
            facts = json.loads(event)
            facts["seq"] = seq
            facts["prev"] = hashlib.sha256(made[-1]).hexdigest() if made else ""
            made.append(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode())
        return made

    bag.edit_events(0, rechain)


def twice_the_same_key_in_an_event(bag: Bag) -> None:
    bag.edit_events(0, lambda events: [b'{"action":"x",' + events[0][1:], *events[1:]])


def foreign_proof(bag: Bag) -> None:
    name = "proofs/1.tlog-proof"
    bag.write(bag.of(0, name), bag.read(bag.of(1, name)))


def no_proof(bag: Bag) -> None:
    (bag.root / bag.of(0, "proofs/1.tlog-proof")).unlink()


def earlier_stamp(bag: Bag) -> None:
    stamps = sorted((bag.root / "data/log/anchors").glob("*.tsr"), key=size_of)
    stamps[-1].write_bytes(stamps[0].read_bytes())
    stamps[-2].write_bytes(stamps[0].read_bytes())


def size_of(stamp: Path) -> int:
    return int(stamp.name.split(".")[0])


def no_stamps(bag: Bag) -> None:
    shutil.rmtree(bag.root / "data" / "log" / "anchors")


def no_witness(bag: Bag) -> None:
    note = bag.read("data/log/checkpoint.note")
    plain = b"".join(note.splitlines(keepends=True)[:6])
    for path in bag.root.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(note, plain))


def edit_head_map(bag: Bag) -> None:
    def edit(heads: dict) -> None:
        leaf = json.loads(base64.b64decode(heads["heads"][0]["leaf"]))
        leaf["seq"] -= 1
        heads["heads"][0]["leaf"] = base64.b64encode(canonical_bytes(leaf)).decode()

    bag.edit_json("data/log/heads.json", edit)


def edit_derivative(bag: Bag) -> None:
    (path,) = (bag.root / bag.of(0, "derivatives")).iterdir()
    path.write_bytes(flip(path.read_bytes()))


def derivative_as_original(bag: Bag) -> None:
    (path,) = (bag.root / bag.of(0, "derivatives")).iterdir()
    bag.write(bag.of(0, "original.jpg"), path.read_bytes())


def flip_segment(bag: Bag) -> None:
    bag.write(bag.of(2, "original.mp4"), flip(bag.read(bag.of(2, "original.mp4"))))


def foreign_checkpoint_key(bag: Bag) -> None:
    text = bag.read("data/log/checkpoint.note").decode().partition("\n\n")[0] + "\n"
    note = notes.sign(text, "xunzheng.example/log", Ed25519PrivateKey.generate())
    bag.write("data/log/checkpoint.note", note.encode())


def unsigned_checkpoint(bag: Bag) -> None:
    text = bag.read("data/log/checkpoint.note").decode().partition("\n\n")[0]
    bag.write("data/log/checkpoint.note", (text + "\n\n").encode())


def larger_checkpoint(bag: Bag) -> None:
    note = bag.read("data/log/checkpoint.note").decode().split("\n")
    note[1] = str(int(note[1]) + 1)
    bag.write("data/log/checkpoint.note", "\n".join(note).encode())


def forged_receipt(bag: Bag) -> None:
    def forge(receipt: dict) -> None:
        facts = json.loads(base64.b64decode(receipt["statement"]))
        facts["issued_at"] = "2026-01-01T00:00:00.000Z"
        receipt["statement"] = base64.b64encode(json.dumps(facts).encode()).decode()

    bag.edit_json(bag.of(0, "receipt.json"), forge)


def withhold_an_exhibit(bag: Bag) -> None:
    shutil.rmtree(bag.root / "data" / "evidence" / bag.built.ids[1])


def same_photo_under_two_ids(bag: Bag) -> None:
    bag.write(bag.of(1, "original.jpg"), bag.read(bag.of(0, "original.jpg")))


def counter_used_twice(bag: Bag) -> None:
    recapture(bag, lambda record: record.update(seq=record["seq"] + 1))


ATTACKS: list[tuple[Attack, set[str]]] = [
    (flip_photo, {"V5", "V6", "V7"}),
    (append_to_photo, {"V5", "V6", "V7"}),
    (swap("original.jpg"), {"V5", "V6", "V7"}),
    (swap("capture.dsse.json"), {"V1", "V5"}),
    (swap("events.jsonl"), {"E3", "E4"}),
    (swap("receipt.json"), {"V0"}),
    (move_position, {"V1", "V3"}),
    (forge_signature, {"V3"}),
    (sign_with_zeros, {"V3"}),
    (sign_with_a_strange_key, {"V2"}),
    (slip_in_a_key, {"V2", "E4"}),
    (another_officers_key, {"V4", "V1"}),
    (clock_ahead, {"T1", "V1"}),
    (delete_middle_event, {"E1", "E2"}),
    (reorder_events, {"E2", "E1", "E4"}),
    (hide_last_event, {"E8"}),
    (edit_event, {"E2", "E4"}),
    (rechain_without_the_middle, {"E4"}),
    (twice_the_same_key_in_an_event, {"E5", "E4"}),
    (foreign_proof, {"E4"}),
    (no_proof, {"E4", "E5"}),
    (earlier_stamp, {"A1", "E6"}),
    (no_stamps, {"A0", "E6"}),
    (no_witness, {"L2"}),
    (edit_head_map, {"E9"}),
    (edit_derivative, {"V11"}),
    (derivative_as_original, {"V12", "V5"}),
    (flip_segment, {"V5", "V6", "V7"}),
    (foreign_checkpoint_key, {"L1"}),
    (unsigned_checkpoint, {"L1"}),
    (larger_checkpoint, {"L1", "E4"}),
    (forged_receipt, {"V0"}),
    (withhold_an_exhibit, {"C1"}),
    (same_photo_under_two_ids, {"D1", "V5"}),
    (counter_used_twice, {"D2", "V1"}),
]


@pytest.mark.parametrize(
    ("attack", "codes"), ATTACKS, ids=lambda value: getattr(value, "__name__", "")
)
def test_tampering_with_manifests_recomputed_is_found(bag: Bag, attack: Attack, codes) -> None:
    attack(bag)
    bag.rebag()

    failed = bag.failed()

    assert failed >= codes
    assert not failed & {"B1", "B2", "B3"}


@pytest.mark.parametrize("name", ["data/report.json", "verify.py", "bag-info.txt"])
def test_a_changed_file_disagrees_with_the_manifest(bag: Bag, name: str) -> None:
    bag.write(name, bag.read(name) + b" ")

    assert "B2" in bag.failed()


@pytest.mark.parametrize("name", ["data/report.json", "manifest-sm3.txt", "验证说明.txt"])
def test_a_missing_file_is_missed(bag: Bag, name: str) -> None:
    (bag.root / name).unlink()

    assert "B1" in bag.failed()


@pytest.mark.parametrize("name", ["data/evidence/extra.jpg", "extra.txt"])
def test_an_unlisted_file_is_found(bag: Bag, name: str) -> None:
    bag.write(name, b"x")

    assert bag.failed() == {"B3"}


def test_links_are_not_followed_out_of_the_package(bag: Bag, tmp_path) -> None:
    (tmp_path / "secret").write_text("x")
    (bag.root / "data" / "link").symlink_to(tmp_path / "secret")
    (bag.root / "data" / "folder").symlink_to(tmp_path)
    original = bag.root / bag.of(0, "original.jpg")
    original.rename(tmp_path / "moved.jpg")
    original.symlink_to(tmp_path / "moved.jpg")

    failed = [f for f in bag.audit() if f.status == "FAIL"]

    assert {f.subject for f in failed if f.code == "B3"} == {
        "data/link", "data/folder", bag.of(0, "original.jpg"),
    }  # fmt: skip
    assert {f.code for f in failed} >= {"B1", "V5"}


def test_a_pipe_in_the_package_does_not_hang_the_verifier(bag: Bag) -> None:
    os.mkfifo(bag.root / "data" / "pipe")

    assert bag.failed() == {"B3"}


@pytest.mark.parametrize(
    "name",
    [
        "bag/../../escape.txt",
        "/etc/escape.txt",
        "bag/data/../escape.txt",
        "bag\\data\\escape.txt",
        "C:/x.txt",
    ],
)
def test_a_zip_name_that_would_leave_the_package_is_refused(bag: Bag, tmp_path, name) -> None:
    package = bag.zipped(tmp_path / "slip.zip", lambda archive: archive.writestr(name, "x"))

    assert bag.failed(package) == {"B3"}
    assert not list(tmp_path.parent.rglob("escape.txt"))


def test_a_listed_name_that_would_leave_the_package_is_refused_too(bag: Bag, tmp_path) -> None:
    for manifest, (algorithm, is_payload) in MANIFESTS.items():
        if is_payload:
            line = f"{hashlib.new(algorithm, b'x').hexdigest()}  data/../../escape.txt\n"
            bag.write(manifest, bag.read(manifest) + line.encode())
    bag.rebag_tags()
    package = bag.zipped(
        tmp_path / "slip.zip", lambda archive: archive.writestr("bag/data/../../escape.txt", "x")
    )

    assert bag.failed(package) == {"B1", "B3"}


def test_a_link_inside_a_zip_is_refused(bag: Bag, tmp_path) -> None:
    def add_link(archive: zipfile.ZipFile) -> None:
        link = zipfile.ZipInfo("bag/data/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert bag.failed(bag.zipped(tmp_path / "link.zip", add_link)) == {"B3"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_in_a_zip_is_refused(bag: Bag, tmp_path) -> None:
    def add_again(archive: zipfile.ZipFile) -> None:
        archive.writestr("bag/data/report.json", b"{}")

    assert "B3" in bag.failed(bag.zipped(tmp_path / "twice.zip", add_again))


def test_a_million_lines_of_events_are_refused_in_bounded_time(bag: Bag) -> None:
    bag.write(bag.of(0, "events.jsonl"), b"{}\n" * 1_000_000)
    bag.rebag()

    assert bag.failed() >= {"E5", "V0"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{\n",
        b"[" * 100_000 + b"\n",
        b'"x"\n',
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"\xff\n",
        b'{"v":NaN}\n',
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "capture.dsse.json", "receipt.json", "events.jsonl", "proofs/1.tlog-proof",
        "data/keys/devices.json", "data/log/checkpoint.note", "data/log/consistency.json",
        "data/log/heads.json", "manifest-sha256.txt", "bag-info.txt",
    ],
)  # fmt: skip
def test_garbage_is_a_finding_and_never_a_crash(bag: Bag, name: str, content: bytes) -> None:
    is_whole = name.startswith("data/") or name.endswith(".txt")
    name = name if is_whole else bag.of(0, name)
    bag.write(name, content)

    assert bag.failed()


def test_an_empty_folder_is_no_package(bag: Bag, tmp_path) -> None:
    (tmp_path / "empty").mkdir()

    assert bag.failed(tmp_path / "empty") >= {"B1", "C1", "L1"}


def test_another_bureaus_trust_does_not_verify_this_package(bag: Bag) -> None:
    key = Ed25519PrivateKey.generate().public_key()
    bag.trust = bag.trust | {"log_key": rules.verifier_key("xunzheng.example/log", key)}

    assert "L1" in bag.failed()
