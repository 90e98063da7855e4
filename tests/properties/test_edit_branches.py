"""Edits made offline by several phones, sent in any order, lost and repeated: nothing is lost,
nothing is merged that nobody looked at.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from backend.edits import (
    EditConflictClosed,
    EditConflictMoved,
    OfflineEdit,
    Subject,
    list_records,
    list_versions,
    resolve_conflict,
    submit_edit,
)
from backend.edits.errors import EditTooEarly
from backend.edits.models import RecordEdit
from backend.kernel.actor import Actor
from backend.kernel.ids import new_id

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
FIELDS = ("contact", "note", "gate")
FIRST = dict.fromkeys(FIELDS, "")


@dataclass
class Handset:
    """What one phone knows: the version it pulled, and edits of its own not yet acknowledged."""

    actor: Actor
    version: int = 1
    seen: dict[str, Any] = field(default_factory=lambda: dict(FIRST))
    unsent: list[OfflineEdit] = field(default_factory=list)
    everything: list[OfflineEdit] = field(default_factory=list)

    def edit(self, changes: dict[str, Any]) -> None:
        """Edit offline: on the branch that is open, or on a new one."""
        last = self.unsent[-1] if self.unsent else None
        edit = OfflineEdit(
            id=new_id(),
            branch_id=last.branch_id if last else uuid4(),
            base_version=last.base_version + 1 if last else self.version,
            trunk_version=last.trunk_version if last else self.version,
            changes=changes,
            made_at=AT,
        )
        self.unsent.append(edit)
        self.everything.append(edit)


@dataclass
class World:
    """The server's record with the model beside it."""

    subject: Subject
    phones: list[Handset]
    accepted: dict[UUID, OfflineEdit] = field(default_factory=dict)

    def send(self, phone: Handset, which: int, *, answer_lost: bool) -> None:
        """Send one of the unsent edits; an answer that is lost leaves it unsent."""
        if not phone.unsent:
            return
        edit = phone.unsent[which % len(phone.unsent)]
        head = self.newest()
        try:
            applied = submit_edit(phone.actor, self.subject, edit, AT)
        except EditTooEarly:
            return
        self.check_answer(edit, head, applied)
        self.accepted[edit.id] = edit
        # The phone's outbox is in order: what is acknowledged is the head of the queue.
        if not answer_lost and edit is phone.unsent[0]:
            phone.unsent.pop(0)

    def check_answer(
        self, edit: OfflineEdit, head: tuple[int, dict[str, Any]], applied: dict[str, Any] | None
    ) -> None:
        """An edit changes its own fields of the newest version, or nothing at all."""
        before_version, before = head
        after_version, after = self.newest()
        if applied is None:
            assert (after_version, after) == head
        else:
            assert edit.id not in self.accepted
            assert after_version == before_version + 1
            assert after == before | edit.changes

    def newest(self) -> tuple[int, dict[str, Any]]:
        """Return the number and the contents of the newest version."""
        record = list_records([self.subject.id]).get(self.subject.id)
        return (record.version, record.contents) if record else (1, FIRST)

    def pull(self, phone: Handset) -> None:
        """Let the phone see the newest version."""
        phone.version, phone.seen = self.newest()

    def settle(self, phone: Handset, which: int, sides: list[str]) -> None:
        """Let a person choose in one open conflict."""
        record = list_records([self.subject.id]).get(self.subject.id)
        if record is None or not record.conflicts:
            return
        conflict = record.conflicts[which % len(record.conflicts)]
        choices = {side.name: sides[n % len(sides)] for n, side in enumerate(conflict.sides)}
        settled = resolve_conflict(
            phone.actor,
            self.subject,
            conflict.branch_id,
            against_version=conflict.against_version,
            choices=choices,
            now=AT,
        )
        for side in conflict.sides:
            assert settled[side.name] == (
                side.mine if choices[side.name] == "mine" else side.theirs
            )
        untouched = set(settled) - {side.name for side in conflict.sides}
        assert all(settled[name] == record.contents[name] for name in untouched)

    def check_nothing_is_lost(self, session: Session) -> None:
        """Every accepted edit is kept as it was made, and is applied, open or settled."""
        open_branches = {
            conflict.branch_id: {side.name: side.mine for side in conflict.sides}
            for record in list_records([self.subject.id]).values()
            for conflict in record.conflicts
        }
        versions = {row.version: row for row in list_versions(self.subject.id)}
        rows = {edit_id: session.get_one(RecordEdit, edit_id) for edit_id in self.accepted}
        for edit_id, edit in self.accepted.items():
            row = rows[edit_id]
            assert row.changes == edit.changes
            if row.state == "applied":
                assert versions[row.version or 0].edit_id == edit_id
                assert edit.changes.items() <= versions[row.version or 0].contents.items()
            elif row.state == "resolved":
                assert row.version in versions
            else:
                assert edit.branch_id in open_branches
        assert list(versions) == list(range(1, len(versions) + 1)) or not versions


