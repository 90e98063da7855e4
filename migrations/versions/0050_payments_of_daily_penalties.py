"""Payments say which decision they are on: the case's own, or a daily penalty's."""

from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    """Apply."""
    op.execute("alter table case_payment add column decision_id uuid")
    op.execute(
        "alter table case_payment add constraint fk_case_payment_decision_id_document"
        " foreign key (decision_id) references document (id) not valid"
    )


def downgrade() -> None:
    """Undo."""
    op.execute("alter table case_payment drop column decision_id")
