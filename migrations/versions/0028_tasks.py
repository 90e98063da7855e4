"""Recheck tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "recheck_task",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_number", sa.Text(), nullable=False),
        sa.Column("subject_title", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("result_note", sa.Text()),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('given', 'active', 'done', 'withdrawn')", name="state"),
        sa.CheckConstraint("(lon is null) = (lat is null)", name="whole_position"),
        sa.CheckConstraint("state <> 'done' or result is not null", name="result_when_done"),
    )
    op.create_index(
        "ix_recheck_task_authority_id_given_at", "recheck_task", ["authority_id", "given_at", "id"]
    )
    op.create_index("ix_recheck_task_assignee_id", "recheck_task", ["assignee_id"])
    op.create_index("ix_recheck_task_subject_id", "recheck_task", ["subject_id"])
    op.execute(
        "create trigger recheck_task_state_has_one_writer before update of state on recheck_task"
        " for each row execute function only_engine_writes_state()"
    )
    op.execute("alter table exhibit_link validate constraint ck_exhibit_link_kind")


def downgrade() -> None:
    """Undo."""
    op.drop_table("recheck_task")
