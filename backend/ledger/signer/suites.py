"""The algorithms a checkpoint is signed with: Ed25519 always, SM2 where the settings ask for it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from backend.kernel import notes
from backend.ledger import keys
from backend.ledger.errors import KeyMissing, SignerFailed

Suite = Callable[[str], str]
"""Returns the signature line of a note's text."""
SM2_USER = "distid:1234567812345678"
"""The signer's identity that GB/T 35276 takes where none is agreed."""
SIGN_TIMEOUT_S = 10


def sign_note(text: str) -> str:
    """Return the text as a note signed by every configured suite, Ed25519 first; raises KeyMissing
    or SignerFailed.
    """
    return text + "\n" + "".join(sign(text) for sign in _suites())


def _suites() -> list[Suite]:
    key = keys.log_private_key()
    suites: list[Suite] = [lambda text: notes.sign(text, keys.log_origin(), key)]
    program = keys.sm2_program()
    if program is not None:
        suites.append(lambda text: _sm2_line(program, text))
    return suites


def _sm2_line(program: str, text: str) -> str:
    public = keys.sm2_vkey()
    if public is None:
        raise KeyMissing(file=keys.SM2_PUBLIC)
    command = _openssl(keys.signer_folder()) if program == "openssl" else [program]
    try:
        done = subprocess.run(  # noqa: S603 - the installation's own setting
            command, input=text.encode(), capture_output=True, check=True, timeout=SIGN_TIMEOUT_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SignerFailed(program=program) from error
    return notes.signature_line(public.name, public.key_id, done.stdout)


def _openssl(folder: Path) -> list[str]:
    key = folder / "log-sm2.key"
    if not key.exists():
        raise KeyMissing(file=key.name)
    options = ["-rawin", "-digest", "sm3", "-pkeyopt", SM2_USER]
    return ["openssl", "pkeyutl", "-sign", "-inkey", str(key), *options]
