"""A second person approves a device."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

COLUMNS = (
    ("challenge_sha256", sa.Text()),
    ("replaces_id", sa.Uuid()),
    ("approved_at", sa.DateTime(timezone=True)),
    ("approved_by_id", sa.Uuid()),
    ("approved_by_name", sa.Text()),
    ("approval_note", sa.Text()),
    ("ended_by_id", sa.Uuid()),
    ("ended_by_name", sa.Text()),
    ("end_reason", sa.Text()),
    ("lost_at", sa.DateTime(timezone=True)),
)
CHECKS = (
    ("state", "state in ('pending', 'active', 'revoked', 'retired')"),
    ("approval", "approval in ('second_person', 'before_approval_existed')"),
    ("active_is_approved", "state <> 'active' or approval is not null"),
    ("approval_is_whole", "approval is distinct from 'second_person' or approved_at is not null"),
    (
        "second_person",
        "approval is distinct from 'second_person' or coalesce(approved_by_id <> person_id, false)",
    ),
)
REFERENCES = (("replaces_id", "device"), ("approved_by_id", "person"), ("ended_by_id", "person"))


def upgrade() -> None:
    """Apply.

    Devices enrolled before, or by the release before while both run, were asked of nobody: their
    row says so instead of naming somebody.
    """
    op.add_column("device", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column(
        "device", sa.Column("approval", sa.Text(), server_default="before_approval_existed")
    )
    for name, kind in COLUMNS:
        op.add_column("device", sa.Column(name, kind))
    # Made anew with one more state: nobody relied on there being none before approval.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nalter table device drop constraint ck_device_state"
    )
    for name, rule in CHECKS:
        _add_rule(f"ck_device_{name}", f"check ({rule})")
    for column, table in REFERENCES:
        _add_rule(f"fk_device_{column}_{table}", f"foreign key ({column}) references {table} (id)")


def downgrade() -> None:
    """Undo."""
    op.execute("update device set state = 'active' where state = 'pending'")
    for name, _rule in CHECKS:
        op.drop_constraint(f"ck_device_{name}", "device")
    for name, _kind in COLUMNS:
        op.drop_column("device", name)
    op.drop_column("device", "approval")
    op.drop_column("device", "revision")
    _add_rule("ck_device_state", "check (state in ('active', 'revoked', 'retired'))")


def _add_rule(name: str, rule: str) -> None:
    # The columns are new, so the rows there are keep the rules already: nothing to scan.
    op.execute(f"alter table device add constraint {name} {rule} not valid")
