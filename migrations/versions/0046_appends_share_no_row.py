"""Let appends share no row: each one locked its authority's for the foreign key's sake.

The chain's row, which every append locks anyway, still refers to the authority.
"""

from alembic import op

revision = "0046"
down_revision = "0045"
NAME = "fk_custody_event_authority_id"


def upgrade() -> None:
    """Apply."""
    op.execute(
        f"-- squawk-ignore ban-drop-constraint\nalter table custody_event drop constraint {NAME}"
    )


def downgrade() -> None:
    """Undo."""
    op.execute(
        f"alter table custody_event add constraint {NAME}"
        " foreign key (authority_id) references authority (id) not valid"
    )
