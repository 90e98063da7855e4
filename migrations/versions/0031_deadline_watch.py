"""Terms of hours, what moved a term, warnings and escalations, notices of holidays."""

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

INTERNAL = "生态环境行政处罚办法 案件管理要求（内部预警）"
DOUBT = "本机关内部预警和督办的时间，须经本机关确认"
SEEDS = (
    ("early_warning_days", 7, "working_days"),
    ("escalation_days", 5, "working_days"),
    ("warning_hours", 6, "hours"),
    ("last_warning_hours", 2, "hours"),
)
UNCHECKED = {
    "term": "days > 0 and (due_on > started_on or due_at > started_at)",
    "unit": "unit in ('working', 'calendar', 'hours')",
}


def upgrade() -> None:
    """Apply."""
    op.add_column("deadline", sa.Column("started_at", sa.DateTime(timezone=True)))
    op.add_column("deadline", sa.Column("due_at", sa.DateTime(timezone=True)))
    for name, condition in UNCHECKED.items():
        op.execute(
            "-- squawk-ignore ban-drop-constraint\n"
            f"alter table deadline drop constraint ck_deadline_{name}"
        )
        op.execute(
            f"alter table deadline add constraint ck_deadline_{name} check ({condition}) not valid"
        )
    op.execute(
        "alter table deadline add constraint ck_deadline_hours"
        " check ((unit = 'hours') = (due_at is not null)"
        " and (due_at is null) = (started_at is null)) not valid"
    )
    # Nobody takes the step that time takes.
    op.execute(
        "-- squawk-ignore ban-drop-not-null\n"
        "alter table workflow_event alter column actor_id drop not null"
    )
    _create_notice_tables()
    parameters = sa.table(
        "rule_parameter",
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.Text()) for name in ("key", "unit", "basis", "doubt", "state")),
        sa.column("value", sa.BigInteger()),
        sa.column("valid_from", sa.Date()),
        sa.column("proposed_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(
        parameters,
        [
            {
                "id": UUID(int=(0x0031 << 112) + number),
                "key": key,
                "value": value,
                "unit": unit,
                "basis": INTERNAL,
                "doubt": DOUBT,
                "state": "in_force",
                "valid_from": date(2023, 7, 1),
                "proposed_at": datetime(2026, 11, 22, tzinfo=UTC),
            }
            for number, (key, value, unit) in enumerate(SEEDS, 1)
        ],
    )


def _create_notice_tables() -> None:
    op.create_table(
        "calendar_notice",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        sa.Column("year", sa.Integer()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("days_changed", sa.Integer(), nullable=False),
        sa.Column("terms_moved", sa.Integer(), nullable=False),
        sa.Column("imported_by_name", sa.Text()),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "deadline_change",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), sa.ForeignKey("deadline.id"), nullable=False),
        sa.Column("notice_id", sa.Uuid(), sa.ForeignKey("calendar_notice.id")),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text()),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cause in ('extended', 'resumed', 'calendar')", name="cause"),
        sa.CheckConstraint("(cause = 'calendar') = (notice_id is not null)", name="notice"),
        sa.CheckConstraint("due_before <> due_after", name="moved"),
    )
    op.create_index("ix_deadline_change_deadline_id", "deadline_change", ["deadline_id"])
    op.create_index("ix_deadline_change_notice_id", "deadline_change", ["notice_id"])
    op.create_table(
        "deadline_notice",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), sa.ForeignKey("deadline.id"), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "recipient_authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False
        ),
        sa.Column("recipient_role", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by_name", sa.Text()),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "level in ('early', 'near', 'last', 'overdue', 'long_overdue')", name="level"
        ),
        sa.UniqueConstraint("deadline_id", "level", "due_on", name="uq_deadline_notice_once"),
    )
    op.create_index(
        "ix_deadline_notice_recipient",
        "deadline_notice",
        ["recipient_authority_id", "recipient_role", "at"],
    )


def downgrade() -> None:
    """Undo."""
    op.execute(
        "delete from rule_parameter where id >= '00310000-0000-0000-0000-000000000000'"
        " and id < '00320000-0000-0000-0000-000000000000'"
    )
    for name in ("deadline_notice", "deadline_change", "calendar_notice"):
        op.drop_table(name)
    op.drop_constraint("ck_deadline_hours", "deadline")
    for name in ("due_at", "started_at"):
        op.drop_column("deadline", name)
