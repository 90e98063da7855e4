"""The most days from a proposal to its filing, by which lists of filed days know where to end; the
indexes of filed days themselves are asked by nothing now.
"""

from alembic import op

revision = "0054"
down_revision = "0053"
DAYS = "(filed_on - (proposed_at at time zone 'Asia/Shanghai')::date)"
UNUSED = {
    "ix_penalty_case_filed_on": "penalty_case (filed_on)",
    "ix_penalty_case_authority_id_filed_on": "penalty_case (authority_id, filed_on)",
}


def upgrade() -> None:
    """Apply."""
    with op.get_context().autocommit_block():
        # The block ends the migration's transaction, which the linter does not see.
        op.execute(
            "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
            "create index concurrently if not exists ix_penalty_case_days_to_filing"
            f" on penalty_case ({DAYS})"
        )
        for name in UNUSED:
            op.execute(f"drop index concurrently if exists {name}")


def downgrade() -> None:
    """Undo."""
    for name, place in UNUSED.items():
        op.execute(f"create index if not exists {name} on {place}")
    op.execute("drop index if exists ix_penalty_case_days_to_filing")
