"""URLs of documents."""

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, send_file

from backend.documents import queries, schemas
from backend.documents.errors import DocumentAltered, DocumentNotReady
from backend.documents.models import Document
from backend.documents.rendering.drafts import draft_of
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import WORD, page_answer, word_file
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.storage import object_store

blueprint = make_blueprint("documents", "Documents of record 文书")


@blueprint.get("/documents")
@requires("document.read")
@blueprint.arguments(schemas.DocumentQuery, location="query")
@blueprint.response(200, schemas.DocumentPageSchema)
def list_documents(query: dict[str, Any]) -> Any:
    """List documents in scope 文书清单."""
    return page_answer(queries.list_documents(current_actor(), **query))


@blueprint.get("/documents/<uuid:document_id>")
@requires("document.read")
@blueprint.response(200, schemas.DocumentSchema)
def show_document(document_id: UUID) -> Any:
    """Show one document 文书详情."""
    return queries.get_document(current_actor(), document_id)


@blueprint.get("/documents/<uuid:document_id>/content")
@requires("document.read")
@blueprint.response(200, content_type="application/pdf")
def show_content(document_id: UUID) -> Response:
    """Open the PDF 打开文书."""
    document = queries.get_document(current_actor(), document_id)
    name = f"{document.number or document.title_zh}.pdf"
    return send_file(BytesIO(_content(document)), mimetype="application/pdf", download_name=name)


@blueprint.get("/documents/<uuid:document_id>/draft")
@requires("document.read")
@blueprint.response(200, content_type=WORD)
def show_draft(document_id: UUID) -> Response:
    """Take a paper's words as a draft to edit 可编辑草稿: no issued document."""
    document = queries.get_document(current_actor(), document_id)
    return word_file(f"{document.title_zh}（草稿）", draft_of(document))


def _content(document: Document) -> bytes:
    if document.store_key is None:
        raise DocumentNotReady(state=document.state, failure=document.failure)
    with object_store().open(document.store_key) as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DocumentAltered
    return content
