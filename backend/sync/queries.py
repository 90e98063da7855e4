"""The change feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    text,
)

from backend.accounts import within
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import among, insert_rows, session
from backend.kernel.errors import Invalid
from backend.kernel.json_sql import NULL, JsonText, json_constant, json_object, read_joined
from backend.sync.models import Change, SyncOperation

START = "0.0"
# Without the compiler: every change of anything sends it.
_INSERT = (
    "insert into change (kind, subject_id, authority_id, grid_id, person_id, at)"
    " values (%s, %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True)
class FeedPage:
    """Changed subjects by kind and id, each once, and where to go on."""

    subjects: list[tuple[str, str]]
    next_cursor: str
    has_more: bool


@dataclass(frozen=True)
class Changed:
    """A subject that changed, and who may see it."""

    kind: str
    subject_id: UUID
    authority_id: UUID
    grid_id: UUID | None
    person_id: UUID | None


def record_change(
    *,
    kind: str,
    subject_id: UUID,
    authority_id: UUID,
    grid_id: UUID | None,
    person_id: UUID | None,
) -> None:
    """Tell phones in scope that the subject changed, in the running transaction."""
    record_changes([Changed(kind, subject_id, authority_id, grid_id, person_id)])


def record_changes(changes: Sequence[Changed]) -> None:
    """Tell phones in scope that these subjects changed, in the running transaction."""
    if not changes:
        return
    now = clock.now()
    if len(changes) == 1:
        values = (*vars(changes[0]).values(), now)
        session().connection().exec_driver_sql(_INSERT, values)
    else:
        insert_rows(Change, [{**vars(change), "at": now} for change in changes])


def read_feed(actor: Actor, cursor: str | None, limit: int) -> FeedPage:
    """Return the changes after the cursor that can no longer be overtaken by a late commit."""
    transaction, number = _parse(cursor or START)
    # As one comparison of pairs: the index of an authority's changes is read on from there.
    after = text(
        "(change.transaction, change.id) > (cast(:transaction as xid8), cast(:number as bigint))"
    ).bindparams(transaction=transaction, number=number)
    settled = text(
        "(change.transaction < pg_snapshot_xmin(pg_current_snapshot())"
        " or change.transaction = pg_current_xact_id_if_assigned())"
    )
    query = (
        # As text throughout: a page of a thousand ids would be made objects of and unmade again.
        select(
            Change.kind,
            cast(Change.subject_id, Text),
            text("change.transaction::text"),
            Change.id,
        )
        .where(_visible(actor), after, settled)
        .order_by(text("change.transaction"), Change.id)
        .limit(limit + 1)
    )
    rows: list[Any] = list(session().execute(query))
    shown = rows[:limit]
    subjects = list(dict.fromkeys((row[0], row[1]) for row in shown))
    last = f"{shown[-1][2]}.{shown[-1][3]}" if shown else (cursor or START)
    return FeedPage(subjects, last, len(rows) > limit)


def write_changes(kind: str, named: str, found: Select[UUID, str]) -> bytes:
    """Return the changes of these ids, as `named_ids` names them, as PulledChangeSchema writes
    them, in their order and with commas between; those that the query does not find are gone.
    """
    wanted = func.unnest(cast(literal(named, Text()), ARRAY(Uuid)))
    valued = wanted.table_valued(column("id", Uuid), with_ordinality="place")
    places = valued.render_derived(name="wanted")
    resources = found.subquery()
    key, resource = resources.c
    change = json_object(
        deleted=key.is_(None),
        id=places.c.id,
        kind=json_constant(f'"{kind}"'),
        resource=func.coalesce(resource, NULL, type_=JsonText()),
    )
    rows = places.outerjoin(resources, key == places.c.id)
    return read_joined(rows, change, places.c.place)


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Change.authority_id)
    if not actor.sees_only_own:
        return scope
    return and_(scope, or_(Change.person_id == actor.person_id, Change.grid_id.in_(actor.grid_ids)))


def _parse(cursor: str) -> tuple[str, int]:
    transaction, _, number = cursor.partition(".")
    if not (transaction.isdecimal() and number.isdecimal() and len(cursor) <= 40):
        raise Invalid({"/cursor": ("cursor_unknown", "同步标记无效，请重新同步")})
    return transaction, int(number)


@dataclass(frozen=True)
class Earlier:
    """An operation that was applied: whose it was, what it said, and its answer as JSON."""

    person_id: UUID
    payload_digest: str
    resource: bytes


def find_operations(ids: Sequence[UUID]) -> dict[UUID, Earlier]:
    """Return those of the operations that were applied before."""
    columns = (SyncOperation.id, SyncOperation.person_id, SyncOperation.payload_digest)
    query = select(*columns, cast(SyncOperation.resource, Text))
    found = session().execute(query.where(among(SyncOperation.id, ids)))
    return {row[0]: Earlier(row[1], row[2], row[3].encode()) for row in found}


@dataclass(frozen=True)
class Kept:
    """An operation to be kept with its answer, which is JSON."""

    id: UUID
    name: str
    subject_id: UUID
    payload_digest: str
    recorded_at: datetime
    resource: bytes

    def row(self) -> bytes:
        """Return the row that _KEEP reads; the answer goes into it as it is."""
        facts = {name: value for name, value in vars(self).items() if name != "resource"}
        written = orjson.dumps(facts)
        return b'%b,"resource":%b}' % (written[:-1], self.resource)


_KEEP = """
    insert into sync_operation (id, person_id, authority_id, device_id, name, subject_id,
        payload_digest, resource, recorded_at, applied_at)
    select id, %s, %s, %s, name, subject_id, payload_digest, resource, recorded_at, %s
    from json_to_recordset(cast(%s as json)) as kept (id uuid, name text, subject_id uuid,
        payload_digest text, resource jsonb, recorded_at timestamptz)
"""


def insert_operations(
    actor: Actor, device_id: UUID, kept: Sequence[Kept], applied_at: datetime
) -> None:
    """Write operations of one device that were applied, in one statement."""
    if not kept:
        return
    rows = b"[%b]" % b",".join([one.row() for one in kept])
    values = (actor.person_id, actor.authority_id, device_id, applied_at, rows.decode())
    session().connection().exec_driver_sql(_KEEP, values)
