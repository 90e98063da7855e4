"""The XZ_* environment of a copy that lives under one directory."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from scripts.stack.embedded import database_url, queue_url
from scripts.stack.paths import PWA_DIST, ROOT
from scripts.stack.witness import witness_setting

DEMO_AUTHORITIES = "local-a=local:a,local-b=local:b"
"""A demonstration stamps for itself: it shows the way, and proves nothing to a third party."""


@dataclass(frozen=True)
class Place:
    """Where a copy keeps its data and answers."""

    var: Path
    port: int
    host: str = "127.0.0.1"
    demo: bool = True
    log_format: str = "console"
    api_processes: int = 1

    @property
    def base_url(self) -> str:
        """Return the address a browser on this machine uses; localhost counts as secure there."""
        return f"http://localhost:{self.port}"


def build_environment(place: Place) -> dict[str, str]:
    """Start or adopt the servers of `place` and return the environment its programs run in.

    XZ_* values that the caller already set win, so a real server takes an embedded one's place.
    """
    var = place.var.resolve()
    for name in ("objects", "keys", "log"):
        (var / name).mkdir(parents=True, exist_ok=True)
    values = {
        "XZ_DATABASE_URL": database_url(var),
        "XZ_REDIS_URL": queue_url(var),
        "XZ_OBJECT_STORE_URL": (var / "objects").as_uri(),
        "XZ_SECRET_KEY": kept_secret(var, "secret_key"),
        "XZ_KEY_DIR": str(var / "keys"),
        "XZ_SIGNER_KEY_DIR": str(var / "keys-signer"),
        "XZ_BASE_URL": place.base_url,
        "XZ_DEMO": "true" if place.demo else "false",
        "XZ_LOG_FORMAT": place.log_format,
        "XZ_COOKIE_SECURE": "false",
    }
    if place.demo:
        values["XZ_TSA"] = DEMO_AUTHORITIES
        values["XZ_WITNESSES"] = witness_setting(var)
    if (PWA_DIST / "index.html").exists():
        values["XZ_PWA_DIST"] = str(PWA_DIST)
    given = {name: value for name, value in os.environ.items() if name.startswith("XZ_")}
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **values, **given}


def kept_secret(var: Path, name: str) -> str:
    """Return the secret of that name, made at its first use and readable by its owner alone."""
    folder = var / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")
