"""A track of positions, gathered point by point in bounded memory."""

from dataclasses import dataclass, field
from datetime import datetime

from backend.evidence.rules.datum import distance_m

MOST_KEPT = 500
GAP_S = 60
CUT_AFTER = 2_000_000
"""Points, rows or lines: a day at twenty a second."""


@dataclass(frozen=True)
class TrackPoint:
    """A position in the file's own datum."""

    lon: float
    lat: float
    alt_m: float | None = None
    at: datetime | None = None
    offset_s: float | None = None
    """Seconds from the start of the video that the point belongs to."""


@dataclass(frozen=True)
class Track:
    """What a track file says."""

    form: str
    datum: str = "WGS-84"
    count: int = 0
    skipped: int = 0
    """Entries that hold no position or none on earth."""
    formulas: int = 0
    """Cells that a spreadsheet would run."""
    points: list[TrackPoint] = field(default_factory=list)
    """At most MOST_KEPT, evenly taken, with the first and the last."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    length_m: float = 0.0
    gaps: int = 0
    """How often more than GAP_S lie between two points."""
    longest_gap_s: int = 0
    backwards: int = 0
    """How often time runs backwards."""
    fastest_kmh: float = 0.0
    notes: tuple[str, ...] = ()
    """What the reader had to assume or left: `axis_order_assumed`, `zone_assumed`, `cut` …"""
    home: tuple[float, float] | None = None
    problem: str | None = None
    """Why the reader stopped."""


class TrackBuilder:
    """Takes points in the order of the file."""

    def __init__(self) -> None:
        self.count = self.skipped = self.formulas = 0
        self.notes: set[str] = set()
        self._kept: list[TrackPoint] = []
        self._stride = 1
        self._last: TrackPoint | None = None
        self._paced: TrackPoint | None = None
        self._started: datetime | None = None
        self._ended: datetime | None = None
        self._length = self._fastest = 0.0
        self._gaps = self._longest = self._backwards = 0

    def add(self, point: TrackPoint) -> None:
        """Take the next point."""
        if self._last is not None:
            self._compare(self._last, point)
        else:
            self._paced = point
        if point.at is not None:
            self._started = min(self._started or point.at, point.at)
            self._ended = max(self._ended or point.at, point.at)
        if self.count % self._stride == 0:
            self._kept.append(point)
            if len(self._kept) >= 2 * MOST_KEPT:
                self._kept = self._kept[::2]
                self._stride *= 2
        self._last = point
        self.count += 1

    def _compare(self, before: TrackPoint, point: TrackPoint) -> None:
        metres = distance_m((before.lon, before.lat), (point.lon, point.lat))
        self._length += metres
        seconds = _seconds_between(before, point)
        if seconds is None:
            return
        if seconds < 0:
            self._backwards += 1
        if seconds > GAP_S:
            self._gaps += 1
            self._longest = max(self._longest, round(seconds))
        self._measure_pace(point)

    def _measure_pace(self, point: TrackPoint) -> None:
        # Receivers round: over less than a second the speed is their noise.
        before = self._paced
        seconds = _seconds_between(before, point) if before else None
        if before is None or seconds is None or seconds < 0:
            self._paced = point
        elif seconds >= 1:
            metres = distance_m((before.lon, before.lat), (point.lon, point.lat))
            self._fastest = max(self._fastest, metres / seconds * 3.6)
            self._paced = point

    def build(
        self,
        form: str,
        *,
        datum: str = "WGS-84",
        home: tuple[float, float] | None = None,
        problem: str | None = None,
    ) -> Track:
        """Return the track of the points taken."""
        return Track(
            form=form,
            datum=datum,
            count=self.count,
            skipped=self.skipped,
            formulas=self.formulas,
            points=self._sample(),
            started_at=self._started,
            ended_at=self._ended,
            length_m=round(self._length, 1),
            gaps=self._gaps,
            longest_gap_s=self._longest,
            backwards=self._backwards,
            fastest_kmh=round(self._fastest, 1),
            notes=tuple(sorted(self.notes)),
            home=home,
            problem=problem,
        )

    def _sample(self) -> list[TrackPoint]:
        every = len(self._kept) // MOST_KEPT + 1
        sample = self._kept[::every][: MOST_KEPT - 1]
        if self._last is not None and (not sample or sample[-1] is not self._last):
            sample.append(self._last)
        return sample


def _seconds_between(before: TrackPoint, point: TrackPoint) -> float | None:
    if before.at is not None and point.at is not None:
        return (point.at - before.at).total_seconds()
    if before.offset_s is not None and point.offset_s is not None:
        return point.offset_s - before.offset_s
    return None
