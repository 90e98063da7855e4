"""Reading a file of whatever kind in the sandbox: one call, one answer, no exception."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from backend.evidence.rules.file_names import NameFacts, read_name
from backend.evidence.rules.photo import SNIFF_BYTES, PhotoReading, read_photo, sniff_mime
from backend.evidence.rules.profiles import Profiles
from backend.evidence.rules.srt import read_srt
from backend.evidence.rules.tables import read_table
from backend.evidence.rules.track import Track
from backend.evidence.rules.video import VideoReading, read_video
from backend.evidence.rules.xml_tracks import read_xml_track
from backend.kernel.clock import BUREAU_ZONE

KNOWN = Profiles()
TABLES = {".csv", ".tsv", ".txt"}
XML_TRACKS = {".gpx", ".kml"}
PLAYED = ("video", "audio")


@dataclass(frozen=True)
class MediaReading:
    """What a file says of itself; None where it is not of that sort."""

    detected_mime: str | None = None
    photo: PhotoReading | None = None
    video: VideoReading | None = None
    track: Track | None = None
    name: NameFacts | None = None
    failed: str | None = None
    """Why the whole reading came to nothing: `timeout`, `died` or the name of an exception."""


def read_media(
    path: str, file_name: str, kind: str, mime: str, profiles: Profiles = KNOWN
) -> MediaReading:
    """Return what the file at `path` says of itself; never raises for odd bytes.

    `kind` and `mime` are what was signed: they decide only where the bytes show no type.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(SNIFF_BYTES)
        detected = sniff_mime(head)
        group = (detected or mime).partition("/")[0]
        is_photo = kind == "photo" or group == "image"
        is_played = not is_photo and (kind in PLAYED or group in PLAYED)
        return MediaReading(
            detected_mime=detected,
            photo=read_photo(path) if is_photo else None,
            video=read_video(path, detected) if is_played else None,
            track=None if is_photo or is_played else _read_track(path, file_name, head, profiles),
            name=read_name(file_name, profiles.names, BUREAU_ZONE),
        )
    except Exception as error:
        return MediaReading(failed=type(error).__name__)


def _read_track(path: str, file_name: str, head: bytes, profiles: Profiles) -> Track | None:
    suffix = PurePath(file_name).suffix.lower()
    if suffix == ".srt":
        return read_srt(path, BUREAU_ZONE)
    if suffix in TABLES:
        return read_table(path, profiles.tracks)
    if suffix in XML_TRACKS or b"<gpx" in head or b"<kml" in head:
        return read_xml_track(path)
    return None


def read_many(
    files: list[tuple[str, str, str, str]], profiles: Profiles = KNOWN
) -> list[MediaReading]:
    """Return the readings of several files, each given as the first arguments of `read_media`."""
    return [read_media(*file, profiles) for file in files]
