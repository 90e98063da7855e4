"""Making the PDFs."""

from io import BytesIO
from typing import Any
from uuid import UUID

from backend.documents import queries, service
from backend.documents.events import DocumentRequested
from backend.documents.rendering import pdf_of
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.errors import DomainError
from backend.kernel.jobs import on
from backend.kernel.logging import get_logger
from backend.kernel.pdf import CannotRender
from backend.kernel.storage import object_store

log = get_logger(__name__)


@on(DocumentRequested, queue="documents", timeout_s=120)
def render_document(document_id: str) -> None:
    """Make and store the PDF of a document, once; a failure is shown on it and tried again."""
    key = UUID(document_id)
    with unit_of_work(read_only=True):
        document = queries.find_document_by_id(key)
        if document is None or document.state == "issued":
            return
        frozen = document.frozen
    try:
        _render_and_store(key, frozen)
    except Exception as error:
        log.warning(
            "document_rendering_failed", document_id=document_id, error=type(error).__name__
        )
        with unit_of_work():
            service.record_failure(key, _reason(error))
        raise


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


def _reason(error: Exception) -> str:
    if isinstance(error, CannotRender):
        return f"无法排版：{error}"
    if isinstance(error, DomainError):
        return error.detail
    return "生成文书时出错，系统将自动重试"
