"""Regulated sites."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False, unique=True),
        sa.Column("legal_representative", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.CheckConstraint("lon between -180 and 180 and lat between -90 and 90", name="position"),
        sa.CheckConstraint("(lon is null) = (lat is null)", name="whole_position"),
    )
    op.create_index("ix_site_authority_id_name", "site", ["authority_id", "name"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("site")
