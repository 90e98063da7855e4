"""On-the-spot penalties 当场处罚."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "simple_penalty",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("officer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("exhibit_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("violation_name", sa.Text(), nullable=False),
        sa.Column("violated_provision", sa.Text(), nullable=False),
        sa.Column("penalty_basis", sa.Text(), nullable=False),
        sa.Column("fine_min_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
        sa.Column("fine_fen", sa.BigInteger()),
        sa.Column("has_warning", sa.Boolean(), nullable=False),
        sa.Column("defence", sa.Text()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("collection", postgresql.JSONB(none_as_null=True)),
        sa.Column("payment", postgresql.JSONB(none_as_null=True)),
        sa.Column("filed_on", sa.Date()),
        sa.CheckConstraint("state in ('on_spot', 'decided', 'closed', 'dropped')", name="state"),
        sa.CheckConstraint("fine_fen > 0", name="fine"),
        sa.CheckConstraint(
            "decided_on is null or (number is not null and (fine_fen is not null or has_warning))",
            name="decided",
        ),
    )
    op.create_index(
        "ix_simple_penalty_authority_id_created_at",
        "simple_penalty",
        ["authority_id", "created_at", "id"],
    )
    op.execute(
        "create trigger simple_penalty_state_has_one_writer before update of state on"
        " simple_penalty for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("simple_penalty")
