"""Pushed operations and the change feed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sync_operation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("resource", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
    )
    # xid8 instead of a sequence alone: a sequence number taken early may be committed late,
    # and a phone that has read past it would never see the change.
    op.execute(
        """
        create table change (
            id bigint generated always as identity,
            transaction xid8 not null default pg_current_xact_id(),
            kind text not null,
            subject_id uuid not null,
            authority_id uuid not null references authority (id),
            grid_id uuid,
            person_id uuid,
            at timestamptz not null,
            constraint pk_change primary key (id)
        )
        """
    )
    op.create_index(
        "ix_change_authority_id_transaction_id", "change", ["authority_id", "transaction", "id"]
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("change")
    op.drop_table("sync_operation")
