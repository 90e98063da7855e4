"""An honest package passes, with our verifier and with others' tools."""

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from backend.exports.verifier import verify

VERIFIER = Path(verify.__file__)


def test_every_check_passes(bag) -> None:
    findings = bag.audit()

    assert {finding.status for finding in findings} == {"PASS", "INFO"}
    for exhibit_id in bag.built.ids:
        codes = {f.code for f in findings if exhibit_id in f.subject and f.status == "PASS"}
        assert codes >= {"E1", "E2", "E3", "E4", "E5", "E8", "T1"} | {f"V{n}" for n in range(8)}


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


def test_one_flipped_byte_names_the_exhibit_and_the_reason(bag, tmp_path) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps(bag.built.trust))
    name = bag.of(1, "original.jpg")
    content = bytearray(bag.read(name))
    content[len(content) // 2] ^= 1
    bag.write(name, bytes(content))

    result = run(VERIFIER, bag.root, trust, "--json")

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


def test_trust_is_never_taken_from_the_package(bag) -> None:
    (bag.root / "trust.json").write_text(json.dumps(bag.built.trust))

    result = run(VERIFIER, bag.root, bag.root / "trust.json")

    assert result.returncode == 2
    assert "trust.json must not come from the package" in result.stderr


def test_no_trust_no_verdict(bag, tmp_path) -> None:
    assert run(VERIFIER, bag.root, tmp_path / "missing.json").returncode == 1


def test_the_verifier_is_one_file_of_python_3_8_and_the_standard_library() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"), feature_version=(3, 8))

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
    monkeypatch.setattr(verify, "_new_sm3", lambda _: None)

    statuses = {f.status for f in bag.audit() if f.code == "V7"}

    assert statuses == {"SKIP"}


def run(
    script: Path, package: Path, trust: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(script), str(package), "--trust", str(trust), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
