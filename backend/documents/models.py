"""Documents of record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Document(Base):
    """A document 文书: the data it was made from, and the PDF once it exists. Neither ever changes;
    a correction is a new document that supersedes it.
    """

    __tablename__ = "document"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[UUID | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[str | None]
    title_zh: Mapped[str]
    template_version: Mapped[str]
    data: Mapped[dict[str, Any]]
    data_sha256: Mapped[str]
    state: Mapped[str]
    failure: Mapped[str | None]
    sha256: Mapped[str | None]
    pages: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    store_key: Mapped[str | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))

    @property
    def frozen(self) -> dict[str, Any]:
        """What the paper is set from, the same whenever it is set."""
        return {
            "id": str(self.id),
            "kind": self.kind,
            "version": self.template_version,
            "title": self.title_zh,
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **self.data,
        }

    @property
    def subject(self) -> dict[str, object]:
        """What the document is about."""
        return {"kind": self.subject_kind, "id": self.subject_id}
