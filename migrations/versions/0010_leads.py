"""Tables of leads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
