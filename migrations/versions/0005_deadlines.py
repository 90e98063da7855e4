"""Tables of deadlines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
