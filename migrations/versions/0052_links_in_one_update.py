"""Append to a chain with one update of its row, which waits, reads and moves its head at once."""

from alembic import op

revision = "0052"
down_revision = "0051"

# `prev` hands out what the head was: the row's own lock is then enough, and nobody reads it first.
# A new chain's row is written with its first link; who loses the race for it appends behind.
LINK = """
  update evidence_chain c
    set seq = c.seq + 1, prev = c.head, head = encode(sha256({record}), 'hex')
    where c.subject_id = subject returning c.seq, c.prev into event_seq, event_prev;
"""
RECORD = (
    "{before} || convert_to({prev}, 'UTF8') || {middle} || convert_to(({seq})::text, 'UTF8')"
    " || {after}"
)
ONE = {"before": "before", "middle": "middle", "after": "after"}
OF_SEVERAL = {"before": "befores[i]", "middle": "middles[i]", "after": "afters[i]"}
FIRST = """
  if not found then
    insert into evidence_chain (subject_id, authority_id, seq, head, prev)
      values (subject, authority, 1, encode(sha256({first}), 'hex'), '') on conflict do nothing
      returning seq, prev into event_seq, event_prev;
    if not found then {link} end if;
  end if;
"""
KEEP = """
  record := {record};
  leaf := sha256('\\x00'::bytea || record);
  insert into custody_event
    (event_id, authority_id, subject_id, seq, prev_hash, bytes, leaf_hash, action, at)
    values ({id}, authority, subject, event_seq, event_prev, record, leaf, {action}, {at});
  insert into log_queue (event_id, leaf_hash) values ({id}, leaf);
"""


def _steps(pieces: dict[str, str], **names: str) -> str:
    link = LINK.format(record=RECORD.format(prev="c.head", seq="c.seq + 1", **pieces))
    first = RECORD.format(prev="''", seq="1", **pieces)
    record = RECORD.format(prev="event_prev", seq="event_seq", **pieces)
    return link + FIRST.format(first=first, link=link) + KEEP.format(record=record, **names)


APPEND_ONE = f"""
create or replace function append_custody_event(
  subject uuid, authority uuid, event_id uuid, action text, at timestamptz,
  before bytea, middle bytea, after bytea, out event_seq bigint, out event_prev text
) language plpgsql as $$
declare
  record bytea;
  leaf bytea;
begin
{
    _steps(
        ONE,
        id="append_custody_event.event_id",
        action="append_custody_event.action",
        at="append_custody_event.at",
    )
}
end $$
"""
APPEND = f"""
create or replace function append_custody_events(
  subject uuid, authority uuid, event_ids uuid[], actions text[], times timestamptz[],
  befores bytea[], middles bytea[], afters bytea[]
) returns table (event_seq bigint, event_prev text) language plpgsql as $$
declare
  record bytea;
  leaf bytea;
begin
  for i in 1 .. array_length(event_ids, 1) loop
{_steps(OF_SEVERAL, id="event_ids[i]", action="actions[i]", at="times[i]")}
    return next;
  end loop;
end $$
"""


def upgrade() -> None:
    """Apply."""
    # Room beside each row, so that moving its head touches no index.
    op.execute("alter table evidence_chain add column prev text, set (fillfactor = 80)")
    op.execute(APPEND_ONE)
    op.execute(APPEND)


def downgrade() -> None:
    """Undo."""
    script = op.get_context().environment_context.script
    for revision_of in ("0018", "0042"):
        earlier = script.get_revision(revision_of).module.APPEND
        op.execute(earlier.replace("create function", "create or replace function"))
    op.execute("alter table evidence_chain drop column prev, reset (fillfactor)")
