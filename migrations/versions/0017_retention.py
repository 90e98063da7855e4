"""Retention, legal holds and disposals."""

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

STATES = "'awaiting_upload', 'received', 'verified', 'quarantined'"
KINDS = "'photo', 'video', 'audio', 'file'"
OUTCOMES = "'none', 'not_filed', 'not_penalised', 'penalised'"
CHECKS = {
    "state": (f"state in ({STATES})", f"state in ({STATES}, 'disposed')"),
    "examined": (
        "examined_at is null or state = 'verified'",
        "examined_at is null or state in ('verified', 'disposed')",
    ),
}
KEPT = "state in ('verified', 'quarantined')"
INDEXES = (
    ("unretained", "id", f"retain_until is null and {KEPT}"),
    ("retain_until", "retain_until, id", KEPT),
)
FILE = (
    "作为证据使用的音像记录、电子数据保存期限不少于案卷（行政执法全过程记录要求）；"
    "案卷保管期限须经档案、法制部门确认"
)
UNUSED = "未作为证据使用的音像记录一般保存不少于六个月；本市具体期限须经法制部门确认"
PRESCRIPTION = "参照行政处罚法第三十六条两年追责时效；具体期限须经法制部门确认"
DEFAULTS = (
    ("video", "none", None, 183, UNUSED),
    ("audio", "none", None, 183, UNUSED),
    ("photo", "none", 2, None, PRESCRIPTION),
    ("file", "none", 2, None, PRESCRIPTION),
    ("any", "not_filed", 5, None, FILE),
    ("any", "not_penalised", 10, None, FILE),
    ("any", "penalised", 30, None, FILE),
)


def upgrade() -> None:
    """Apply."""
    op.add_column("exhibit", sa.Column("retention_policy", sa.Text()))
    op.add_column("exhibit", sa.Column("retain_until", sa.DateTime(timezone=True)))
    op.add_column("exhibit", sa.Column("disposed_at", sa.DateTime(timezone=True)))
    for name, (_, new) in CHECKS.items():
        _replace_check(name, new)
    # Disposed bytes are named by nobody.
    op.execute(
        "alter table exhibit add constraint ck_exhibit_disposed check (state <> 'disposed' or"
        " num_nonnulls(store_key, preview_key, thumbnail_key) = 0) not valid"
    )
    _create_policy()
    _create_hold()
    _create_disposal()
    op.create_table(
        "exhibit_view",
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("exhibit_id", "person_id", name="pk_exhibit_view"),
    )
    with op.get_context().autocommit_block():
        for name, columns, rows in INDEXES:
            # The block ends the migration's transaction, which the linter does not see.
            op.execute(
                "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
                f"create index concurrently if not exists ix_exhibit_{name}"
                f" on exhibit ({columns}) where {rows}"
            )


def _replace_check(name: str, rule: str) -> None:
    # Each is replaced at once by one that lets more through.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        f"alter table exhibit drop constraint ck_exhibit_{name}"
    )
    op.execute(f"alter table exhibit add constraint ck_exhibit_{name} check ({rule}) not valid")


def _create_policy() -> None:
    table = op.create_table(
        "retention_policy",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_outcome", sa.Text(), nullable=False),
        sa.Column("years", sa.Integer()),
        sa.Column("days", sa.Integer()),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("created_by_name", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind in ({KINDS}, 'any')", name="kind"),
        sa.CheckConstraint(f"case_outcome in ({OUTCOMES})", name="case_outcome"),
        sa.CheckConstraint(
            "num_nonnulls(years, days) = 1 and coalesce(years, days) >= 1", name="span"
        ),
    )
    op.bulk_insert(
        table,
        [
            {
                "id": UUID(int=(0x0017 << 112) + number),
                "kind": kind,
                "case_outcome": outcome,
                "years": years,
                "days": days,
                "basis": basis,
                "valid_from": date(2021, 7, 15),
                "is_confirmed": False,
                "created_at": datetime(2026, 11, 22, tzinfo=UTC),
            }
            for number, (kind, outcome, years, days, basis) in enumerate(DEFAULTS, 1)
        ],
    )


def _create_hold() -> None:
    op.create_table(
        "closed_case_file",
        sa.Column("case_id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"outcome in ({OUTCOMES})", name="outcome"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("placed_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("placed_by_name", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("released_by_name", sa.Text()),
        sa.Column("release_reason", sa.Text()),
        sa.CheckConstraint("subject_kind in ('case', 'exhibit')", name="subject_kind"),
        sa.CheckConstraint("num_nulls(released_at, release_reason) in (0, 2)", name="released"),
    )
    op.create_index(
        "ix_legal_hold_subject_id",
        "legal_hold",
        ["subject_id"],
        postgresql_where=sa.text("released_at is null"),
    )
    op.create_index("ix_legal_hold_authority_id", "legal_hold", ["authority_id", "placed_at", "id"])
    op.create_table(
        "exhibit_hold",
        sa.Column("hold_id", sa.Uuid(), sa.ForeignKey("legal_hold.id"), nullable=False),
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("hold_id", "exhibit_id", name="pk_exhibit_hold"),
    )
    op.create_index(
        "ix_exhibit_hold_exhibit_id",
        "exhibit_hold",
        ["exhibit_id"],
        postgresql_where=sa.text("lifted_at is null"),
    )


def _create_disposal() -> None:
    op.create_table(
        "disposal",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_by_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("decided_by_name", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decision_note", sa.Text()),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('proposed', 'approved', 'rejected', 'done')", name="state"),
        # The one who proposes may not decide, whoever writes the row.
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name="second_person"),
        sa.CheckConstraint(
            "(state = 'proposed') = (num_nulls(decided_by_id, decided_at) = 2)", name="decided"
        ),
        sa.CheckConstraint("(state = 'done') = (done_at is not null)", name="done"),
    )
    op.create_index("ix_disposal_authority_id", "disposal", ["authority_id", "proposed_at", "id"])
    op.create_table(
        "disposal_item",
        sa.Column("disposal_id", sa.Uuid(), sa.ForeignKey("disposal.id"), nullable=False),
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("store_keys", postgresql.JSONB(none_as_null=True)),
        sa.Column("disposed_at", sa.DateTime(timezone=True)),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("disposal_id", "exhibit_id", name="pk_disposal_item"),
    )
    op.create_index("ix_disposal_item_exhibit_id", "disposal_item", ["exhibit_id"])


def downgrade() -> None:
    """Undo."""
    for table in (
        "exhibit_view",
        "disposal_item",
        "disposal",
        "exhibit_hold",
        "legal_hold",
        "closed_case_file",
        "retention_policy",
    ):
        op.drop_table(table)
    op.drop_index("ix_exhibit_unretained", "exhibit")
    op.drop_index("ix_exhibit_retain_until", "exhibit")
    op.drop_constraint("ck_exhibit_disposed", "exhibit")
    for name, (old, _) in CHECKS.items():
        _replace_check(name, old)
    for name in ("retention_policy", "retain_until", "disposed_at"):
        op.drop_column("exhibit", name)
