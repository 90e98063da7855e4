"""Sets the report as PDF/A in the pinned fonts."""

from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from backend.exports.report.facts import ReportFacts
from backend.kernel.clock import BUREAU_ZONE
from backend.kernel.pdf import Pdf, render_pdf, unprintable

MOST_IN_FULL = 50
"""Above it the exhibits' own sections would make a report nobody reads; the package has them."""
MOST_EVENTS = 100
REPLACED = "\N{GETA MARK}"
"""〓: printers' sign for a character that no font of theirs holds."""

_pages = Environment(
    loader=PackageLoader("backend.exports.report"),
    # A file's name may hold < and &.
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(BUREAU_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _second(at: str) -> str:
    return at[:19] + "Z"


_pages.filters |= {"moment": _moment, "second": _second}


def set_report(facts: ReportFacts) -> Pdf:
    """Return the unsigned report; a character no font holds is shown as 〓, not as a gap."""
    context: dict[str, Any] = {
        "head": facts.head,
        "checkpoint": facts.checkpoint,
        "stamps": facts.stamps,
        "exhibits": facts.exhibits,
        "counts": _counts(facts),
        "is_full": len(facts.exhibits) <= MOST_IN_FULL,
        "most_events": MOST_EVENTS,
    }
    page = _pages.get_template("page.html").render(context)
    for char in unprintable(page):
        page = page.replace(char, REPLACED)
    style = _pages.get_template("style.css").render()
    return render_pdf(page, style, identifier=str(facts.head["export_id"]).encode())


def _counts(facts: ReportFacts) -> dict[str, int]:
    return {
        "devices": len({exhibit.key_id for exhibit in facts.exhibits}),
        "people": len({exhibit.captured_by for exhibit in facts.exhibits}),
        "in_app": sum(exhibit.is_taken_in_app for exhibit in facts.exhibits),
        "flagged": sum(bool(exhibit.flags) for exhibit in facts.exhibits),
        "copies": sum(len(exhibit.copies) for exhibit in facts.exhibits),
    }
