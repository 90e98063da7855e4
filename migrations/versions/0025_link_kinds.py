"""Exhibits may serve things of kinds that are yet to come."""

from alembic import op

revision = "0025"
down_revision = "0024"

FORMER = "kind in ('incident', 'inspection', 'case')"


def upgrade() -> None:
    """Apply."""
    # Not checked against the rows there are, which keeps the lock short; a later migration does.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "alter table exhibit_link drop constraint ck_exhibit_link_kind"
    )
    op.execute(
        "alter table exhibit_link add constraint ck_exhibit_link_kind"
        " check (kind ~ '^[a-z_]{1,40}$') not valid"
    )


def downgrade() -> None:
    """Undo; links to things of other kinds stay, unchecked."""
    op.execute("alter table exhibit_link drop constraint ck_exhibit_link_kind")
    op.execute(
        f"alter table exhibit_link add constraint ck_exhibit_link_kind check ({FORMER}) not valid"
    )
