"""What an export proves: the log it shows, and the logs it must continue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Apply."""
    sizes = postgresql.ARRAY(sa.BigInteger())
    op.add_column(
        "export", sa.Column("known_tree_sizes", sizes, server_default="{}", nullable=False)
    )
    op.add_column("export", sa.Column("tree_size", sa.BigInteger()))
    op.add_column("export", sa.Column("manifest_sha256", sa.Text()))
