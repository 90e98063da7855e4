"""What examining an exhibit found, and its derivatives."""

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
