/** Fixes from the device and simple geometry, all in WGS-84 degrees. */

export interface Fix {
  readonly lon: number
  readonly lat: number
  readonly accuracy_m: number
  readonly altitude_m: number | null
  /** When the device measured it, by the device's clock. */
  readonly fix_at: string
}

export const NO_FIX_REASONS = ['denied', 'unavailable', 'timeout', 'indoors'] as const
export type NoFixReason = (typeof NO_FIX_REASONS)[number]

export type Ring = readonly (readonly [number, number])[]

const FRESH_MS = 10_000

/** The most accurate of the fixes that are at most ten seconds old at `now`; the newest when none is. */
export function bestFix(fixes: readonly Fix[], now: number): Fix | null {
  const fresh = fixes.filter((fix) => now - Date.parse(fix.fix_at) <= FRESH_MS)
  if (fresh.length > 0) return fresh.reduce((a, b) => (b.accuracy_m < a.accuracy_m ? b : a))
  return fixes.length === 0
    ? null
    : fixes.reduce((a, b) => (Date.parse(b.fix_at) > Date.parse(a.fix_at) ? b : a))
}

/** Whether the point lies inside the ring (even-odd rule). */
export function isInside(ring: Ring, lon: number, lat: number): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[i]
    const b = ring[j]
    if (!a || !b) continue
    const crosses = a[1] > lat !== b[1] > lat
    if (crosses && lon < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}
