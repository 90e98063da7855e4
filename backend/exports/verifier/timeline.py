"""What the time stamps over checkpoints prove about the time of each leaf."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from typing import NamedTuple

from backend.exports.verifier.notes import Log, Trust, is_signed_by, read_note
from backend.exports.verifier.package import Package
from backend.exports.verifier.reading import MALFORMED, unbase64
from backend.exports.verifier.stamps import check_stamp

ANCHORS = "data/log/anchors/"
PEM = re.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----")


class Timeline:
    """Valid stamps: a tree of `size` leaves existed at `moment`."""

    def __init__(self, stamps: list[tuple[int, float]]) -> None:
        ordered = sorted(stamps)
        self._sizes = [size for size, _ in ordered]
        self._latest: list[float] = []
        for _, moment in ordered:
            self._latest.append(max([moment, *self._latest[-1:]]))
        earliest: list[float] = []
        for _, moment in reversed(ordered):
            earliest.append(min([moment, *earliest[-1:]]))
        self._earliest = earliest[::-1]

    def is_empty(self) -> bool:
        """Tell whether there is no valid stamp."""
        return not self._sizes

    def begun_after(self, size: int) -> float | None:
        """Return when a tree of at most this size is proven to have stood: what came on top of
        that size is younger.
        """
        place = bisect.bisect_right(self._sizes, size)
        return self._latest[place - 1] if place else None

    def logged_before(self, leaf_index: int) -> float | None:
        """Return the earliest proven moment at which the log held the leaf."""
        place = bisect.bisect_right(self._sizes, leaf_index)
        return self._earliest[place] if place < len(self._sizes) else None


class AnchorResult(NamedTuple):
    """What became of one stamp: the code that fails, empty when it holds."""

    name: str
    failed: str
    note: str


def read_timeline(
    package: Package, log: Log, trust: Trust, tell: Callable[[AnchorResult], None]
) -> Timeline:
    """Check every stamp of the package and return what the valid ones prove."""
    others = _certificates(package)
    stamps: list[tuple[int, float]] = []
    for name in sorted(package.sizes):
        match = re.match(ANCHORS + r"(\d+)\.[^/]+\.tsr\Z", name)
        if not match:
            continue
        try:
            content = package.read(ANCHORS + match.group(1) + ".note")
            stamp = check_stamp(package.read(name), content, trust.roots, others)
        except MALFORMED as error:
            tell(AnchorResult(name, "A1", type(error).__name__ + ": " + str(error)[:200]))
            continue
        size = _size_in_history(content, log, trust)
        tell(AnchorResult(name, "" if size else "A2", ""))
        if size:
            stamps.append((size, stamp.moment))
    return Timeline(stamps)


def _size_in_history(content: bytes, log: Log, trust: Trust) -> int:
    try:
        note = read_note(content)
    except MALFORMED:
        return 0
    is_ours = is_signed_by(note, trust.log) and log.continues(note.size, note.root)
    return note.size if is_ours else 0


def _certificates(package: Package) -> list[bytes]:
    found: list[bytes] = []
    for name in sorted(package.sizes):
        if name.startswith("data/tsa/") and name.endswith(".pem"):
            try:
                text = package.read(name).decode("ascii")
                found += [unbase64("".join(body.split())) for body in PEM.findall(text)]
            except MALFORMED:
                continue
    return found
