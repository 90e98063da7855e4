"""Reading a file of whatever kind in the sandbox: one call, one answer, no exception."""

from dataclasses import dataclass
from pathlib import Path

from backend.evidence.rules.photo import SNIFF_BYTES, PhotoReading, read_photo, sniff_mime

MAX_PHOTO_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True)
class MediaReading:
    """What a file says of itself; None where it is not of that sort."""

    detected_mime: str | None = None
    photo: PhotoReading | None = None
    failed: str | None = None
    """Why the whole reading came to nothing: `timeout`, `died` or the name of an exception."""


def read_media(path: str, file_name: str, kind: str, mime: str) -> MediaReading:
    """Return what the file at `path` says of itself; never raises for odd bytes."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(SNIFF_BYTES)
        detected = sniff_mime(head)
        is_picture = (detected or "").startswith("image/") or kind == "photo"
        photo = read_photo(path) if is_picture else None
        return MediaReading(detected_mime=detected, photo=photo)
    except Exception as error:
        return MediaReading(failed=type(error).__name__)


def read_many(files: list[tuple[str, str, str, str]]) -> list[MediaReading]:
    """Return the readings of several files, each given as the arguments of `read_media`."""
    return [read_media(*file) for file in files]
