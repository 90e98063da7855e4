"""Writing new exhibits."""

from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import inspect

from backend.evidence.models import Exhibit
from backend.kernel.db import session

_LATER = {
    "examined_at", "exif", "examination", "examination_version", "phash", "compared_at",
    "preview_key", "thumbnail_key", "early_picture_key", "retention_policy", "retain_until",
    "disposed_at",
}  # fmt: skip
"""What no capture has yet; the driver remembers a statement of 50 values, and not one of more."""
_COLUMNS = [one.key for one in inspect(Exhibit).column_attrs if one.key not in _LATER]
_JSON = [name for name in ("not_before", "flags") if name in _COLUMNS]


def _insert() -> str:
    names, places = ", ".join(_COLUMNS), ", ".join(["%s"] * len(_COLUMNS))
    return f"insert into exhibit ({names}) values ({places})"  # noqa: S608 - the model's own names


_INSERT = _insert()


def insert_exhibit(exhibit: Exhibit) -> None:
    """Write a new exhibit as it is now; nothing of its row is asked for again."""
    values: dict[str, Any] = {name: getattr(exhibit, name) for name in _COLUMNS}
    for name in _JSON:
        values[name] = None if values[name] is None else Jsonb(values[name])
    # Without the compiler, which takes longer than the database.
    session().connection().exec_driver_sql(_INSERT, tuple(values.values()))
