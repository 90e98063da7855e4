"""Segmented media, second officers and tasks in capture records, examined exhibits."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

HEX64 = "~ '^[0-9a-f]{64}$'"
RECEIPT = "receipt_statement, receipt_signature, receipt_key_id"
# A verified exhibit without its bytes, both digests and its receipt would be a lie; the bytes of a
# segmented one lie under the digests of its segments.
WHOLE = f"num_nulls(received_at, verified_at, sm3, store_key, {RECEIPT}) = 0"
EITHER = (
    f"num_nulls(received_at, verified_at, sha256, sm3, {RECEIPT}) = 0"
    " and num_nonnulls(store_key, segments_root) = 1"
)
CHECKS = {
    "kind": ("kind in ('photo', 'video', 'file')", "kind in ('photo', 'video', 'audio', 'file')"),
    "source": (
        "source in ('in_app_camera', 'file_picker')",
        "source in ('in_app_camera', 'file_picker', 'import')",
    ),
    "verified": (f"state <> 'verified' or {WHOLE}", f"state <> 'verified' or ({EITHER})"),
}
NEW_CHECKS = {
    "whole_or_segmented": "sha256 is not null or segments_root is not null",
    "segments": "num_nulls(segment_size, segments_root, segment_digests) in (0, 3)",
    "segments_root": f"segments_root {HEX64}",
    "segment_digests": "octet_length(segment_digests)"
    " = 32 * ((size + segment_size - 1) / segment_size)",
    "second_officer": "second_officer_id <> captured_by_id",
    "examined": "examined_at is null or state = 'verified'",
}


def upgrade() -> None:
    """Apply."""
    op.add_column("exhibit", sa.Column("segment_size", sa.BigInteger()))
    op.add_column("exhibit", sa.Column("segments_root", sa.Text()))
    op.add_column("exhibit", sa.Column("segment_digests", sa.LargeBinary()))
    op.add_column("exhibit", sa.Column("second_officer_id", sa.Uuid()))
    op.add_column("exhibit", sa.Column("case_id", sa.Uuid()))
    op.add_column("exhibit", sa.Column("task_id", sa.Uuid()))
    op.add_column("exhibit", sa.Column("app_build", sa.Text()))
    op.add_column("exhibit", sa.Column("examined_at", sa.DateTime(timezone=True)))
    # The previous release reads nothing segmented: no phone of its time makes any.
    op.execute(
        "-- squawk-ignore ban-drop-not-null\nalter table exhibit alter column sha256 drop not null"
    )
    # What is verified by now was examined when it was.
    op.execute("update exhibit set examined_at = verified_at where state = 'verified'")
    for name, (_, new) in CHECKS.items():
        _drop_check(name)
        _add_check(name, new)
    for name, rule in NEW_CHECKS.items():
        _add_check(name, rule)
    op.execute(
        "alter table exhibit add constraint fk_exhibit_second_officer_id"
        " foreign key (second_officer_id) references person (id) not valid"
    )
    # Built while nobody writes: no row has its condition yet, so it is done at once.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_exhibit_unexamined on exhibit (verified_at, id)"
        " where state = 'verified' and examined_at is null"
    )


def _drop_check(name: str) -> None:
    # Each is replaced at once by one that lets more through.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        f"alter table exhibit drop constraint ck_exhibit_{name}"
    )


def _add_check(name: str, rule: str) -> None:
    op.execute(f"alter table exhibit add constraint ck_exhibit_{name} check ({rule}) not valid")


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_exhibit_unexamined", "exhibit")
    op.drop_constraint("fk_exhibit_second_officer_id", "exhibit")
    for name in NEW_CHECKS:
        op.drop_constraint(f"ck_exhibit_{name}", "exhibit")
    for name, (old, _) in CHECKS.items():
        op.drop_constraint(f"ck_exhibit_{name}", "exhibit")
        _add_check(name, old)
    for name in (
        "segment_size",
        "segments_root",
        "segment_digests",
        "second_officer_id",
        "case_id",
        "task_id",
        "app_build",
        "examined_at",
    ):
        op.drop_column("exhibit", name)
    op.alter_column("exhibit", "sha256", existing_type=sa.Text(), nullable=False)
