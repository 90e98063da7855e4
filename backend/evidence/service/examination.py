"""What reading an exhibit's file found: facts and flags, never a verdict."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.evidence.models import Exhibit
from backend.evidence.rules import checks, found, plausible
from backend.evidence.rules.capture import Facts
from backend.evidence.rules.checks import Declared
from backend.evidence.rules.media_checks import EXAMINED_CODES, flags_of_reading
from backend.evidence.rules.reading import MediaReading
from backend.evidence.service.changes import announce_all, event_of, log_each, set_flag
from backend.kernel import clock
from backend.ledger import NewEvent


def record_examinations(pairs: Sequence[tuple[Exhibit, MediaReading]], now: datetime) -> None:
    """Give locked exhibits the facts and flags of their readings, each with a `checked` event;
    flags of an earlier reading that no longer hold are lowered.
    """
    for exhibit, reading in pairs:
        _note(exhibit, reading, now)
    exhibits = [exhibit for exhibit, _ in pairs]
    log_checked(exhibits, now)
    announce_all(exhibits)


def _note(exhibit: Exhibit, reading: MediaReading, now: datetime) -> None:
    flags = flags_of_reading(declared_of(exhibit), reading, clock.BUREAU_ZONE)
    raised = {flag["code"]: flag["facts"] for flag in flags}
    raised["captured_outside_bracket"] = _outside_bracket(exhibit)
    for code in (*EXAMINED_CODES, "captured_outside_bracket"):
        set_flag(exhibit, code, raised.get(code))
    exhibit.detected_mime = reading.detected_mime or exhibit.detected_mime
    exhibit.exif = checks.exif_of(reading.photo) if reading.photo else None
    exhibit.examination, exhibit.examination_version = found.facts_of(reading), found.VERSION
    exhibit.examined_at, exhibit.compared_at = now, None


def log_checked(exhibits: Sequence[Exhibit], now: datetime) -> None:
    """Say in each exhibit's chain which flags it carries by now."""
    log_each([(exhibit, _checked(exhibit, now)) for exhibit in exhibits])


def _checked(exhibit: Exhibit, now: datetime) -> NewEvent:
    detail = {
        "flags": exhibit.flags,
        "detected_mime": exhibit.detected_mime,
        "examination_version": exhibit.examination_version,
    }
    return event_of(exhibit, "checked", detail, actor=None, now=now)


def declared_of(exhibit: Exhibit) -> Declared:
    """Return what the signed record says, as the checks need it."""
    return Declared(
        kind=exhibit.kind,
        mime=exhibit.mime,
        captured_at=exhibit.captured_at,
        lon=exhibit.lon,
        lat=exhibit.lat,
        accuracy_m=exhibit.accuracy_m,
        source=exhibit.source,
        device_model=exhibit.device_model,
    )


def _outside_bracket(exhibit: Exhibit) -> Facts | None:
    captured_at = exhibit.captured_at + timedelta(milliseconds=exhibit.clock_offset_ms or 0)
    issued = (exhibit.not_before or {}).get("issued_at")
    not_before = datetime.fromisoformat(issued) if issued else None
    return plausible.outside_bracket(captured_at, not_before, exhibit.received_at)
