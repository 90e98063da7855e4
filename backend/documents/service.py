"""Numbering and issuing documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts import get_authority
from backend.documents import queries, rules
from backend.documents.events import DocumentRequested
from backend.documents.kinds import KINDS
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.errors import Invalid
from backend.kernel.ids import new_id
from backend.kernel.numbering import next_number
from backend.kernel.outbox import insert_with_event
from backend.kernel.pdf import unprintable


def reserve_number(authority_id: UUID, kind: str, year: int) -> str:
    """Return the next number 文号 of a kind at an authority in a year, without gaps."""
    code = get_authority(authority_id).document_code
    number = next_number(authority_id, f"document.{kind}", year)
    return rules.written_number(code, kind, year, number)


def issue_document(
    actor: Actor,
    *,
    authority_id: UUID,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    case_id: UUID | None,
    data: Mapping[str, Any],
    number: str | None,
    at: datetime,
    supersedes_id: UUID | None = None,
    body_id: UUID | None = None,
) -> Document:
    """Freeze a document's data, ask for its PDF and return it as it was written.

    The name of the authority, or of the `body_id` in whose name it is issued, the number and the
    day of `at` are printed with the data. Raises Invalid unless `data` holds exactly what the kind
    declares, in characters that can be printed.
    """
    snapshot = {
        "authority_name": get_authority(body_id or authority_id).name,
        "number": number,
        "dated": clock.bureau_date(at).isoformat(),
        "data": rules.snapshot_of(kind, data),
    }
    _refuse_unprintable(kind, snapshot)
    row = {
        "id": new_id(),
        "authority_id": authority_id,
        "case_id": case_id,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "kind": kind,
        "number": number,
        "title_zh": rules.document_title(kind),
        "template_version": KINDS[kind].template_version,
        "data": snapshot,
        "data_sha256": rules.digest_of(snapshot),
        "state": "rendering",
        "failure": None,
        "sha256": None,
        "pages": None,
        "size": None,
        "store_key": None,
        "created_by": actor.person_id,
        "created_at": at,
        "issued_at": None,
        "supersedes_id": supersedes_id,
    }
    insert_with_event(Document, row, DocumentRequested(document_id=str(row["id"])))
    return Document(**row)


def _refuse_unprintable(kind: str, snapshot: dict[str, Any]) -> None:
    # Refused while somebody can still correct it, not when the step is done and the job fails.
    errors = {
        pointer: ("character_unprintable", f"这些字无法印在文书上：{''.join(lost)}")
        for pointer, text in rules.texts_of(snapshot)
        if (lost := unprintable(text))
    }
    if errors:
        raise Invalid(errors, detail=f"文书《{rules.document_title(kind)}》中有无法印出的字")


def record_rendering(
    document_id: UUID, *, sha256: str, pages: int, size: int, store_key: str, at: datetime
) -> None:
    """Mark a document issued with the PDF stored for it; does nothing when it already is."""
    document = queries.find_document_by_id(document_id, for_update=True)
    if document is None or document.state == "issued":
        return
    document.state, document.failure, document.issued_at = "issued", None, at
    document.sha256, document.pages, document.size = sha256, pages, size
    document.store_key = store_key


def record_failure(document_id: UUID, reason: str) -> None:
    """Show why a document's PDF could not be made; an issued document stays issued."""
    document = queries.find_document_by_id(document_id, for_update=True)
    if document is not None and document.state != "issued":
        document.state, document.failure = "failed", reason
