"""Exhibits, what they are linked to, and uploads under way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base


class ExhibitLink(Base):
    """An exhibit serves a thing: the label is that thing's number when it was linked."""

    __tablename__ = "exhibit_link"
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    label: Mapped[str]
    fact_to_prove: Mapped[str | None]
    linked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]


class Exhibit(Base):
    """A photo, video or file 证据; names are snapshots, so that old records keep saying what was true."""

    __tablename__ = "exhibit"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    grid_name: Mapped[str | None]
    captured_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    captured_by_name: Mapped[str]
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    device_model: Mapped[str]
    device_key_id: Mapped[str]
    device_seq: Mapped[int]
    device_prev: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    state: Mapped[str]
    revision: Mapped[int]
    file_name: Mapped[str]
    envelope: Mapped[bytes]
    """The DSSE envelope as canonical JSON."""
    record: Mapped[bytes]
    """The exact bytes the device signed."""
    record_sha256: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    sm3: Mapped[str | None]
    detected_mime: Mapped[str | None]
    captured_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    source_lon_e7: Mapped[int | None]
    source_lat_e7: Mapped[int | None]
    crs: Mapped[str | None]
    fix_at: Mapped[datetime | None]
    no_fix_reason: Mapped[str | None]
    clock_offset_ms: Mapped[int | None]
    not_before: Mapped[dict[str, Any] | None]
    exif: Mapped[dict[str, Any] | None]
    flags: Mapped[list[Any]]
    """`[{"code", "facts"}]`, at most one of each code."""
    store_key: Mapped[str | None]
    preview_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    receipt_statement: Mapped[bytes | None]
    receipt_signature: Mapped[bytes | None]
    receipt_key_id: Mapped[str | None]

    links: Mapped[list[ExhibitLink]] = relationship(
        lazy="selectin", order_by=(ExhibitLink.linked_at, ExhibitLink.subject_id), viewonly=True
    )


class UploadChunk(Base):
    """Bytes of an upload that are staged as one object."""

    __tablename__ = "upload_chunk"
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    size: Mapped[int]
    store_key: Mapped[str]


class Upload(Base):
    """A resumable upload of an exhibit's bytes: live, then complete, terminated or expired."""

    __tablename__ = "upload"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    length: Mapped[int]
    position: Mapped[int]
    """How many bytes are here: tus's Upload-Offset."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
