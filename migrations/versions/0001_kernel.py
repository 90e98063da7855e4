"""Outbox, command receipts and number series."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True)),
        sa.Column("unfinished_jobs", sa.Integer(), nullable=False),
    )
    op.create_index(
        "ix_outbox_event_waiting",
        "outbox_event",
        ["created_at"],
        postgresql_where=sa.text("dispatched_at is null"),
    )
    op.create_index(
        "ix_outbox_event_unfinished",
        "outbox_event",
        ["dispatched_at"],
        postgresql_where=sa.text("unfinished_jobs > 0"),
    )
    op.create_table(
        "finished_job",
        sa.Column("event_id", sa.Uuid(), sa.ForeignKey("outbox_event.id"), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "command_receipt",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("request_digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("body", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_command_receipt"),
        sa.CheckConstraint("length(key) between 1 and 64", name="key_length"),
    )
    op.create_table(
        "number_series",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "series", "year", name="pk_number_series"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("number_series")
    op.drop_table("command_receipt")
    op.drop_table("finished_job")
    op.drop_table("outbox_event")
