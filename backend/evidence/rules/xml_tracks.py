"""GPX and KML: tracks as XML, read as a stream without entities or outside references."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from backend.evidence.rules.dji import is_on_earth, number
from backend.evidence.rules.track import CUT_AFTER, Track, TrackBuilder, TrackPoint

MAX_XML_BYTES = 64 * 1024 * 1024
GPX_POINTS = {"trkpt", "rtept", "wpt"}


def read_xml_track(path: str) -> Track | None:
    """Return the track in a GPX or KML file, or None when it is another XML; never raises for odd
    bytes.
    """
    builder = TrackBuilder()
    if Path(path).stat().st_size > MAX_XML_BYTES:
        return builder.build("xml", problem="XmlTooLarge")
    form, problem = "", None
    try:
        for element, form in _elements(path):  # noqa: B007 - the form is that of the root
            _take(builder, element)
            if builder.count >= CUT_AFTER:
                builder.notes.add("cut")
                break
    except Exception as error:
        problem = type(error).__name__
    if form not in {"gpx", "kml"} and problem is None:
        return None
    if builder.count == 0 and problem is None:
        problem = "no_positions"
    return builder.build(form or "xml", problem=problem)


def _elements(path: str) -> Iterator[tuple[Any, str]]:
    form, moments = "", [""]
    events = ElementTree.iterparse(path, events=("start", "end"), forbid_dtd=True)
    for event, element in events:
        name = _local(element.tag)
        form = form or name
        if event == "start":
            continue
        if name == "when":
            moments.append(element.text or "")
        elif name == "coord" and len(moments) > 1:
            element.set("when", moments.pop(1))
        if name in GPX_POINTS or name in {"coordinates", "coord"}:
            yield element, form
        if name not in {"ele", "time"}:
            element.clear()


def _take(builder: TrackBuilder, element: Any) -> None:
    name = _local(element.tag)
    if name in GPX_POINTS:
        parts = {_local(child.tag): child.text for child in element}
        _add(builder, element.get("lon"), element.get("lat"), parts.get("ele"), parts.get("time"))
    elif name == "coord":
        _add(builder, *_three((element.text or "").split()), element.get("when"))
    else:
        for found in re.finditer(r"[^\s]{3,100}", element.text or ""):
            _add(builder, *_three(found.group().split(",")), None)


def _three(parts: list[str]) -> tuple[str, str, str]:
    one, two, three = (*parts, "", "", "")[:3]
    return one, two, three


def _add(
    builder: TrackBuilder, lon: str | None, lat: str | None, height: str | None, at: str | None
) -> None:
    x, y = number(lon), number(lat)
    if x is None or y is None or not is_on_earth(x, y):
        builder.skipped += 1
        return
    builder.add(TrackPoint(x, y, number(height), _moment(at)))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
