"""A second person approves a device."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
