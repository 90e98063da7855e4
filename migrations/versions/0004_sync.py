"""Tables of sync."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
