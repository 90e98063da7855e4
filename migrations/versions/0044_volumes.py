"""Bound volumes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "volume",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("plan_sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("pages", sa.Integer()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("store_key", sa.Text()),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("part in ('main', 'secondary')", name="part"),
        sa.CheckConstraint("state in ('building', 'ready', 'failed')", name="state"),
        sa.CheckConstraint(
            "state <> 'ready' or num_nulls(sha256, pages, size, store_key, ready_at) = 0",
            name="ready",
        ),
        sa.UniqueConstraint(
            "subject_id", "part", "plan_sha256", name="uq_volume_subject_id_part_plan_sha256"
        ),
    )
    op.create_index("ix_volume_subject_id", "volume", ["subject_id", "created_at"])
    op.create_index(
        "uq_volume_final",
        "volume",
        ["subject_id", "part"],
        unique=True,
        postgresql_where=sa.text("is_final"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("volume")
