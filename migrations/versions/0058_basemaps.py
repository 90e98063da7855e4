"""Base maps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "basemap",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("min_zoom", sa.Integer(), nullable=False),
        sa.Column("max_zoom", sa.Integer(), nullable=False),
        sa.Column("west", sa.Double(), nullable=False),
        sa.Column("south", sa.Double(), nullable=False),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("layers", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("put_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("put_by_name", sa.Text(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("ended_by_name", sa.Text()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.Text()),
        sa.CheckConstraint("datum in ('wgs84', 'gcj02')", name="datum"),
        sa.CheckConstraint("state in ('in_force', 'replaced', 'withdrawn')", name="state"),
        sa.CheckConstraint("(state = 'in_force') = (ended_at is null)", name="ended"),
    )
    op.create_index(
        "uq_basemap_in_force",
        "basemap",
        ["authority_id"],
        unique=True,
        postgresql_where=sa.text("state = 'in_force'"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("basemap")
