"""Tables of evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

HEX64 = "~ '^[0-9a-f]{64}$'"


def upgrade() -> None:
    """Apply."""
    _create_exhibit()
    _create_exhibit_link()
    _create_upload()


def _create_exhibit() -> None:
    op.create_table(
        "exhibit",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("grid_id", sa.Uuid(), sa.ForeignKey("grid.id")),
        sa.Column("grid_name", sa.Text()),
        sa.Column("captured_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("captured_by_name", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), nullable=False),
        sa.Column("device_model", sa.Text(), nullable=False),
        sa.Column("device_key_id", sa.Text(), nullable=False),
        sa.Column("device_seq", sa.BigInteger(), nullable=False),
        sa.Column("device_prev", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("record_sha256", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sm3", sa.Text()),
        sa.Column("detected_mime", sa.Text()),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("accuracy_m", sa.Double()),
        sa.Column("source_lon_e7", sa.BigInteger()),
        sa.Column("source_lat_e7", sa.BigInteger()),
        sa.Column("crs", sa.Text()),
        sa.Column("fix_at", sa.DateTime(timezone=True)),
        sa.Column("no_fix_reason", sa.Text()),
        sa.Column("clock_offset_ms", sa.BigInteger()),
        sa.Column("not_before", postgresql.JSONB(none_as_null=True)),
        sa.Column("exif", postgresql.JSONB(none_as_null=True)),
        sa.Column("flags", postgresql.JSONB(), nullable=False),
        sa.Column("store_key", sa.Text()),
        sa.Column("preview_key", sa.Text()),
        sa.Column("thumbnail_key", sa.Text()),
        sa.Column("receipt_statement", sa.LargeBinary()),
        sa.Column("receipt_signature", sa.LargeBinary()),
        sa.Column("receipt_key_id", sa.Text()),
        sa.UniqueConstraint("device_id", "device_seq", name="uq_exhibit_device_id_device_seq"),
        sa.CheckConstraint("kind in ('photo', 'video', 'file')", name="kind"),
        sa.CheckConstraint("source in ('in_app_camera', 'file_picker')", name="source"),
        sa.CheckConstraint(
            "state in ('awaiting_upload', 'received', 'verified', 'quarantined')", name="state"
        ),
        sa.CheckConstraint("device_seq >= 1 and size >= 1 and revision >= 1", name="counts"),
        sa.CheckConstraint(f"sha256 {HEX64} and record_sha256 {HEX64}", name="digests"),
        sa.CheckConstraint("lon between -180 and 180 and lat between -90 and 90", name="position"),
        sa.CheckConstraint(
            "num_nulls(lon, lat, accuracy_m, source_lon_e7, source_lat_e7, crs, fix_at) in (0, 7)",
            name="whole_fix",
        ),
        sa.CheckConstraint("jsonb_typeof(flags) = 'array'", name="flags"),
        sa.CheckConstraint("state <> 'received' or received_at is not null", name="received"),
        # A verified exhibit without its object, both digests and its receipt would be a lie.
        sa.CheckConstraint(
            "state <> 'verified' or num_nulls(received_at, verified_at, sm3, store_key,"
            " receipt_statement, receipt_signature, receipt_key_id) = 0",
            name="verified",
        ),
    )
    op.create_index("ix_exhibit_authority_id", "exhibit", ["authority_id", "captured_at", "id"])
    op.create_index("ix_exhibit_captured_by_id", "exhibit", ["captured_by_id", "captured_at", "id"])
    op.create_index("ix_exhibit_grid_id", "exhibit", ["grid_id"])
    op.create_index("ix_exhibit_sha256", "exhibit", ["sha256"])
    op.create_index(
        "ix_exhibit_flags",
        "exhibit",
        ["flags"],
        postgresql_using="gin",
        postgresql_ops={"flags": "jsonb_path_ops"},
    )


def _create_exhibit_link() -> None:
    op.create_table(
        "exhibit_link",
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("fact_to_prove", sa.Text()),
        sa.Column("linked_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("exhibit_id", "kind", "subject_id", name="pk_exhibit_link"),
        sa.CheckConstraint("kind in ('incident', 'inspection', 'case')", name="kind"),
    )
    op.create_index("ix_exhibit_link_subject_id", "exhibit_link", ["subject_id", "kind"])


def _create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('live', 'complete', 'terminated', 'expired')", name="state"),
        sa.CheckConstraint("length >= 1 and position between 0 and length", name="position"),
        sa.CheckConstraint("state <> 'complete' or position = length", name="complete"),
        sa.CheckConstraint("state <> 'live' or position < length", name="live"),
    )
    op.create_index(
        "uq_upload_exhibit_id_live",
        "upload",
        ["exhibit_id"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_index(
        "ix_upload_expires_at",
        "upload",
        ["expires_at"],
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "upload_chunk",
        sa.Column("upload_id", sa.Uuid(), sa.ForeignKey("upload.id"), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("store_key", sa.Text(), nullable=False, unique=True),
        sa.PrimaryKeyConstraint("upload_id", "start", name="pk_upload_chunk"),
        sa.CheckConstraint("start >= 0 and size >= 1", name="counts"),
    )


def downgrade() -> None:
    """Undo."""
    for table in ("upload_chunk", "upload", "exhibit_link", "exhibit"):
        op.drop_table(table)
