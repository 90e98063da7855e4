"""Find pictures that look alike without reading the list of those not yet in their index."""

from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """Apply."""
    # New rows waited in a list that every search reads whole.
    op.execute("alter index ix_exhibit_phash_words set (fastupdate = off)")
    op.execute("select gin_clean_pending_list('ix_exhibit_phash_words')")


def downgrade() -> None:
    """Undo."""
    op.execute("alter index ix_exhibit_phash_words reset (fastupdate)")
