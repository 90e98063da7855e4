"""How long the track of a patrol is kept."""

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

PARAMETER = UUID(int=(0x0041 << 112) + 1)


def upgrade() -> None:
    """Apply."""
    table = sa.table(
        "rule_parameter",
        sa.column("id", sa.Uuid()),
        sa.column("key", sa.Text()),
        sa.column("value", sa.BigInteger()),
        sa.column("unit", sa.Text()),
        sa.column("basis", sa.Text()),
        sa.column("doubt", sa.Text()),
        sa.column("valid_from", sa.Date()),
        sa.column("state", sa.Text()),
        sa.column("proposed_at", sa.DateTime(timezone=True)),
    )
    row = {
        "id": PARAMETER,
        "key": "track_keep_days",
        "value": 90,
        "unit": "calendar_days",
        "basis": "个人信息保护法 第十九条",
        "doubt": "法律只要求“最短必要时间”，天数由本单位确定",
        "valid_from": date(2021, 11, 1),
        "state": "in_force",
        "proposed_at": datetime(2026, 11, 22, tzinfo=UTC),
    }
    op.bulk_insert(table, [row])


def downgrade() -> None:
    """Undo."""
    op.execute("delete from rule_parameter where key = 'track_keep_days'")
