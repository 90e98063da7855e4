"""Tables of incidents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
