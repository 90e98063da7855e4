"""The cases an authority filed between two days, found without its other cases."""

from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    """Apply."""
    with op.get_context().autocommit_block():
        # The block ends the migration's transaction, which the linter does not see.
        op.execute(
            "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
            "create index concurrently if not exists ix_penalty_case_authority_id_filed_on"
            " on penalty_case (authority_id, filed_on)"
        )


def downgrade() -> None:
    """Undo."""
    op.execute("drop index if exists ix_penalty_case_authority_id_filed_on")
