"""Checkpoints carry Ed25519 always, and SM2 where the installation asks for it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from backend.cli import make_keys
from backend.kernel import notes
from backend.ledger import KeyMissing, keys, latest_checkpoint, public_trust, rules, signer
from backend.ledger.errors import SignerFailed
from tests.proofs import settings_with


def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("openssl") or "openssl"
    return subprocess.run([program, *arguments], capture_output=True, check=False)


@pytest.fixture
def sm2(app, tmp_path: Path):
    """An installation with an SM2 key that openssl signs with."""
    folder = tmp_path / "keys"
    make_keys(folder)
    private, public = folder / "log-sm2.key", folder / "log-sm2.pub"
    assert openssl(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", str(private)
    ).returncode == 0  # fmt: skip
    openssl("pkey", "-in", str(private), "-pubout", "-out", str(public))
    with settings_with(app, key_dir=folder, log_sm2="openssl"):
        yield folder


def sm2_signature(note: str) -> bytes:
    key = keys.sm2_vkey()
    assert key is not None
    _, lines = notes.split_note(note)
    (signature,) = [
        line.signature for line in notes.signature_lines(lines) if line.key_id == key.key_id
    ]
    return signature


def test_second_signature_verifies_with_openssl(sm2, session, tmp_path) -> None:
    signer.sign_waiting(tmp_path)
    note = latest_checkpoint().note
    signed, signature = tmp_path / "text", tmp_path / "sig"
    signed.write_text(notes.split_note(note)[0])
    signature.write_bytes(sm2_signature(note))

    checked = openssl(
        "pkeyutl", "-verify", "-pubin", "-inkey", str(sm2 / "log-sm2.pub"), "-rawin",
        "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
        "-in", str(signed), "-sigfile", str(signature),
    )  # fmt: skip
    assert b"Verified Successfully" in checked.stdout
    assert rules.note_is_signed(note, keys.log_origin(), keys.log_public_key())


def test_trust_names_the_second_key_under_its_own_type(sm2, session) -> None:
    key = notes.parse_vkey(public_trust()["log_sm2_key"])

    assert key.kind == b"\xff"
    assert key.public.startswith(b"xunzheng.sm2/1\x04")
    assert len(key.public) == len("xunzheng.sm2/1") + 65


def test_a_hardware_modules_program_signs_by_the_same_interface(
    sm2, app, session, tmp_path
) -> None:
    program = tmp_path / "module"
    program.write_text("#!/bin/sh\nprintf 'signed '; wc -c\n")
    program.chmod(0o700)

    with settings_with(app, log_sm2=str(program)):
        signer.sign_waiting(tmp_path)
        note = latest_checkpoint().note
        assert sm2_signature(note) == b"signed %d\n" % len(notes.split_note(note)[0])


@pytest.mark.parametrize("script", ["exit 3", "sleep 0; kill $$"])
def test_nothing_is_signed_when_the_module_fails(sm2, app, session, tmp_path, script) -> None:
    program = tmp_path / "module"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)

    with settings_with(app, log_sm2=str(program)), pytest.raises(SignerFailed):
        signer.sign_waiting(tmp_path)
    assert not (tmp_path / "log.state").exists()


def test_a_configured_suite_without_a_key_refuses(sm2, session, tmp_path) -> None:
    (sm2 / "log-sm2.pub").unlink()

    with pytest.raises(KeyMissing):
        signer.sign_waiting(tmp_path)


def test_without_the_setting_there_is_one_signature(session, tmp_path) -> None:
    signer.sign_waiting(tmp_path)

    assert latest_checkpoint().note.count("\n— ") == 1
    assert "log_sm2_key" not in public_trust()


def test_signers_folder_alone_holds_the_private_key(app, session, tmp_path) -> None:
    public, private = tmp_path / "keys", tmp_path / "keys-signer"
    make_keys(public, private)

    with settings_with(app, key_dir=public, signer_key_dir=private):
        signer.sign_waiting(private)
        note = latest_checkpoint().note
        assert rules.note_is_signed(note, keys.log_origin(), keys.log_public_key())
    assert not (public / "log.key").exists()
    assert (private / "log.state").exists()


def test_a_signers_folder_given_later_takes_the_key_and_the_memory_along(tmp_path) -> None:
    public, private = tmp_path / "keys", tmp_path / "keys-signer"
    make_keys(public)
    (public / "log.state").write_text("{}")
    before = (public / "log.key").read_bytes()

    make_keys(public, private)

    assert (private / "log.key").read_bytes() == before
    assert (private / "log.state").exists()
    assert not (public / "log.key").exists()
