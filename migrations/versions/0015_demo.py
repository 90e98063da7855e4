"""Tables of demo."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
