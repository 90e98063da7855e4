"""Exhibits as what they prove is judged and printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.evidence.models import Exhibit, ExhibitLink
from backend.kernel.parts import Part, list_of, row_of


@dataclass(frozen=True)
class ProvingExhibit:
    """An exhibit that serves a thing, with what it is to prove and what papers say of it."""

    id: UUID
    state: str
    fact_to_prove: str | None
    linked_at: datetime
    file_name: str
    captured_at: datetime
    captured_by_name: str
    sha256: str


def proving_part(
    kind: str, subject_id: InstrumentedAttribute[UUID]
) -> Part[tuple[ProvingExhibit, ...]]:
    """Return the exhibits that serve a thing, in the order they were linked, as part of another
    statement, which checks the scope of the thing.
    """
    exhibit, link = aliased(Exhibit, name="x"), aliased(ExhibitLink, name="l")
    shown = row_of(
        id=exhibit.id,
        state=exhibit.state,
        fact_to_prove=link.fact_to_prove,
        linked_at=link.linked_at,
        file_name=exhibit.file_name,
        captured_at=exhibit.captured_at,
        captured_by_name=exhibit.captured_by_name,
        sha256=exhibit.sha256,
    )
    own = (
        list_of(shown, link.linked_at, exhibit.id)
        .join_from(link, exhibit, exhibit.id == link.exhibit_id)
        .where(link.kind == kind, link.subject_id == subject_id)
    )
    return Part(own.scalar_subquery(), lambda rows: tuple(_read(**row) for row in rows))


def _read(
    id: str,
    linked_at: str,
    captured_at: str,
    **others: Any,
) -> ProvingExhibit:
    return ProvingExhibit(
        id=UUID(id),
        linked_at=datetime.fromisoformat(linked_at),
        captured_at=datetime.fromisoformat(captured_at),
        **others,
    )
