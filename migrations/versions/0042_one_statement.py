"""Appending one event, and finding a capture's place, in one statement each."""

from alembic import op

revision = "0042"
down_revision = "0041"

# As append_custody_events, without the arrays: most appends are of one event.
APPEND = """
create function append_custody_event(
  subject uuid, authority uuid, event_id uuid, action text, at timestamptz,
  before bytea, middle bytea, after bytea, out event_seq bigint, out event_prev text
) language plpgsql as $$
declare
  record bytea;
  leaf bytea;
begin
  select c.seq, c.head into event_seq, event_prev
    from evidence_chain c where c.subject_id = subject for update;
  if not found then
    insert into evidence_chain (subject_id, authority_id, seq, head)
      values (subject, authority, 0, '') on conflict do nothing;
    select c.seq, c.head into event_seq, event_prev
      from evidence_chain c where c.subject_id = subject for update;
  end if;
  event_seq := event_seq + 1;
  record := before || convert_to(event_prev, 'UTF8') || middle
    || convert_to(event_seq::text, 'UTF8') || after;
  leaf := sha256('\\x00'::bytea || record);
  insert into custody_event
    (event_id, authority_id, subject_id, seq, prev_hash, bytes, leaf_hash, action, at)
    values (append_custody_event.event_id, authority, subject, event_seq, event_prev, record,
      leaf, append_custody_event.action, append_custody_event.at);
  insert into log_queue (event_id, leaf_hash) values (append_custody_event.event_id, leaf);
  update evidence_chain c set seq = event_seq, head = encode(sha256(record), 'hex')
    where c.subject_id = subject;
end $$
"""
# The lock comes first: the statement after it sees what its last holder has written.
PLACE = """
create function lock_capture_place(key text, exhibit uuid, counter bigint)
returns table (
  id uuid, person_id uuid, key_id text, public_key bytea, model text, state text,
  ended_at timestamptz, lost_at timestamptz, is_known boolean,
  before_id uuid, before_seq bigint, before_prev text, before_sha256 text,
  after_id uuid, after_seq bigint, after_prev text, after_sha256 text
) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('captures:' || key, 0));
  return query
    select d.id, d.person_id, d.key_id, d.public_key, d.model, d.state, d.ended_at, d.lost_at,
      exists (select from exhibit known where known.id = lock_capture_place.exhibit), b.*, a.*
    from device d
    left join lateral (
      select e.id, e.device_seq, e.device_prev, e.record_sha256 from exhibit e
        where e.device_id = d.id and e.device_seq <= counter order by e.device_seq desc limit 1
    ) b on true
    left join lateral (
      select e.id, e.device_seq, e.device_prev, e.record_sha256 from exhibit e
        where e.device_id = d.id and e.device_seq > counter order by e.device_seq limit 1
    ) a on true
    where d.key_id = key;
end $$
"""


INDEX = "ix_exhibit_device_id_source"


def upgrade() -> None:
    """Apply."""
    with op.get_context().autocommit_block():
        op.execute(
            "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
            f"create index concurrently if not exists {INDEX}"
            " on exhibit (device_id, source_lat_e7, source_lon_e7)"
        )
    op.execute(APPEND)
    op.execute(PLACE)


def downgrade() -> None:
    """Undo."""
    op.drop_index(INDEX, "exhibit")
    op.execute("drop function lock_capture_place")
    op.execute("drop function append_custody_event")
