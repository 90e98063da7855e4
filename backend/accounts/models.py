"""Authorities, people and what they hold."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base


class Authority(Base):
    """A deciding body 行政主体: the city bureau or a district bureau."""

    __tablename__ = "authority"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]
    division_code: Mapped[str]
    document_code: Mapped[str]
    phone_lock: Mapped[str] = mapped_column(default="required")
    """Whether its people's phones must have a PIN: `required`, or `offered` and may be declined."""
    phone_lock_idle_s: Mapped[int] = mapped_column(default=300)


class Grid(Base):
    """A grid cell 网格; its polygon is GeoJSON in WGS-84."""

    __tablename__ = "grid"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    polygon: Mapped[dict[str, Any]]


class Certificate(Base):
    """An enforcement certificate 行政执法证."""

    __tablename__ = "certificate"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class Person(Base):
    """A person with an account."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    account_name: Mapped[str]
    full_name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_active: Mapped[bool]
    is_demo: Mapped[bool]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]

    authority: Mapped[Authority] = relationship(lazy="joined")
    certificates: Mapped[list[Certificate]] = relationship(
        lazy="selectin", order_by=Certificate.valid_to.desc()
    )
    # Only the signed-in person's are asked for, so lists of people do not read them.
    grids: Mapped[list[Grid]] = relationship(secondary="grid_assignment", viewonly=True)

    @property
    def certificate(self) -> Certificate | None:
        """The certificate that ends last."""
        return self.certificates[0] if self.certificates else None


class GridAssignment(Base):
    """A person serves a grid."""

    __tablename__ = "grid_assignment"
    grid_id: Mapped[UUID] = mapped_column(ForeignKey("grid.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))


class SignedInSession(Base):
    """A server-side session; the cookie's token is kept only as its digest."""

    __tablename__ = "signed_in_session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    token_digest: Mapped[bytes]
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class EnrolmentChallenge(Base):
    """A challenge a device must sign within minutes to enrol its key."""

    __tablename__ = "enrolment_challenge"
    challenge: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Device(Base):
    """A phone or PDA with its P-256 public key (SPKI DER).

    It is pending until a second person approved it; names are kept as they were on the day.
    """

    __tablename__ = "device"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    model: Mapped[str]
    key_id: Mapped[str]
    public_key: Mapped[bytes]
    key_storage: Mapped[str]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    challenge_sha256: Mapped[str | None]
    """Of the challenge whose signature proved the possession of the key."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    enrolled_at: Mapped[datetime]
    approval: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_by_name: Mapped[str | None]
    approval_note: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_by_name: Mapped[str | None]
    end_reason: Mapped[str | None]
    lost_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])


class VaultShare(Base):
    """What opens a phone's sealed data when its PIN is forgotten; sealed under our own secret."""

    __tablename__ = "vault_share"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    releases: Mapped[int]
