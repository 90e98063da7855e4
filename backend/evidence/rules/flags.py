"""The codes a flag may have."""

FLAG_CODES = (
    "exif_gps_far",
    "exif_time_differs",
    "fix_stale",
    "fix_inaccurate",
    "no_fix",
    "exif_unreadable",
    "exif_readers_disagree",
    "editor_software",
    "type_mismatch",
    "image_truncated",
    "picked_from_files",
    "duplicate_bytes",
    "device_clock_off",
    "not_an_image",
    "device_sequence_gap",
    "digest_differs",
    "device_not_approved",
    "key_ended_before_upload",
    "verification_failed",
)
