"""Inspection records 现场检查(勘察)笔录."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "inspection",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), sa.ForeignKey("lead.id")),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id")),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("contact", postgresql.JSONB(none_as_null=True)),
        sa.Column("officer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("rights_told", sa.Boolean(), nullable=False),
        sa.Column("certificates_shown", sa.Boolean(), nullable=False),
        sa.Column("recusal_requested", sa.Boolean(), nullable=False),
        sa.Column("party_opinion", postgresql.JSONB(none_as_null=True)),
        sa.CheckConstraint("state in ('draft', 'completed', 'discarded')", name="state"),
        sa.CheckConstraint("cardinality(officer_ids) > 0", name="officers"),
        sa.CheckConstraint(
            "state <> 'completed' or (ended_at > started_at and cardinality(officer_ids) >= 2)",
            name="complete_in_law",
        ),
    )
    op.create_index(
        "ix_inspection_authority_id_created_at", "inspection", ["authority_id", "created_at", "id"]
    )
    op.create_index("ix_inspection_lead_id", "inspection", ["lead_id"])
    op.create_table(
        "inspection_signature",
        sa.Column("inspection_id", sa.Uuid(), sa.ForeignKey("inspection.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "create trigger inspection_state_has_one_writer before update of state on inspection"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("inspection_signature")
    op.drop_table("inspection")
