"""URLs of documents."""

from typing import Any
from uuid import UUID

from flask import Response, send_file

from backend.documents import queries, schemas
from backend.documents.errors import DocumentNotReady
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer
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
    if document.store_key is None:
        raise DocumentNotReady(state=document.state, failure=document.failure)
    return send_file(
        object_store().open(document.store_key),
        mimetype="application/pdf",
        download_name=f"{document.number or document.title_zh}.pdf",
    )
