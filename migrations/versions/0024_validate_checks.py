"""Check the conditions that were added unchecked against the rows there are."""

from alembic import op

revision = "0024"
down_revision = "0023"

UNCHECKED = {
    "penalty_case": ("state",),
    "device": ("active_is_approved", "approval", "approval_is_whole", "second_person", "state"),
    "exhibit": (
        "disposed",
        "examined",
        "kind",
        "second_officer",
        "segment_digests",
        "segments",
        "segments_root",
        "source",
        "state",
        "verified",
        "whole_or_segmented",
    ),
}
"""Each was added without a look at the rows, which keeps that lock short; this one lets others
read and write meanwhile.
"""


def upgrade() -> None:
    """Apply."""
    for table, names in UNCHECKED.items():
        for name in names:
            op.execute(f"alter table {table} validate constraint ck_{table}_{name}")


def downgrade() -> None:
    """Undo: a condition that was checked needs no undoing."""
