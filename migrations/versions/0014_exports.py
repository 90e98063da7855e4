"""Tables of exports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
