"""Tables of exports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("exhibit_ids", postgresql.JSONB(), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("progress_done", sa.BigInteger(), nullable=False),
        sa.Column("store_key", sa.Text()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("sha256", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('queued', 'building', 'ready', 'failed')", name="state"),
        sa.CheckConstraint(
            "(state = 'ready') = (num_nulls(store_key, size, sha256, ready_at) = 0)", name="ready"
        ),
        sa.CheckConstraint("(state = 'failed') = (failure is not null)", name="failure"),
    )
    op.create_index("ix_export_authority_id", "export", ["authority_id", "created_at", "id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("export")
