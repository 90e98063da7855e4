"""Which exhibits belong to which cases, for the daily map of chains."""

from uuid import UUID

from sqlalchemy import and_, select

from backend.evidence.models import Exhibit, ExhibitLink
from backend.kernel.db import session


def list_filed(authority_id: UUID) -> list[tuple[UUID, UUID | None]]:
    """Return every exhibit of an authority with each case it serves, or None where it serves
    none.
    """
    is_case = and_(ExhibitLink.exhibit_id == Exhibit.id, ExhibitLink.kind == "case")
    query = (
        select(Exhibit.id, ExhibitLink.subject_id)
        .outerjoin(ExhibitLink, is_case)
        .where(Exhibit.authority_id == authority_id)
        .order_by(Exhibit.id, ExhibitLink.subject_id)
    )
    return [(exhibit_id, case_id) for exhibit_id, case_id in session().execute(query)]
