"""Workflow history, and the guard that lets only the engine write a state."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "workflow_event",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text()),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("form", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("subject_id", "seq", name="uq_workflow_event_subject_id_seq"),
    )
    op.execute(
        "create trigger workflow_event_is_final before update or delete on workflow_event"
        " for each row execute function refuse_change()"
    )
    op.execute(
        """
        create function only_engine_writes_state() returns trigger language plpgsql as $$
        begin
            if new.state is distinct from old.state
               and coalesce(current_setting('xunzheng.state_writer', true), '') <> 'engine' then
                raise exception 'state of % is written by the workflow engine only', tg_table_name
                    using errcode = '42501';
            end if;
            return new;
        end $$
        """
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("workflow_event")
    op.execute("drop function only_engine_writes_state")
