"""Exhibits of other things, written by the database."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from backend.evidence.models import Exhibit, ExhibitLink
from backend.evidence.queries.exhibits import has_preview
from backend.kernel.json_sql import json_list, json_object


def links_as_json(kind: str, subject_id: InstrumentedAttribute[UUID]) -> ColumnElement[Any]:
    """Return the expression of a thing's exhibits in short, in the order of list_links."""
    exhibit = json_object(
        id=Exhibit.id,
        state=Exhibit.state,
        has_preview=has_preview(),
        flags=Exhibit.flags,
        captured_at=Exhibit.captured_at,
    )
    linked = json_list(exhibit, ExhibitLink.linked_at, Exhibit.id).join_from(
        ExhibitLink, Exhibit, Exhibit.id == ExhibitLink.exhibit_id
    )
    own = linked.where(ExhibitLink.kind == kind, ExhibitLink.subject_id == subject_id)
    return own.scalar_subquery()
