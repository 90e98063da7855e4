"""Shares of phones' vaults, and how an authority wants phones locked."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vault_share",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("releases", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_index(
        "ix_vault_share_authority_id_device_id", "vault_share", ["authority_id", "device_id"]
    )
    op.add_column(
        "authority",
        sa.Column("phone_lock", sa.Text(), nullable=False, server_default="required"),
    )
    op.add_column(
        "authority",
        sa.Column("phone_lock_idle_s", sa.Integer(), nullable=False, server_default="300"),
    )
    # The column is new, so the rows there are keep the rule already: nothing to scan.
    op.execute(
        "alter table authority add constraint ck_authority_phone_lock"
        " check (phone_lock in ('required', 'offered')) not valid"
    )
    # A bureau and its districts: a handful of rows, checked in no time.
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        "alter table authority validate constraint ck_authority_phone_lock"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_constraint("ck_authority_phone_lock", "authority")
    op.drop_column("authority", "phone_lock_idle_s")
    op.drop_column("authority", "phone_lock")
    op.drop_table("vault_share")
