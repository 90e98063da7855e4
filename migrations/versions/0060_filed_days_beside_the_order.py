"""The day a case was filed, and whose it is, beside its place in the list: cases filed in a month
are told from their neighbours without reading either.
"""

from alembic import op

revision = "0060"
down_revision = "0059"
WITH_DAYS = {
    "ix_penalty_case_proposed_at_filed_on": "(proposed_at, id) include (authority_id, filed_on)",
    "ix_penalty_case_authority_id_proposed_at_filed_on": (
        "(authority_id, proposed_at, id) include (filed_on)"
    ),
}
WITHOUT = {
    "ix_penalty_case_proposed_at": "(proposed_at, id)",
    "ix_penalty_case_authority_id_proposed_at": "(authority_id, proposed_at, id)",
}


def upgrade() -> None:
    """Apply."""
    with op.get_context().autocommit_block():
        for name, columns in WITH_DAYS.items():
            # The block ends the migration's transaction, which the linter does not see.
            op.execute(
                "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
                f"create index concurrently if not exists {name} on penalty_case {columns}"
            )
        for name in WITHOUT:
            op.execute(f"drop index concurrently if exists {name}")


def downgrade() -> None:
    """Undo."""
    for name, columns in WITHOUT.items():
        op.execute(f"create index if not exists {name} on penalty_case {columns}")
    for name in WITH_DAYS:
        op.execute(f"drop index if exists {name}")
