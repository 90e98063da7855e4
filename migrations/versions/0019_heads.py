"""Daily head maps."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
