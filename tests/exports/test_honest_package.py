"""An honest package passes, with our verifier and with others' tools."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from backend.exports.verifier.assembly import assembled
from scripts.forge.trial import verifier

verify = verifier()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The verifier as a court gets it."""
    path = tmp_path / "verify.py"
    path.write_bytes(assembled())
    return path


def test_every_check_passes(bag) -> None:
    findings = bag.audit()

    assert {finding.status for finding in findings} == {"PASS", "INFO"}
    for exhibit_id in bag.built.ids:
        codes = {f.code for f in findings if exhibit_id in f.subject and f.status == "PASS"}
        assert codes >= {f"E{n}" for n in range(1, 9)} | {"E10", "T1"} | {
            f"V{n}" for n in range(10)
        }


def test_the_zip_passes_as_it_is(bag, honest, tmp_path) -> None:
    package = tmp_path / "package.zip"
    package.write_bytes(honest.content)

    assert bag.failed(package) == set()


def test_bagit_accepts_the_package(bag) -> None:
    assert bagit.Bag(str(bag.root)).validate()


def test_the_packed_verifier_runs_alone_and_says_pass(bag, tmp_path) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps(bag.built.trust))

    result = run(bag.root / "verify.py", bag.root, trust, "--lang", "zh")

    assert result.returncode == 0
    assert result.stdout.splitlines()[-1].startswith("PASS  核验通过")
    assert f"PASS  V5  photo.jpg ({bag.built.ids[0]})  文件与设备签名时一致" in result.stdout


def test_one_flipped_byte_names_the_exhibit_and_the_reason(bag, script, tmp_path) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps(bag.built.trust))
    name = bag.of(1, "original.jpg")
    content = bytearray(bag.read(name))
    content[len(content) // 2] ^= 1
    bag.write(name, bytes(content))

    result = run(script, bag.root, trust, "--json")

    assert result.returncode == 1
    failed = [c for c in json.loads(result.stdout)["checks"] if c["status"] == "FAIL"]
    assert {check["code"] for check in failed} == {"B2", "V5", "V6", "V7"}
    assert all(f"photo.jpg ({bag.built.ids[1]})" in check["subject"] for check in failed)


def test_one_flipped_byte_inside_the_zip_names_the_exhibit_too(bag, honest, tmp_path) -> None:
    content, original = bytearray(honest.content), bag.read(bag.of(0, "original.jpg"))
    content[honest.content.index(original) + len(original) // 2] ^= 1
    package = tmp_path / "package.zip"
    package.write_bytes(bytes(content))

    failed = [f for f in bag.audit(package) if f.status == "FAIL"]

    assert {finding.code for finding in failed} == {"B2", "V5", "V6", "V7"}
    assert all(bag.built.ids[0] in finding.subject for finding in failed)


def test_trust_is_never_taken_from_the_package(bag, script) -> None:
    (bag.root / "trust.json").write_text(json.dumps(bag.built.trust))

    result = run(script, bag.root, bag.root / "trust.json")

    assert result.returncode == 2
    assert "trust.json 不能取自证据包 / must not come from the package" in result.stderr


def test_no_trust_no_verdict(bag, script, tmp_path) -> None:
    assert run(script, bag.root, tmp_path / "missing.json").returncode == 1


def test_the_verifier_is_one_file_of_python_3_8_and_the_standard_library() -> None:
    tree = ast.parse(assembled(), feature_version=(3, 8))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 1000])
def test_sm3_without_openssl_agrees(length: int) -> None:
    data, slow = bytes(range(256)) * 4, verify.SlowSm3()
    slow.update(data[: length // 2])
    slow.update(data[length // 2 : length])

    assert slow.hexdigest() == hashlib.new("sm3", data[:length]).hexdigest()


def test_what_cannot_be_computed_is_skipped_and_no_pass(bag, monkeypatch) -> None:
    monkeypatch.setattr(verify, "new_sm3", lambda _: None)

    statuses = {f.status for f in bag.audit() if f.code == "V7"}

    assert statuses == {"SKIP"}


def run(
    script: Path, package: Path, trust: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(script), str(package), "--trust", str(trust), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def old_python() -> str | None:
    """Return a Python 3.8 of this machine, if it has one."""
    versions = sorted(Path.home().glob(".pyenv/versions/3.8.*/bin/python3.8"))
    return str(versions[-1]) if versions else shutil.which("python3.8")


@pytest.mark.skipif(old_python() is None, reason="no Python 3.8 on this machine")
def test_python_3_8_verifies_the_package(bag, script, tmp_path) -> None:
    trust, seen = tmp_path / "trust.json", tmp_path / "seen.json"
    trust.write_text(json.dumps(bag.built.trust))
    command = [
        old_python(), "-I", script, bag.root, "--trust", trust, "--seen", seen, "--lang", "en",
    ]  # fmt: skip

    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
        for _ in range(2)
    )

    assert (first.returncode, second.returncode) == (0, 0), first.stdout + first.stderr
    assert "INFO  L3" in first.stdout
    assert "PASS  L3" in second.stdout


def test_what_was_seen_is_renewed_only_after_success(bag, script, tmp_path) -> None:
    trust, seen = tmp_path / "trust.json", tmp_path / "seen.json"
    trust.write_text(json.dumps(bag.built.trust))
    bag.write("extra.txt", b"x")

    failed = run(script, bag.root, trust, "--seen", str(seen))
    kept = seen.exists()
    (bag.root / "extra.txt").unlink()
    passed = run(script, bag.root, trust, "--seen", str(seen))

    assert (failed.returncode, kept, passed.returncode) == (1, False, 0)
    remembered = json.loads(seen.read_text())["logs"][bag.built.trust["origin"]]
    assert remembered["size"] == int(bag.read("data/log/checkpoint.note").split(b"\n")[1])


def test_bagit_refuses_a_flipped_byte(bag) -> None:
    name = bag.of(0, "original.jpg")
    content = bytearray(bag.read(name))
    content[100] ^= 1
    bag.write(name, bytes(content))

    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag.root)).validate()


def test_openssl_accepts_the_packed_stamps(bag) -> None:
    stamps = sorted((bag.root / "data/log/anchors").glob("*.tsr"))

    for stamp in stamps:
        size, authority, _ = stamp.name.split(".")
        command = [
            "openssl", "ts", "-verify", "-data", stamp.parent / f"{size}.note", "-in", stamp,
            "-CAfile", bag.root / "data/tsa" / f"{authority}.pem",
        ]  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
    assert len(stamps) >= 4
