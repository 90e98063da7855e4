"""Retention, legal holds and disposals."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
