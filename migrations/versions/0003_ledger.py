"""Tables of ledger: chains, custody events, the log and its checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WRITTEN_ONCE = ("custody_event", "log_leaf", "log_block", "log_checkpoint")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "evidence_chain",
        sa.Column("subject_id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
    )
    op.create_table(
        "custody_event",
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("subject_id", "seq", name="uq_custody_event_subject_id_seq"),
        sa.CheckConstraint("seq >= 1", name="seq"),
    )
    op.create_index("ix_custody_event_authority_id", "custody_event", ["authority_id", "at"])
    op.create_table(
        "log_queue",
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_sm3", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "log_leaf",
        sa.Column("leaf_index", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid(), nullable=False, unique=True),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_sm3", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("leaf_index >= 0", name="leaf_index"),
    )
    op.create_table(
        "log_block",
        sa.Column("level", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("root_sm3", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("tree_size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("root_sm3", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
    )
    # A guard rail against mistakes: who owns the database can drop it, and the signer and every
    # verifier's memory of checkpoints are what then tells.
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as $$ "
        "begin raise exception '% is written once', tg_table_name; end $$"
    )
    for table in WRITTEN_ONCE:
        op.execute(
            f"create trigger {table}_written_once before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Undo."""
    for table in ("log_checkpoint", "log_block", "log_leaf", "log_queue"):
        op.drop_table(table)
    op.drop_table("custody_event")
    op.drop_table("evidence_chain")
    op.execute("drop function refuse_change()")
