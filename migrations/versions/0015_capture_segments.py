"""Segmented media and examined exhibits."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