def make_world(session: Session, city: Any, phones: int = 3) -> World:
    people = [city.people[name] for name in ("wang", "chen", "zhao")]
    authority = city.authorities["siming"]
    actors = [
        Actor(
            person_id=person,
            full_name=f"甲{number}",
            authority_id=authority,
            authority_name="局",
            roles=frozenset({"officer"}),
            permissions=frozenset({"site.edit"}),
            visible_authority_ids=frozenset({authority}),
        )
        for number, person in enumerate(people[:phones])
    ]
    subject = Subject("site", new_id(), authority, dict(FIRST), "", AT)
    return World(subject, [Handset(actor) for actor in actors])


CHANGES = st.dictionaries(
    st.sampled_from(FIELDS), st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2
)
PHONE = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("edit"), PHONE, CHANGES),
    st.tuples(st.just("send"), PHONE, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("pull"), PHONE),
    st.tuples(
        st.just("settle"),
        PHONE,
        st.integers(0, 2),
        st.lists(st.sampled_from(["mine", "theirs"]), min_size=1, max_size=3),
    ),
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEPS, max_size=30))
def test_offline_chains_lose_nothing_and_merge_nothing_unseen(session, city, steps) -> None:
    world = make_world(session, city)
    for step in steps:
        phone = world.phones[step[1]]
        if step[0] == "edit":
            phone.edit(step[2])
        elif step[0] == "send":
            world.send(phone, step[2], answer_lost=step[3])
        elif step[0] == "pull" and not phone.unsent:
            world.pull(phone)
        elif step[0] == "settle":
            world.settle(phone, step[2], step[3])
        world.check_nothing_is_lost(session)
    for phone in world.phones:
        while phone.unsent:
            world.send(phone, 0, answer_lost=False)
    world.check_nothing_is_lost(session)
    assert set(world.accepted) == {edit.id for one in world.phones for edit in one.everything}


def test_choice_made_on_an_older_version_is_refused(session, city) -> None:
    world = make_world(session, city)
    first, second, third = world.phones
    for phone, text in ((first, "a"), (second, "b"), (third, "c")):
        phone.edit({"note": text})
        world.send(phone, 0, answer_lost=False)
    seen = list_records([world.subject.id])[world.subject.id].conflicts
    world.settle(third, 1, ["mine"])

    with pytest.raises(EditConflictMoved):
        resolve_conflict(
            second.actor,
            world.subject,
            seen[0].branch_id,
            against_version=seen[0].against_version,
            choices={"note": "mine"},
            now=AT,
        )


def test_conflict_is_settled_once(session, city) -> None:
    world = make_world(session, city)
    for phone, text in zip(world.phones, "ab", strict=False):
        phone.edit({"note": text})
        world.send(phone, 0, answer_lost=False)
    (conflict,) = list_records([world.subject.id])[world.subject.id].conflicts
    world.settle(world.phones[0], 0, ["theirs"])

    with pytest.raises(EditConflictClosed):
        resolve_conflict(
            world.phones[0].actor,
            world.subject,
            conflict.branch_id,
            against_version=conflict.against_version,
            choices={"note": "mine"},
            now=AT,
        )
