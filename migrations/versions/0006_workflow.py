"""Tables of workflow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
