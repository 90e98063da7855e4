"""Exhibits, what they are linked to, and uploads under way."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.evidence.models.retention import ClosedCaseFile as ClosedCaseFile
from backend.evidence.models.retention import Disposal as Disposal
from backend.evidence.models.retention import DisposalItem as DisposalItem
from backend.evidence.models.retention import ExhibitHold as ExhibitHold
from backend.evidence.models.retention import ExhibitView as ExhibitView
from backend.evidence.models.retention import LegalHold as LegalHold
from backend.evidence.models.retention import RetentionPolicy as RetentionPolicy
from backend.kernel.db import Base, Json

UNCHECKED_STATES = ("awaiting_upload", "received")
"""In which the original is not yet known to be what was signed."""


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
    """A photo, video or file 证据; names are snapshots: old records keep saying what was true."""

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
    device_seq: Mapped[int] = mapped_column(BigInteger)
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
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    """As signed; of segmented media known once the server has hashed the whole."""
    sm3: Mapped[str | None]
    segment_size: Mapped[int | None] = mapped_column(BigInteger)
    segments_root: Mapped[str | None]
    segment_digests: Mapped[bytes | None] = mapped_column(deferred=True)
    """The SHA-256 digests of the segments in order, 32 bytes each."""
    second_officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID | None]
    """The case the device said it captures for; what it serves is told by its links."""
    task_id: Mapped[UUID | None]
    app_build: Mapped[str | None]
    detected_mime: Mapped[str | None]
    captured_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    examined_at: Mapped[datetime | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    source_lon_e7: Mapped[int | None] = mapped_column(BigInteger)
    source_lat_e7: Mapped[int | None] = mapped_column(BigInteger)
    crs: Mapped[str | None]
    fix_at: Mapped[datetime | None]
    no_fix_reason: Mapped[str | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    not_before: Mapped[dict[str, Any] | None]
    exif: Mapped[dict[str, Any] | None]
    examination: Mapped[dict[str, Any] | None]
    """What the readers found, for search and show; the flags are what counts."""
    examination_version: Mapped[int | None]
    phash: Mapped[int | None] = mapped_column(BigInteger)
    compared_at: Mapped[datetime | None]
    """When it was looked at and compared with other captures."""
    flags: Mapped[list[Any]]
    """`[{"code", "facts"}]`, at most one of each code."""
    store_key: Mapped[str | None]
    preview_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    early_picture_key: Mapped[str | None]
    """The small picture that a phone sent ahead of the original; marked, and no evidence."""
    retention_policy: Mapped[str | None]
    """By which rule it is kept until `retain_until`; None until the first sweep after intake."""
    retain_until: Mapped[datetime | None]
    disposed_at: Mapped[datetime | None]
    receipt_statement: Mapped[bytes | None]
    receipt_signature: Mapped[bytes | None]
    receipt_key_id: Mapped[str | None]

    holds: Mapped[list[LegalHold]] = relationship(
        # Asked for by the exhibit's own page only.
        lazy="select",
        secondary="exhibit_hold",
        secondaryjoin=(
            "and_(LegalHold.id == ExhibitHold.hold_id, ExhibitHold.lifted_at.is_(None))"
        ),
        order_by=(LegalHold.placed_at, LegalHold.id),
        viewonly=True,
    )
    links: Mapped[list[ExhibitLink]] = relationship(
        lazy="selectin", order_by=(ExhibitLink.linked_at, ExhibitLink.subject_id), viewonly=True
    )

    @property
    def is_early_picture(self) -> bool:
        """Tell whether what is shown came ahead of an original not known to be what was signed."""
        return self.early_picture_key is not None and self.state in UNCHECKED_STATES

    @property
    def has_preview(self) -> bool:
        """Tell whether there is a picture to show; it is made when first asked for."""
        is_picture = (self.detected_mime or "").startswith("image/")
        is_broken = any(flag["code"] == "not_an_image" for flag in self.flags)
        is_shown = self.state == "verified" and is_picture and not is_broken
        return is_shown or self.is_early_picture

    @property
    def segments(self) -> Json | None:
        """How the media is cut, when its record signs segments."""
        if self.segment_size is None:
            return None
        return {"size": self.segment_size, "count": -(-self.size // self.segment_size)}

    @property
    def retention(self) -> Json | None:
        """How long it is kept at least, and by which rule."""
        if self.retain_until is None:
            return None
        return {"policy": self.retention_policy, "retain_until": self.retain_until}

    @property
    def found(self) -> Json | None:
        """What reading the file found, without the points of a track."""
        if self.examination is None:
            return None
        return {name: value for name, value in self.examination.items() if name != "track_points"}

    @property
    def duplicates(self) -> list[Json]:
        """Other exhibits of the same bytes or the same picture, as the flags count them; those of
        other authorities have no id here.
        """
        kinds = {"duplicate_bytes": "exact", "near_duplicate": "near"}
        return [
            {"exhibit_id": key, "kind": kinds[flag["code"]], "distance": distance}
            for flag in self.flags
            if flag["code"] in kinds
            for key, distance in _others(flag["facts"])
        ]

    @property
    def media(self) -> Json:
        """The file, as signed and as found."""
        names = ("mime", "size", "sha256", "sm3", "segments_root", "detected_mime")
        return {name: getattr(self, name) for name in names}

    @property
    def captured_by(self) -> Json:
        """Who captured it."""
        return {"id": self.captured_by_id, "full_name": self.captured_by_name}

    @property
    def device(self) -> Json:
        """What signed it."""
        return {"id": self.device_id, "model": self.device_model, "key_id": self.device_key_id}

    @property
    def grid(self) -> Json | None:
        """The cell of its fix."""
        return {"id": self.grid_id, "name": self.grid_name} if self.grid_id else None

    @property
    def position(self) -> Json | None:
        """Where the device stood, in WGS-84."""
        names = ("lon", "lat", "accuracy_m", "crs", "fix_at")
        return {name: getattr(self, name) for name in names} if self.lon is not None else None

    @property
    def clock(self) -> Json:
        """What brackets the time of capture."""
        return {"offset_ms": self.clock_offset_ms, "not_before": self.not_before}

    @property
    def receipt(self) -> Json | None:
        """The server's signed statement that it holds the bytes."""
        if self.receipt_statement is None or self.receipt_signature is None:
            return None
        return {
            "statement": base64.b64encode(self.receipt_statement).decode(),
            "signature": base64.b64encode(self.receipt_signature).decode(),
            "key_id": self.receipt_key_id,
        }


def _others(facts: Json) -> list[tuple[str | None, int]]:
    distances = facts.get("distances", [0] * facts["count"])
    ids = [*facts["exhibit_ids"], *[None] * facts["count"]]
    return list(zip(ids, distances, strict=False))


class UploadChunk(Base):
    """Bytes of an upload that are staged as one object."""

    __tablename__ = "upload_chunk"
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    size: Mapped[int] = mapped_column(BigInteger)
    store_key: Mapped[str]


class Upload(Base):
    """A resumable upload of an exhibit's bytes: live, then complete, terminated or expired."""

    __tablename__ = "upload"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    length: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(BigInteger)
    """How many bytes are here: tus's Upload-Offset."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
