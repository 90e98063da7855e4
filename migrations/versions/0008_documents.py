"""Documents of record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("data_sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("pages", sa.Integer()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("store_key", sa.Text()),
        sa.Column("created_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True)),
        sa.Column("supersedes_id", sa.Uuid(), sa.ForeignKey("document.id")),
        sa.UniqueConstraint("authority_id", "number", name="uq_document_authority_id_number"),
        sa.CheckConstraint("state in ('rendering', 'issued', 'failed')", name="state"),
        sa.CheckConstraint(
            "(state = 'issued') = (num_nulls(sha256, pages, size, store_key, issued_at) = 0)",
            name="issued",
        ),
        sa.CheckConstraint("(state = 'failed') = (failure is not null)", name="failed"),
    )
    op.create_index("ix_document_list", "document", ["authority_id", "created_at", "id"])
    op.create_index("ix_document_case_id", "document", ["case_id"])
    op.create_index("ix_document_subject", "document", ["subject_kind", "subject_id", "kind"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("document")
