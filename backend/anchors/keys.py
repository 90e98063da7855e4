"""Which authorities stamp the log, the roots they are trusted under, and our own ones' keys."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag

from cryptography import x509
from flask import current_app

from backend.ledger import KeyMissing

LOCAL = "local:"
NAME = re.compile(r"^[a-z0-9][a-z0-9-]*$")
"""Names of authorities are parts of file names in packages."""


@dataclass(frozen=True)
class Authority:
    """A configured time stamping authority; `#sm3` behind its address asks for SM3 imprints."""

    name: str
    address: str
    algorithm: str

    @property
    def local_name(self) -> str | None:
        """The name of an authority of our own, None for one at an address."""
        is_local = self.address.startswith(LOCAL)
        return self.address.removeprefix(LOCAL) if is_local else None


def authorities() -> list[Authority]:
    """Return the configured authorities."""
    configured: dict[str, str] = current_app.extensions["settings"].tsa
    found = []
    for name, given in configured.items():
        address, fragment = urldefrag(given)
        if not NAME.match(name) or fragment not in ("", "sm3", "sha256"):
            raise ValueError(f"{name}={given} is not an authority")
        found.append(Authority(name, address, fragment or "sha256"))
    return found


def root_of(authority: Authority) -> x509.Certificate:
    """Return the root the authority is trusted under; raises KeyMissing."""
    return _read_certificate(folder() / f"{authority.local_name or authority.name}-root.pem")


def folder() -> Path:
    """Return where the authorities' certificates lie, and our own ones' keys."""
    key_dir: Path = current_app.extensions["settings"].key_dir
    return key_dir / "tsa"


@cache
def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeyMissing(file=path.name) from error
