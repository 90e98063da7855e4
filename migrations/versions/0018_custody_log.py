"""The log: append in one statement, cosignatures, anchors, periodic work."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

WRITTEN_ONCE = ("log_cosignature", "anchor")

# The client gives each record in three pieces of canonical JSON, between which the previous
# record's hash and the number belong: only whoever holds the chain's lock knows them.
APPEND = """
create function append_custody_events(
  subject uuid, authority uuid, event_ids uuid[], actions text[], times timestamptz[],
  befores bytea[], middles bytea[], afters bytea[]
) returns table (event_seq bigint, event_prev text) language plpgsql as $$
declare
  record bytea;
begin
  select c.seq, c.head into event_seq, event_prev
    from evidence_chain c where c.subject_id = subject for update;
  if not found then
    insert into evidence_chain (subject_id, authority_id, seq, head)
      values (subject, authority, 0, '') on conflict do nothing;
    select c.seq, c.head into event_seq, event_prev
      from evidence_chain c where c.subject_id = subject for update;
  end if;
  for i in 1 .. array_length(event_ids, 1) loop
    event_seq := event_seq + 1;
    record := befores[i] || convert_to(event_prev, 'UTF8') || middles[i]
      || convert_to(event_seq::text, 'UTF8') || afters[i];
    insert into custody_event
      (event_id, authority_id, subject_id, seq, prev_hash, bytes, leaf_hash, action, at)
      values (event_ids[i], authority, subject, event_seq, event_prev, record,
        sha256('\\x00'::bytea || record), actions[i], times[i]);
    insert into log_queue (event_id, leaf_hash) values
      (event_ids[i], sha256('\\x00'::bytea || record));
    return next;
    event_prev := encode(sha256(record), 'hex');
  end loop;
  update evidence_chain c set seq = event_seq, head = event_prev where c.subject_id = subject;
end $$
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "periodic_job",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("ran_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
    # The sequencer reads the record anyway and computes the SM3 leaf then.
    op.execute(
        "-- squawk-ignore ban-drop-not-null\n"
        "alter table log_queue alter column leaf_sm3 drop not null"
    )
    op.execute(APPEND)
    op.create_table(
        "log_cosignature",
        sa.Column("tree_size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "anchor",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("authority_name", sa.Text(), nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=False),
        sa.Column("gen_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("obtained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_with", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.CheckConstraint("kind in ('rfc3161', 'paper_register', 'judicial_chain')", name="kind"),
        sa.UniqueConstraint("tree_size", "authority_name", name="uq_anchor_tree_size_authority"),
    )
    for table in WRITTEN_ONCE:
        op.execute(
            f"create trigger {table}_written_once before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Undo."""
    op.drop_table("anchor")
    op.drop_table("log_cosignature")
    op.execute("drop function append_custody_events")
    op.drop_table("periodic_job")
