"""Tables of sites."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
