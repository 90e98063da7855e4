"""Check the wider list of case states against the rows there are."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Apply."""
    op.execute("alter table penalty_case validate constraint ck_penalty_case_state")


def downgrade() -> None:
    """Undo: a validated constraint needs no undoing."""
