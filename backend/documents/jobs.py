"""Making the PDFs."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined

from backend.documents import queries, rules, service
from backend.documents.events import DocumentRequested
from backend.documents.kinds import RECIPIENTS, SERVICE_MODES
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.errors import DomainError
from backend.kernel.jobs import on
from backend.kernel.logging import get_logger
from backend.kernel.pdf import CannotRender, Pdf, render_pdf
from backend.kernel.storage import object_store

log = get_logger(__name__)

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


@on(DocumentRequested, queue="documents", timeout_s=120)
def render_document(document_id: str) -> None:
    """Make and store the PDF of a document, once; a failure is shown on it and tried again."""
    key = UUID(document_id)
    with unit_of_work(read_only=True):
        document = queries.find_document_by_id(key)
        if document is None or document.state == "issued":
            return
        frozen = _frozen(document)
    try:
        _render_and_store(key, frozen)
    except Exception as error:
        log.warning(
            "document_rendering_failed", document_id=document_id, error=type(error).__name__
        )
        with unit_of_work():
            service.record_failure(key, _reason(error))
        raise


def _frozen(document: Document) -> dict[str, Any]:
    return {
        "id": str(document.id),
        "kind": document.kind,
        "version": document.template_version,
        "title": document.title_zh,
        "created_at": document.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **document.data,
    }


def _render_and_store(key: UUID, frozen: dict[str, Any]) -> None:
    pdf = pdf_of(frozen)
    store_key = f"documents/{key}/{pdf.sha256}.pdf"
    object_store().put_if_absent(store_key, BytesIO(pdf.content), len(pdf.content))
    with unit_of_work():
        service.record_rendering(
            key,
            sha256=pdf.sha256,
            pages=pdf.pages,
            size=len(pdf.content),
            store_key=store_key,
            at=clock.now(),
        )


def pdf_of(frozen: dict[str, Any]) -> Pdf:
    """Return the PDF of frozen data: the same bytes whenever and wherever it is made."""
    page = _pages.get_template(f"{frozen['kind']}/{frozen['version']}.html")
    style = _pages.get_template("base.css")
    return render_pdf(
        page.render(frozen, d=frozen["data"]), style.render(), identifier=frozen["id"].encode()
    )


def _reason(error: Exception) -> str:
    if isinstance(error, CannotRender):
        return f"无法排版：{error}"
    if isinstance(error, DomainError):
        return error.detail
    return "生成文书时出错，系统将自动重试"
