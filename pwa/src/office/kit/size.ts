/** Bytes as people read them. */
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']
const STEP = 1024

/** 1536 → "1.5 KB"; a dash when unknown. */
export function sizeText(bytes: number | null | undefined): string {
  if (bytes == null) return '—'
  let value = bytes
  let unit = 0
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`
}
