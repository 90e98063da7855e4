"""Leads 线索."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("case_id", sa.Uuid(), unique=True),
        sa.UniqueConstraint("source_kind", "source_id", name="uq_lead_source_kind_source_id"),
        sa.CheckConstraint(
            "state in ('open', 'filing_review', 'filed', 'not_filed')", name="state"
        ),
    )
    op.create_index(
        "ix_lead_authority_id_registered_at", "lead", ["authority_id", "registered_at", "id"]
    )
    op.execute(
        "create trigger lead_state_has_one_writer before update of state on lead"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("lead")
