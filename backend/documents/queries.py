"""Reads of documents; the scope comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts import within
from backend.documents.models import Document
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.parts import Part, list_of, row_of


@dataclass(frozen=True)
class PaperState:
    """What guards look at of a document."""

    id: UUID
    kind: str
    state: str
    number: str | None
    is_own: bool
    """Whether it is about the case itself, not about a measure beside it."""


def get_document(actor: Actor, document_id: UUID) -> Document:
    """Return a document in scope; raises NotFound."""
    query = select(Document).where(within(actor, Document.authority_id), Document.id == document_id)
    document = session().scalars(query).one_or_none()
    if document is None:
        raise NotFound
    return document


def find_document_by_id(document_id: UUID, *, for_update: bool = False) -> Document | None:
    """Return a document whatever its scope, locked when it is about to be written."""
    return session().get(
        Document, document_id, with_for_update=for_update, populate_existing=for_update
    )


def find_document(subject_kind: str, subject_id: UUID, kind: str) -> Document | None:
    """Return the newest document of a kind about a subject; the caller has checked the scope."""
    query = (
        select(Document)
        .where(
            Document.subject_kind == subject_kind,
            Document.subject_id == subject_id,
            Document.kind == kind,
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    )
    return session().scalars(query).one_or_none()


def find_documents(
    subject_kind: str, subject_ids: Collection[UUID], kind: str
) -> dict[UUID, Document]:
    """Return the newest document of a kind about each of these subjects that has one, in one
    query; the caller has checked the scope.
    """
    query = select(Document).where(
        Document.subject_kind == subject_kind,
        Document.subject_id.in_(subject_ids),
        Document.kind == kind,
    )
    rows = session().scalars(query.order_by(Document.created_at, Document.id))
    return {document.subject_id: document for document in rows}


def list_documents_of(case_id: UUID) -> list[Document]:
    """Return a case's documents, oldest first; the caller has checked the scope."""
    query = select(Document).where(Document.case_id == case_id)
    return list(session().scalars(query.order_by(Document.created_at, Document.id)))


def papers_part(case_id: InstrumentedAttribute[UUID]) -> Part[list[PaperState]]:
    """Return what guards look at of the documents that belong to a case, oldest first, as part of
    another statement.
    """
    paper = row_of(
        id=Document.id,
        kind=Document.kind,
        state=Document.state,
        number=Document.number,
        is_own=Document.subject_id == case_id,
    )
    own = list_of(paper, Document.created_at, Document.id).where(Document.case_id == case_id)
    return Part(own.scalar_subquery(), lambda rows: [_paper(**row) for row in rows])


def _paper(id: str, **others: Any) -> PaperState:
    return PaperState(id=UUID(id), **others)


def list_documents_about(subject_kind: str, subject_id: UUID) -> list[Document]:
    """Return the documents about a subject, oldest first; the caller has checked the scope."""
    query = select(Document).where(
        Document.subject_kind == subject_kind, Document.subject_id == subject_id
    )
    return list(session().scalars(query.order_by(Document.created_at, Document.id)))


def is_issued(document_id: UUID) -> bool:
    """Tell whether the document's PDF exists."""
    query = select(Document.state).where(Document.id == document_id)
    return session().scalars(query).one_or_none() == "issued"


def list_documents(
    actor: Actor,
    *,
    case_id: UUID | None,
    kind: str | None,
    state: str | None,
    cursor: str | None,
    limit: int,
) -> Page[Document]:
    """Return documents in scope, newest first."""
    query: Select[Any] = select(Document).where(within(actor, Document.authority_id))
    if case_id:
        query = query.where(Document.case_id == case_id)
    if kind:
        query = query.where(Document.kind == kind)
    if state:
        query = query.where(Document.state == state)
    return fetch_page(query, Document.created_at, Document.id, cursor=cursor, limit=limit)
