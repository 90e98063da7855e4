"""The demonstration's witness: a program with a key folder of its own, as if on another machine."""

import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from backend.kernel import notes
from backend.witness.keys import make_key
from scripts.stack.ports import free_port
from scripts.stack.processes import Program

NAME = "witness.xunzheng.example/demo"
ORIGIN = "xunzheng.example/log"
FOLDER = "keys-witness"


def witness_setting(var: Path) -> str:
    """Return XZ_WITNESSES for a witness of this machine; its key is made at the first use."""
    return f"http://127.0.0.1:{free_port()}={make_key(var / FOLDER, NAME)}"


def witness_program(var: Path, environment: Mapping[str, str]) -> Program | None:
    """Return the program that serves the witness, or None where another one is configured."""
    url, _, vkey = environment.get("XZ_WITNESSES", "").partition("=")
    folder = var / FOLDER
    if not vkey or not folder.exists() or vkey != (folder / "witness.vkey").read_text().strip():
        return None
    log = _log_vkey(Path(environment["XZ_KEY_DIR"]), environment.get("XZ_LOG_ORIGIN", ORIGIN))
    arguments = (
        sys.executable, "-m", "backend.witness", "--folder", str(folder), "--name", NAME,
        "--log", str(log), "--port", str(urlsplit(url).port),
    )  # fmt: skip
    return Program("witness", arguments, environment)


def _log_vkey(key_dir: Path, origin: str) -> notes.VerifierKey:
    key = load_pem_public_key((key_dir / "log.pub").read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("log.pub is no Ed25519 key")
    return notes.VerifierKey(origin, notes.ED25519, key.public_bytes_raw())
