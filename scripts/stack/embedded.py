"""The embedded servers, or the external ones that the environment names instead."""

import os
from pathlib import Path

from scripts.stack.postgres import start_postgres, stop_postgres
from scripts.stack.valkey import start_valkey, stop_valkey

__all__ = [
    "database_url",
    "queue_url",
    "start_postgres",
    "start_valkey",
    "stop_embedded",
    "stop_postgres",
    "stop_valkey",
]


def database_url(var: Path) -> str:
    """Return XZ_DATABASE_URL when set, else start or adopt the PostgreSQL under `var`."""
    return os.environ.get("XZ_DATABASE_URL") or start_postgres(var / "postgres")


def queue_url(var: Path) -> str:
    """Return XZ_REDIS_URL when set, else start or adopt the Valkey under `var`."""
    return os.environ.get("XZ_REDIS_URL") or start_valkey(var / "valkey")


def stop_embedded(var: Path) -> None:
    """Stop both embedded servers of `var`; one that does not run, or is external, is left alone."""
    stop_valkey(var / "valkey")
    stop_postgres(var / "postgres")
