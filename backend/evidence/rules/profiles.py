"""How devices name their files and columns: data, so that an installation can say its own."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STAMP = r"(?P<ts>20\d{12})"
PARTED = r"(?P<ts>20\d{6}[_-]\d{6})"


@dataclass(frozen=True)
class NamePattern:
    """A regular expression with the groups `dev`, `officer`, `ts` (a time of 14 digits),
    `epoch_ms` and `seq`, each where the device writes it.
    """

    name: str
    pattern: str


@dataclass(frozen=True)
class TrackProfile:
    """How a table of positions is to be read; column names are compared without case, spaces,
    underscores and what stands in brackets.
    """

    name: str
    columns: dict[str, tuple[str, ...]]
    """Names by meaning: `lon`, `lat`, `time`, `date`, `alt`, `speed`."""
    datum: str = "WGS-84"
    zone: str = "Asia/Shanghai"
    angle_unit: str = "degree"
    """`degree`, `e7` or `ddmm` (NMEA's degrees and minutes)."""
    alt_unit: str = "m"
    needed: tuple[str, ...] = ("lon", "lat")
    """The meanings without which a table is not of this profile."""
    time_format: str | None = None
    """As strptime takes it; None reads ISO 8601, its Chinese cousins and Unix times."""


NAME_PATTERNS = (
    # Law-enforcement recorders: device, officer, time, in the orders makers use.
    NamePattern("recorder", rf"^(?P<dev>[A-Za-z0-9-]{{3,20}})_(?P<officer>\d{{6,8}})_{STAMP}"),
    NamePattern("recorder", rf"^(?P<officer>\d{{6,8}})_(?P<dev>[A-Za-z0-9-]{{3,20}})_{STAMP}"),
    NamePattern("recorder", rf"^(?P<dev>[A-Za-z]\w{{3,15}})_(?P<officer>\d{{6,8}})_{PARTED}"),
    NamePattern("recorder", rf"^DSJ-?(?P<dev>\w{{2,16}})[@_-](?P<officer>\d{{6,8}})[@_-]{STAMP}"),
    NamePattern("recorder", rf"^@?(?P<officer>\d{{6,8}})[@_-]{STAMP}(?:[_-](?P<seq>\d{{1,6}}))?"),
    NamePattern("recorder", rf"^{STAMP}[_-](?P<officer>\d{{6,8}})(?:[_-](?P<seq>\d{{1,6}}))?\."),
    NamePattern("dji", rf"^DJI_{STAMP}_(?P<seq>\d{{4}})"),
    NamePattern("dji", r"^DJI_(?P<seq>\d{4})\."),
    NamePattern("phone", rf"^(?:IMG|VID|PXL|MVIMG|PANO|Screenshot|Screenrecord)_?{PARTED}"),
    NamePattern("wechat", r"^(?:mmexport|wx_camera_)(?P<epoch_ms>1\d{12})"),
    NamePattern("dated", rf"^{PARTED}"),
    NamePattern("dated", rf"^{STAMP}(?!\d)"),
)

LON = ("lon", "lng", "long", "longitude", "longtitude", "x", "经度", "gps经度", "东经")
LAT = ("lat", "latitude", "y", "纬度", "gps纬度", "北纬")
TIME = (
    "time",
    "timestamp",
    "datetime",
    "gpstime",
    "utc",
    "utctime",
    "时间",
    "采集时间",
    "定位时间",
)
DATE = ("date", "日期", "采集日期")
ALT = ("alt", "altitude", "ele", "elevation", "height", "高度", "海拔", "高程")
SPEED = ("speed", "velocity", "速度", "航速", "流速")
COLUMNS = {"lon": LON, "lat": LAT, "time": TIME, "date": DATE, "alt": ALT, "speed": SPEED}

TRACK_PROFILES = (
    TrackProfile(
        "gcj02",
        COLUMNS | {"lon": ("gcjlon", "gcj02lon", "lonagcj02"), "lat": ("gcjlat", "gcj02lat")},
        datum="GCJ-02",
    ),
    TrackProfile(
        "dji_airdata",
        COLUMNS | {"time": ("datetimeutc",), "alt": ("heightabovetakeoff", "altitude")},
        zone="UTC",
        needed=("lon", "lat", "time"),
    ),
    TrackProfile(
        "e7",
        COLUMNS | {"lon": ("lone7", "longitudee7"), "lat": ("late7", "latitudee7")},
        zone="UTC",
        angle_unit="e7",
    ),
    TrackProfile("common", COLUMNS),
)


@dataclass(frozen=True)
class Profiles:
    """What the readers know of devices, the installation's own first."""

    names: tuple[NamePattern, ...] = NAME_PATTERNS
    tracks: tuple[TrackProfile, ...] = field(default=TRACK_PROFILES)


def read_profiles(path: Path | None) -> Profiles:
    """Return the built-in profiles after those in an installation's JSON file; raises OSError,
    ValueError, TypeError or KeyError for a file that cannot be used.
    """
    return load_profiles(json.loads(path.read_text(encoding="utf-8"))) if path else Profiles()


def load_profiles(said: dict[str, Any]) -> Profiles:
    """Return the profiles with an installation's own before the built-in ones.

    `said` is `{"names": [{"name", "pattern"}], "tracks": [{"name", "columns", …}]}`; raises
    ValueError for an expression that does not compile, TypeError or KeyError for another shape.
    """
    names = tuple(NamePattern(**one) for one in said.get("names", []))
    for one in names:
        try:
            re.compile(one.pattern)
        except re.error as error:
            raise ValueError(f"{one.name}: {error}") from error
    tracks = tuple(_track_profile(**one) for one in said.get("tracks", []))
    return Profiles(names + NAME_PATTERNS, tracks + TRACK_PROFILES)


def _track_profile(*, name: str, columns: dict[str, list[str]], **others: Any) -> TrackProfile:
    named = {meaning: tuple(map(plain_column, aliases)) for meaning, aliases in columns.items()}
    return TrackProfile(name, COLUMNS | named, **others)


def plain_column(title: str) -> str:
    """Return a column's name without case, spaces, underscores and what stands in brackets."""
    bare = re.sub(r"[(（\[].*?[)）\]]", "", title.strip().lstrip("\ufeff"))
    return re.sub(r"[\s_.\-:：]", "", bare).lower()
