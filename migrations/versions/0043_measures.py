"""Measures beside a case."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subtype", sa.Text()),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("penalty_case.id")),
        sa.Column("inspection_id", sa.Uuid(), sa.ForeignKey("inspection.id")),
        sa.Column("case_number", sa.Text()),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("violation_name", sa.Text(), nullable=False),
        sa.Column("violated_provision", sa.Text()),
        sa.Column("officer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text()),
        sa.Column("correct_by", sa.Date()),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("done", postgresql.JSONB(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), sa.ForeignKey("measure.id")),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('advance_registration', 'seizure', 'correction', 'restriction', 'transfer')",
            name="kind",
        ),
        sa.CheckConstraint("num_nonnulls(case_id, inspection_id) > 0", name="ground"),
        sa.CheckConstraint("round > 0 and (round = 1) = (previous_id is null)", name="round"),
        sa.UniqueConstraint("previous_id", name="uq_measure_previous_id"),
    )
    op.create_index(
        "ix_measure_authority_id_created_at", "measure", ["authority_id", "created_at", "id"]
    )
    op.create_index("ix_measure_case_id", "measure", ["case_id"])
    op.create_index("ix_measure_inspection_id", "measure", ["inspection_id"])
    op.execute(
        "create trigger measure_state_has_one_writer before update of state on measure"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("measure")
