"""Hand-overs of exhibits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("case_id", sa.Uuid(), sa.ForeignKey("penalty_case.id")),
        sa.Column("case_number", sa.Text()),
        sa.Column("party_name", sa.Text()),
        sa.Column("exhibit_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("handed_as", sa.Text(), nullable=False),
        sa.Column("recipient_kind", sa.Text(), nullable=False),
        sa.Column("recipient_org", sa.Text(), nullable=False),
        sa.Column("recipient_authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        sa.Column("receiver_name", sa.Text(), nullable=False),
        sa.Column("receiver_document", sa.Text()),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("list_document_id", sa.Uuid(), sa.ForeignKey("document.id")),
        sa.Column("received_by", sa.Text()),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("signature_sha256", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.CheckConstraint("state in ('draft', 'sent', 'confirmed', 'cancelled')", name="state"),
        sa.CheckConstraint(
            "recipient_kind in ('police', 'procuratorate', 'court', 'authority', 'party')",
            name="recipient_kind",
        ),
        sa.CheckConstraint("handed_as in ('original', 'copy')", name="handed_as"),
        sa.CheckConstraint(
            "recipient_kind <> 'party' or handed_as = 'copy'", name="party_gets_copies"
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' or num_nulls(received_by, received_at, signature_sha256) = 0",
            name="confirmed",
        ),
    )
    op.create_index(
        "ix_handover_authority_id_created_at", "handover", ["authority_id", "created_at", "id"]
    )
    op.create_index(
        "ix_handover_recipient_authority_id", "handover", ["recipient_authority_id", "created_at"]
    )
    op.create_index("ix_handover_case_id", "handover", ["case_id"])
    op.execute(
        "create trigger handover_state_has_one_writer before update of state on handover"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("handover")
