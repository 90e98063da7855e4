"""Records that may be edited offline, every edit and every version of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.edits.rules import BranchEdit
from backend.kernel.db import Base


class RecordVersion(Base):
    """The contents of a record at one version: written once, never changed."""

    __tablename__ = "record_version"
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    kind: Mapped[str]
    contents: Mapped[dict[str, Any]]
    how: Mapped[str]
    """first, edit or resolution."""
    edit_id: Mapped[UUID | None]
    branch_id: Mapped[UUID | None]
    choices: Mapped[dict[str, Any] | None]
    made_by_id: Mapped[UUID | None]
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]


class RecordEdit(Base):
    """An edit as a phone made it, whatever became of it."""

    __tablename__ = "record_edit"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    branch_id: Mapped[UUID]
    base_version: Mapped[int]
    trunk_version: Mapped[int]
    changes: Mapped[dict[str, Any]]
    state: Mapped[str]
    """applied, pending (a person has to choose) or resolved."""
    conflict: Mapped[str | None]
    """soft or hard, as it was judged when it came in."""
    clashing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int | None]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]

    def in_branch(self) -> BranchEdit:
        """Return what the rules need of it."""
        return BranchEdit(self.base_version, self.changes, self.state, self.version)
