"""A small picture that a phone sent ahead of an original over a weak link."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """Apply."""
    op.add_column("exhibit", sa.Column("early_picture_key", sa.Text()))


def downgrade() -> None:
    """Undo."""
    op.drop_column("exhibit", "early_picture_key")
