"""Penalty cases 案件 with service and payments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

STATES = (
    "'filing', 'not_filed', 'investigating', 'case_review', 'notifying', 'defence',"
    " 'legal_review', 'deciding', 'serving', 'executing', 'closed', 'archived'"
)
MODES = "'direct', 'left', 'post', 'electronic', 'entrusted', 'announcement'"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "penalty_case",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("number", sa.Text(), unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), sa.ForeignKey("lead.id"), nullable=False, unique=True),
        sa.Column("inspection_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("violation_code", sa.Text(), nullable=False),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("investigator_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("act_ended_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date()),
        sa.Column("facts", sa.Text()),
        sa.Column("violated_provision", sa.Text()),
        sa.Column("discretion_reasons", sa.Text()),
        sa.Column("proposed_fine_fen", sa.BigInteger()),
        sa.Column("notice_document_id", sa.Uuid(), sa.ForeignKey("document.id")),
        sa.Column("notice_issued_on", sa.Date()),
        sa.Column("notice_served_on", sa.Date()),
        sa.Column("defence", postgresql.JSONB(none_as_null=True)),
        sa.Column("defence_waived_on", sa.Date()),
        sa.Column("legal_review_opinion", sa.Text()),
        sa.Column("decision_document_id", sa.Uuid(), sa.ForeignKey("document.id")),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decision_served_on", sa.Date()),
        sa.Column("fine_fen", sa.BigInteger()),
        sa.CheckConstraint(f"state in ({STATES})", name="state"),
        sa.CheckConstraint("proposed_fine_fen > 0 and fine_fen > 0", name="fines"),
        sa.CheckConstraint(
            "state in ('filing', 'not_filed') or (number is not null and filed_on is not null)",
            name="filed_has_number",
        ),
        sa.CheckConstraint("decided_on is null or fine_fen is not null", name="decision_has_fine"),
    )
    op.create_index(
        "ix_penalty_case_authority_id_proposed_at",
        "penalty_case",
        ["authority_id", "proposed_at", "id"],
    )
    op.create_table(
        "case_service",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("penalty_case.id"), nullable=False),
        sa.Column("document_id", sa.Uuid(), sa.ForeignKey("document.id"), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"mode in ({MODES})", name="mode"),
    )
    op.create_index("ix_case_service_case_id", "case_service", ["case_id"])
    op.create_table(
        "case_payment",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("penalty_case.id"), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("case_id", "reference", name="uq_case_payment_case_id_reference"),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
    )
    op.execute(
        "create trigger penalty_case_state_has_one_writer before update of state on penalty_case"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("case_payment")
    op.drop_table("case_service")
    op.drop_table("penalty_case")
