"""Check the conditions on how cases are handled against the rows there are."""

from alembic import op

revision = "0040"
down_revision = "0039"

UNCHECKED = (
    "ck_penalty_case_handling",
    "ck_penalty_case_decision_has_fine",
    "fk_penalty_case_weighing_id_weighing",
    "fk_penalty_case_deciding_authority_id_authority",
)
"""Each was added without a look at the rows, which keeps that lock short."""


def upgrade() -> None:
    """Apply."""
    for name in UNCHECKED:
        op.execute(f"alter table penalty_case validate constraint {name}")


def downgrade() -> None:
    """Undo: a condition that was checked needs no undoing."""
