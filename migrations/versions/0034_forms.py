"""Filled-in forms, and the extra questions of a report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "form_answer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("grid_id", sa.Uuid(), sa.ForeignKey("grid.id")),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
    )
    op.create_index(
        "ix_form_answer_authority_id_received_at", "form_answer", ["authority_id", "received_at"]
    )
    op.create_index("ix_form_answer_subject_id", "form_answer", ["subject_id", "received_at"])
    op.add_column("incident", sa.Column("form_version", sa.Integer()))
    op.add_column("incident", sa.Column("answers", postgresql.JSONB(none_as_null=True)))


def downgrade() -> None:
    """Undo."""
    op.drop_column("incident", "answers")
    op.drop_column("incident", "form_version")
    op.drop_table("form_answer")
