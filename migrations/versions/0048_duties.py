"""Recusals, delegations, and in whose name a step was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def _stateful() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creation_digest", sa.Text(), nullable=False),
    )


def _person(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), nullable=False)


def upgrade() -> None:
    """Apply."""
    op.add_column("workflow_event", sa.Column("on_behalf_of_id", sa.Uuid()))
    op.add_column("workflow_event", sa.Column("on_behalf_of_name", sa.Text()))
    texts = ("subject_kind", "subject_number", "party_name", "violation_name", "person_name",
             "asked_by", "ground", "reasons")  # fmt: skip
    op.create_table(
        "recusal",
        *_stateful(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        _person("person_id"),
        _person("created_by_id"),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decision_reasons", sa.Text()),
        sa.CheckConstraint("asked_by in ('party', 'self')", name="asked_by"),
    )
    op.create_index("ix_recusal_subject_id", "recusal", ["subject_id"])
    op.create_index(
        "ix_recusal_authority_id_created_at", "recusal", ["authority_id", "created_at", "id"]
    )
    op.create_table(
        "delegation",
        *_stateful(),
        sa.Column("role", sa.Text(), nullable=False),
        _person("principal_id"),
        sa.Column("principal_name", sa.Text(), nullable=False),
        _person("delegate_id"),
        sa.Column("delegate_name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date()),
        sa.CheckConstraint("valid_from <= valid_to", name="term"),
        sa.CheckConstraint("principal_id <> delegate_id", name="two_people"),
    )
    op.create_index("ix_delegation_delegate_id", "delegation", ["delegate_id"])
    op.create_index(
        "ix_delegation_authority_id_created_at", "delegation", ["authority_id", "created_at", "id"]
    )
    for table in ("recusal", "delegation"):
        op.execute(
            f"create trigger {table}_state_has_one_writer before update of state on {table}"
            " for each row execute function only_engine_writes_state()"
        )


def downgrade() -> None:
    """Undo."""
    op.drop_table("delegation")
    op.drop_table("recusal")
    op.drop_column("workflow_event", "on_behalf_of_name")
    op.drop_column("workflow_event", "on_behalf_of_id")
