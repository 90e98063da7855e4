"""Check the conditions on terms that were added unchecked against the rows there are."""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Apply."""
    for name in ("term", "unit", "hours"):
        op.execute(f"alter table deadline validate constraint ck_deadline_{name}")


def downgrade() -> None:
    """Undo: a condition that was checked needs no undoing."""
