"""People with their certificates, as cases judge them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import any_
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import Certificate, Person
from backend.accounts.rules import CertificateFacts
from backend.kernel.db import Json
from backend.kernel.parts import Part, list_of, row_of


@dataclass(frozen=True)
class CertifiedPerson:
    """A person with the certificates held, the one that ends last first."""

    id: UUID
    full_name: str
    certificates: tuple[CertificateFacts, ...]


def certified_part(
    person_ids: InstrumentedAttribute[list[UUID]],
) -> Part[dict[UUID, CertifiedPerson]]:
    """Return these people whatever their scope as part of another statement."""
    held = row_of(
        number=Certificate.number, valid_from=Certificate.valid_from, valid_to=Certificate.valid_to
    )
    certificates = list_of(held, Certificate.valid_to.desc()).where(
        Certificate.person_id == Person.id
    )
    one = row_of(
        id=Person.id, full_name=Person.full_name, certificates=certificates.scalar_subquery()
    )
    own = list_of(one, Person.id).where(Person.id == any_(person_ids))
    return Part(own.scalar_subquery(), _read_certified)


def _read_certified(rows: list[Json]) -> dict[UUID, CertifiedPerson]:
    found = {}
    for row in rows:
        held = (
            CertificateFacts(
                one["number"],
                date.fromisoformat(one["valid_from"]),
                date.fromisoformat(one["valid_to"]),
            )
            for one in row["certificates"]
        )
        key = UUID(row["id"])
        found[key] = CertifiedPerson(key, row["full_name"], tuple(held))
    return found
