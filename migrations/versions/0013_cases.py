"""Tables of cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
