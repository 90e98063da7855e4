"""Documents of record 文书: numbered, frozen with their data, rendered once as PDF/A."""

from backend.documents.models import Document
from backend.documents.queries import (
    PaperState,
    find_document,
    find_documents,
    get_document,
    is_issued,
    list_documents_about,
    list_documents_of,
    papers_part,
)
from backend.documents.rendering import render_sheet
from backend.documents.rendering.drafts import draft_of
from backend.documents.rules import chinese_date, document_title, yuan, yuan_capitals
from backend.documents.schemas import DocumentSchema
from backend.documents.service import issue_document, reserve_number

__all__ = [
    "Document",
    "DocumentSchema",
    "PaperState",
    "chinese_date",
    "document_title",
    "draft_of",
    "find_document",
    "find_documents",
    "get_document",
    "is_issued",
    "issue_document",
    "list_documents_about",
    "list_documents_of",
    "papers_part",
    "render_sheet",
    "reserve_number",
    "yuan",
    "yuan_capitals",
]
