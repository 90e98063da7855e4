"""Tables of positions, read by a mapping profile: names of columns, units, datum, zone."""

import csv
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.evidence.rules.dji import is_on_earth
from backend.evidence.rules.profiles import TrackProfile, plain_column
from backend.evidence.rules.track import CUT_AFTER, Track, TrackBuilder, TrackPoint

HEAD_BYTES = 65536
MAX_LINE = 65536
TITLE_ROWS = 20
"""Chinese exports put a title and remarks above the names of the columns."""
NUMBER = re.compile(r"^\s*([+-]?\d{1,12}(?:\.\d{1,12})?)\s*°?\s*([NSEW]?)\s*$", re.IGNORECASE)
FORMULA = re.compile(r"^\s*(?:[=@]|[+-](?![\d.]))")
CHINESE_TIME = str.maketrans({"年": "-", "月": "-", "日": " ", "时": ":", "分": ":", "秒": ""})
FEET_M = 0.3048
Columns = dict[str, int]


def read_table(path: str, profiles: tuple[TrackProfile, ...]) -> Track | None:
    """Return the track in a table, or None when no profile knows its columns; never raises for
    odd bytes.
    """
    builder, profile, problem = TrackBuilder(), None, None
    try:
        rows = _rows(Path(path))
        profile, columns = _match(list(itertools.islice(rows, TITLE_ROWS)), profiles)
        if profile is None:
            return None
        # Once more from the start: the first rows are positions too.
        _take_rows(builder, _rows(Path(path)), profile, columns)
    except Exception as error:
        problem = type(error).__name__
    if profile is None:
        return None
    if builder.count == 0 and problem is None:
        problem = "no_positions"
    return builder.build(f"table_{profile.name}", datum=profile.datum, problem=problem)


def encoding_of(head: bytes) -> str:
    """Return the encoding that a text's first bytes show: UTF-8 or UTF-16 by mark, UTF-8 where it
    fits, else GB18030.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # The last character may be cut by the block's end.
        head[: len(head) - 3].decode("utf-8") if len(head) >= HEAD_BYTES else head.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as raw:
        head = raw.read(HEAD_BYTES)
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace")
    delimiter = max(",\t;|", key=text[:8192].count)
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        lines = iter(lambda: file.readline(MAX_LINE), "")
        yield from csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)


def _match(
    rows: list[list[str]], profiles: tuple[TrackProfile, ...]
) -> tuple[TrackProfile | None, Columns]:
    for row in rows:
        titles = [plain_column(cell) for cell in row]
        for profile in profiles:
            columns = _columns(titles, profile)
            if all(meaning in columns for meaning in profile.needed):
                return profile, columns
    return None, {}


def _columns(titles: list[str], profile: TrackProfile) -> Columns:
    found: Columns = {}
    for meaning, names in profile.columns.items():
        place = next((titles.index(name) for name in names if name in titles), None)
        if place is not None:
            found[meaning] = place
    return found


def _take_rows(
    builder: TrackBuilder, rows: Iterator[list[str]], profile: TrackProfile, columns: Columns
) -> None:
    zone = UTC if profile.zone == "UTC" else ZoneInfo(profile.zone)
    is_data = False
    for number, row in enumerate(rows):
        if number >= CUT_AFTER:
            builder.notes.add("cut")
            return
        builder.formulas += sum(1 for cell in row if FORMULA.match(cell))
        point = _point(row, profile, columns, zone, builder)
        if point is not None:
            builder.add(point)
            is_data = True
        elif is_data:
            builder.skipped += 1


def _point(
    row: list[str], profile: TrackProfile, columns: Columns, zone: tzinfo, builder: TrackBuilder
) -> TrackPoint | None:
    cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
    lon = _angle(cells.get("lon", ""), profile.angle_unit)
    lat = _angle(cells.get("lat", ""), profile.angle_unit)
    if lon is None or lat is None or not is_on_earth(lon, lat):
        return None
    height = _angle(cells.get("alt", ""), "degree")
    if height is not None and profile.alt_unit == "ft":
        height *= FEET_M
    text = f"{cells.get('date', '')} {cells.get('time', '')}".strip()
    at = _moment(text, profile.time_format, zone)
    if text and at is None:
        builder.notes.add("times_unread")
    return TrackPoint(lon, lat, height, at)


def _angle(text: str, unit: str) -> float | None:
    found = NUMBER.match(text)
    if not found:
        return None
    value = float(found.group(1))
    if unit == "e7":
        value /= 1e7
    elif unit == "ddmm":
        degrees = int(value / 100)
        value = degrees + (value - 100 * degrees) / 60
    return -abs(value) if found.group(2).upper() in {"S", "W"} else value


def _moment(text: str, form: str | None, zone: tzinfo) -> datetime | None:
    try:
        if form:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
        elif re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
            return datetime.fromtimestamp(float(text) / (1000 if len(text) == 13 else 1), UTC)
        else:
            plain = " ".join(text.translate(CHINESE_TIME).replace("/", "-").split()).rstrip(":")
            moment = datetime.fromisoformat(re.sub(r"\b(\d)\b", r"0\1", plain))
        return moment.replace(tzinfo=moment.tzinfo or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
