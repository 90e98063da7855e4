"""Tables of inspections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
