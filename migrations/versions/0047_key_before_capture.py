"""Tell with a capture's place whether its device's key is in the log, which must come first."""

from alembic import op

revision = "0047"
down_revision = "0046"

# The new column is the last one: the previous release reads the others by their places.
PLACE = """
create function lock_capture_place(key text, exhibit uuid, counter bigint)
returns table (
  id uuid, person_id uuid, key_id text, public_key bytea, model text, state text,
  ended_at timestamptz, lost_at timestamptz, is_known boolean,
  before_id uuid, before_seq bigint, before_prev text, before_sha256 text,
  after_id uuid, after_seq bigint, after_prev text, after_sha256 text{new_name}
) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('captures:' || key, 0));
  return query
    select d.id, d.person_id, d.key_id, d.public_key, d.model, d.state, d.ended_at, d.lost_at,
      exists (select from exhibit known where known.id = lock_capture_place.exhibit), b.*,
      a.*{new_value}
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
NEW_VALUE = ",\n      exists (select from evidence_chain chain where chain.subject_id = d.id)"


def upgrade() -> None:
    """Apply."""
    # Nobody sees it gone: the new one is there when this commits.
    op.execute("-- squawk-ignore ban-drop-function\ndrop function lock_capture_place")
    op.execute(PLACE.format(new_name=", is_key_logged boolean", new_value=NEW_VALUE))


def downgrade() -> None:
    """Undo."""
    op.execute("drop function lock_capture_place")
    op.execute(PLACE.format(new_name="", new_value=""))
