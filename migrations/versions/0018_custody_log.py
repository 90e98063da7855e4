"""The log: append in one statement, cosignatures, anchors, periodic work."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
