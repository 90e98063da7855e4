"""案件移送函 is one kind of document: letters made as single papers keep their own setting."""

from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    """Apply."""
    op.execute(
        "update document set kind = 'case_referral', template_version = 'letter'"
        " where kind = 'referral_letter'"
    )


def downgrade() -> None:
    """Undo."""
    op.execute(
        "update document set kind = 'referral_letter', template_version = 'v1'"
        " where kind = 'case_referral' and template_version = 'letter'"
    )
