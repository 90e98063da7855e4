"""Reads of records, edits and conflicts; owners of the records check the scope."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.edits.models import RecordEdit, RecordVersion
from backend.edits.rules import HARD, PENDING, SOFT, Side, lay_open
from backend.kernel.db import among, among_named, session


@dataclass(frozen=True)
class OpenConflict:
    """A branch that a person has to settle, side by side."""

    branch_id: UUID
    kind: str
    """soft: other fields were changed meanwhile; hard: the same ones."""
    author_id: UUID
    author_name: str
    made_at: datetime
    edits: int
    against_version: int
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class RecordState:
    """A record's newest contents and its open conflicts."""

    version: int
    contents: dict[str, Any]
    changed_by_name: str
    changed_at: datetime | None
    conflicts: tuple[OpenConflict, ...]


def list_records(subject_ids: Collection[UUID]) -> dict[UUID, RecordState]:
    """Return the records that were ever edited, in two queries whatever their number."""
    versions: dict[UUID, list[RecordVersion]] = {}
    query = select(RecordVersion).where(among(RecordVersion.subject_id, subject_ids))
    for row in session().scalars(query.order_by(RecordVersion.subject_id, RecordVersion.version)):
        versions.setdefault(row.subject_id, []).append(row)
    unsettled = _unsettled_branches(list(versions))
    return {
        subject_id: _state_of(rows, unsettled.get(subject_id, []))
        for subject_id, rows in versions.items()
    }


def find_edited(named: str) -> set[UUID]:
    """Return those of the records, as `named_ids` names them, that were ever edited."""
    query = select(RecordVersion.subject_id).where(among_named(RecordVersion.subject_id, named))
    return set(session().scalars(query))


def _unsettled_branches(subject_ids: Collection[UUID]) -> dict[UUID, list[RecordEdit]]:
    pending = select(RecordEdit.branch_id).where(
        among(RecordEdit.subject_id, subject_ids), RecordEdit.state == PENDING
    )
    query = select(RecordEdit).where(RecordEdit.branch_id.in_(pending))
    found: dict[UUID, list[RecordEdit]] = {}
    for edit in session().scalars(query.order_by(RecordEdit.branch_id, RecordEdit.base_version)):
        found.setdefault(edit.subject_id, []).append(edit)
    return found


def _state_of(versions: list[RecordVersion], edits: list[RecordEdit]) -> RecordState:
    newest = versions[-1]
    contents = {row.version: row.contents for row in versions}
    branches = [list(branch) for _, branch in groupby(edits, key=lambda edit: edit.branch_id)]
    return RecordState(
        version=newest.version,
        contents=newest.contents,
        changed_by_name=newest.made_by_name,
        changed_at=newest.made_at if newest.how != "first" else None,
        conflicts=tuple(_conflict(branch, contents) for branch in branches),
    )


def _conflict(branch: list[RecordEdit], contents: dict[int, dict[str, Any]]) -> OpenConflict:
    pending = [edit for edit in branch if edit.state == PENDING]
    sides = lay_open(branch[0].trunk_version, [edit.in_branch() for edit in branch], contents)
    return OpenConflict(
        branch_id=branch[0].branch_id,
        kind=HARD if any(side.is_clash for side in sides) else SOFT,
        author_id=pending[0].author_id,
        author_name=pending[0].author_name,
        made_at=pending[-1].made_at,
        edits=len(pending),
        against_version=max(contents),
        sides=sides,
    )


def list_unsettled_branches(subject_id: UUID) -> list[list[RecordEdit]]:
    """Return the branches of a record that hold a pending edit, each in the order it was made."""
    edits = _unsettled_branches([subject_id]).get(subject_id, [])
    return [list(branch) for _, branch in groupby(edits, key=lambda edit: edit.branch_id)]


def find_edit(edit_id: UUID) -> RecordEdit | None:
    """Return an edit whatever its record."""
    return session().get(RecordEdit, edit_id)


def list_branch(branch_id: UUID, subject_id: UUID) -> list[RecordEdit]:
    """Return a branch's edits of a record in the order they were made."""
    query = select(RecordEdit).where(
        RecordEdit.branch_id == branch_id, RecordEdit.subject_id == subject_id
    )
    return list(session().scalars(query.order_by(RecordEdit.base_version)))


def list_versions(subject_id: UUID) -> list[RecordVersion]:
    """Return every version of a record, oldest first."""
    query = select(RecordVersion).where(RecordVersion.subject_id == subject_id)
    return list(session().scalars(query.order_by(RecordVersion.version)))


def list_subjects_in_conflict(kind: str, subject_ids: Iterable[UUID] | None = None) -> list[UUID]:
    """Return the records of a kind that have an open conflict; all of them when no ids are
    given.
    """
    query = select(RecordEdit.subject_id).where(
        RecordEdit.kind == kind, RecordEdit.state == PENDING
    )
    if subject_ids is not None:
        query = query.where(RecordEdit.subject_id.in_(list(subject_ids)))
    return list(session().scalars(query.distinct()))
