/** Every check that can leave a flag, in the order a person would ask about them. */
export const FLAG_CODES = [
  'digest_differs',
  'no_fix',
  'fix_inaccurate',
  'fix_stale',
  'exif_gps_far',
  'exif_time_differs',
  'device_clock_off',
  'device_sequence_gap',
  'picked_from_files',
  'editor_software',
  'duplicate_bytes',
  'exif_unreadable',
  'exif_readers_disagree',
  'type_mismatch',
  'image_truncated',
  'not_an_image',
] as const
