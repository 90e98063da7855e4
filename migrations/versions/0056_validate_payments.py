"""Every payment's decision exists; in a transaction of its own, so that reads go on meanwhile."""

from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    """Apply."""
    op.execute("alter table case_payment validate constraint fk_case_payment_decision_id_document")


def downgrade() -> None:
    """Undo: a constraint that was validated stays so."""
