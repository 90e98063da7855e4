"""Setting frozen data in its template."""

from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from backend.documents import rules
from backend.documents.kinds import KINDS, RECIPIENTS, SERVICE_MODES
from backend.kernel.clock import wire_time
from backend.kernel.db import Json
from backend.kernel.pdf import Pdf, render_pdf

_pages = Environment(
    loader=PackageLoader("backend.documents"),
    # A party's name may hold < and &.
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters |= {
    "day": lambda text: rules.chinese_date(date.fromisoformat(text)),
    "moment": lambda text: rules.chinese_time(datetime.fromisoformat(text)),
    "yuan": rules.yuan,
    "capitals": rules.yuan_capitals,
    "mode": SERVICE_MODES.__getitem__,
    "recipient": RECIPIENTS.__getitem__,
    "octets": lambda size: f"{size:,}",
}


def pdf_of(frozen: dict[str, Any]) -> Pdf:
    """Return the PDF of frozen data: the same bytes whenever and wherever it is made."""
    style = _pages.get_template("base.css")
    return render_pdf(page_of(frozen), style.render(), identifier=frozen["id"].encode())


def page_of(frozen: dict[str, Any]) -> str:
    """Return frozen data set in its template, as the page that is printed."""
    page = _pages.get_template(f"{frozen['kind']}/{frozen['version']}.html")
    return page.render(frozen, d=frozen["data"])


def render_sheet(
    kind: str, data: Json, *, identifier: str, authority_name: str, dated: date, made_at: datetime
) -> Pdf:
    """Return a sheet that is part of something bound and no document of its own, without a number;
    raises Invalid or CannotRender.
    """
    return pdf_of(
        {
            "id": identifier,
            "kind": kind,
            "version": KINDS[kind].template_version,
            "title": rules.document_title(kind),
            "created_at": wire_time(made_at),
            "authority_name": authority_name,
            "number": None,
            "dated": dated.isoformat(),
            "data": rules.snapshot_of(kind, data),
        }
    )
