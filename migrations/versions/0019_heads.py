"""Daily head maps."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "head_map",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_head_map_authority_id", "head_map", ["authority_id", "made_at"])
    op.create_table(
        "head_leaf",
        sa.Column("map_id", sa.Uuid(), sa.ForeignKey("head_map.id"), primary_key=True),
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("items", sa.LargeBinary(), nullable=False),
    )
    for column in ("case_id", "subject_id"):
        op.create_index(f"ix_head_leaf_{column}", "head_leaf", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("head_leaf")
    op.drop_table("head_map")
