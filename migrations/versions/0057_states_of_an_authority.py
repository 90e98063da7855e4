"""An authority's cases in one state, found without those of the others: a district that searched
for words in a rare state read every district's cases in it.
"""

from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    """Apply."""
    with op.get_context().autocommit_block():
        # The block ends the migration's transaction, which the linter does not see.
        op.execute(
            "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
            "create index concurrently if not exists ix_penalty_case_authority_id_state"
            " on penalty_case (authority_id, state, proposed_at, id)"
        )


def downgrade() -> None:
    """Undo."""
    op.execute("drop index if exists ix_penalty_case_authority_id_state")
