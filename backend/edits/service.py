"""Taking offline edits in, and settling what clashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.edits import queries
from backend.edits.errors import (
    EditConflictClosed,
    EditConflictMoved,
    EditDiffers,
    EditFromFuture,
    EditTooEarly,
)
from backend.edits.models import RecordEdit, RecordVersion
from backend.edits.rules import APPLIED, CLEAN, EARLY, PENDING, RESOLVED, judge, lay_open, settle
from backend.kernel.actor import Actor
from backend.kernel.db import lock_named, session


@dataclass(frozen=True)
class Subject:
    """A record that may be edited: whose it is, and what it said before anybody edited it."""

    kind: str
    id: UUID
    authority_id: UUID
    first_contents: dict[str, Any]
    first_by_name: str
    first_at: datetime


@dataclass(frozen=True)
class OfflineEdit:
    """An edit as it came from a phone."""

    id: UUID
    branch_id: UUID
    base_version: int
    trunk_version: int
    changes: dict[str, Any]
    made_at: datetime


def submit_edit(
    actor: Actor, subject: Subject, edit: OfflineEdit, now: datetime
) -> dict[str, Any] | None:
    """Apply an edit made on the newest version and return the new contents; keep any other one
    beside it for a person to settle and return None.

    Raises EditTooEarly, EditDiffers, EditFromFuture.
    """
    lock_named(f"edits:{subject.id}")
    known = queries.find_edit(edit.id)
    if known is not None:
        _check_same(actor, known, subject, edit)
        return None
    versions = _versions_of(subject)
    newest = max(versions)
    if not 1 <= edit.trunk_version <= min(newest, edit.base_version):
        raise EditFromFuture({"/trunk_version": (EditFromFuture.code, EditFromFuture.title)})
    branch = queries.list_branch(edit.branch_id, subject.id)
    _check_place(actor, branch, edit)
    verdict = judge(
        edit.base_version,
        edit.trunk_version,
        edit.changes,
        [one.in_branch() for one in branch],
        {number: row.contents for number, row in versions.items()},
    )
    if verdict.kind == EARLY:
        raise EditTooEarly
    row = _row(actor, subject, edit, now)
    session().add(row)
    if verdict.kind != CLEAN:
        row.state, row.conflict, row.clashing = PENDING, verdict.kind, list(verdict.clashing)
        session().flush()  # what is agreed is judged with this edit in it
        _close_agreed(subject)
        return None
    contents = {**versions[newest].contents, **edit.changes}
    row.version = newest + 1
    _add_version(actor, subject, newest + 1, contents, "edit", now, edit_id=edit.id)
    session().flush()  # what is agreed is judged with this version in it
    _close_agreed(subject)
    return contents


def _check_same(actor: Actor, known: RecordEdit, subject: Subject, edit: OfflineEdit) -> None:
    same = (known.subject_id, known.branch_id, known.base_version, known.changes) == (
        subject.id,
        edit.branch_id,
        edit.base_version,
        edit.changes,
    )
    if known.author_id != actor.person_id or not same:
        raise EditDiffers


def _check_place(actor: Actor, branch: list[RecordEdit], edit: OfflineEdit) -> None:
    """A branch is one person's, starts from one trunk and has one edit for each place."""
    for one in branch:
        is_other = one.author_id != actor.person_id or one.trunk_version != edit.trunk_version
        if is_other or one.base_version == edit.base_version:
            raise EditDiffers


def _versions_of(subject: Subject) -> dict[int, RecordVersion]:
    versions = {row.version: row for row in queries.list_versions(subject.id)}
    if versions:
        return versions
    first = _version(subject, 1, subject.first_contents, "first", subject.first_at)
    first.made_by_name = subject.first_by_name
    session().add(first)
    return {1: first}


def _version(
    subject: Subject, number: int, contents: dict[str, Any], how: str, at: datetime
) -> RecordVersion:
    return RecordVersion(
        subject_id=subject.id,
        version=number,
        authority_id=subject.authority_id,
        kind=subject.kind,
        contents=contents,
        how=how,
        made_by_name="",
        made_at=at,
    )


def _add_version(
    actor: Actor,
    subject: Subject,
    number: int,
    contents: dict[str, Any],
    how: str,
    now: datetime,
    *,
    edit_id: UUID | None = None,
    branch_id: UUID | None = None,
    choices: dict[str, Any] | None = None,
) -> None:
    row = _version(subject, number, contents, how, now)
    row.edit_id, row.branch_id, row.choices = edit_id, branch_id, choices
    row.made_by_id, row.made_by_name = actor.person_id, actor.full_name
    session().add(row)


def _row(actor: Actor, subject: Subject, edit: OfflineEdit, now: datetime) -> RecordEdit:
    return RecordEdit(
        id=edit.id,
        authority_id=subject.authority_id,
        kind=subject.kind,
        subject_id=subject.id,
        branch_id=edit.branch_id,
        base_version=edit.base_version,
        trunk_version=edit.trunk_version,
        changes=edit.changes,
        state=APPLIED,
        clashing=[],
        author_id=actor.person_id,
        author_name=actor.full_name,
        made_at=edit.made_at,
        received_at=now,
    )


def resolve_conflict(
    actor: Actor,
    subject: Subject,
    branch_id: UUID,
    *,
    against_version: int,
    choices: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    """Settle a branch as a person chose, field by field, and return the new contents.

    Raises EditConflictClosed, EditConflictMoved when either side changed since it was looked at.
    """
    lock_named(f"edits:{subject.id}")
    versions = _versions_of(subject)
    branch = queries.list_branch(branch_id, subject.id)
    pending = [edit for edit in branch if edit.state == PENDING]
    if not pending:
        raise EditConflictClosed
    newest = max(versions)
    contents = {number: row.contents for number, row in versions.items()}
    sides = lay_open(branch[0].trunk_version, [edit.in_branch() for edit in branch], contents)
    settled = settle(sides, contents[newest], choices)
    if against_version != newest or settled is None:
        raise EditConflictMoved(version=newest)
    _add_version(
        actor,
        subject,
        newest + 1,
        settled,
        "resolution",
        now,
        branch_id=branch_id,
        choices=dict(choices),
    )
    for edit in pending:
        edit.state, edit.version = RESOLVED, newest + 1
    session().flush()  # what is agreed is judged with this version in it
    _close_agreed(subject)
    return settled


def _close_agreed(subject: Subject) -> None:
    """Where both sides say the same by now there is nothing to choose."""
    versions = {row.version: row.contents for row in queries.list_versions(subject.id)}
    for branch in queries.list_unsettled_branches(subject.id):
        edits = [edit.in_branch() for edit in branch]
        if lay_open(branch[0].trunk_version, edits, versions):
            continue
        for edit in branch:
            if edit.state == PENDING:
                edit.state, edit.version = RESOLVED, max(versions)
    session().flush()  # readers of the record see no conflict without a difference
