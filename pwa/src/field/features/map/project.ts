/** A plain drawing of the grid: degrees to screen, with a scale and a graticule, no tiles needed. */
import type { Ring } from '@/domain/place'

export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

export interface View {
  readonly x: (lon: number) => number
  readonly y: (lat: number) => number
  readonly width: number
  readonly height: number
  readonly metresPerUnit: number
}

const METRES_PER_DEGREE = 111_320

/** The smallest box around the points, with a margin; null when there are none. */
export function boxAround(points: readonly (readonly [number, number])[]): Box | null {
  if (points.length === 0) return null
  const lons = points.map((point) => point[0])
  const lats = points.map((point) => point[1])
  const west = Math.min(...lons)
  const east = Math.max(...lons)
  const south = Math.min(...lats)
  const north = Math.max(...lats)
  const margin = Math.max((east - west) * 0.08, (north - south) * 0.08, 0.0012)
  return {
    west: west - margin,
    east: east + margin,
    south: south - margin,
    north: north + margin,
  }
}

/** Fits the box into `width` units, lengths true at its middle latitude; at most `tallest` high. */
export function fit(box: Box, width: number, tallest: number): View {
  const shrink = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180)
  const wide = (box.east - box.west) * shrink
  const high = box.north - box.south
  const unit = Math.min(width / wide, tallest / high)
  const height = Math.max(high * unit, width * 0.6)
  const left = (width - wide * unit) / 2
  const top = (height - high * unit) / 2
  return {
    x: (lon) => left + (lon - box.west) * shrink * unit,
    y: (lat) => top + (box.north - lat) * unit,
    width,
    height,
    metresPerUnit: METRES_PER_DEGREE / unit,
  }
}

/** The SVG path of a ring. */
export function pathOf(ring: Ring, view: View): string {
  const points = ring.map(([lon, lat]) => `${view.x(lon).toFixed(1)} ${view.y(lat).toFixed(1)}`)
  return `M${points.join('L')}Z`
}

/** A round length (1, 2 or 5 × 10ⁿ metres) that is at most a third of the width. */
export function scaleBar(view: View): { readonly metres: number; readonly units: number } {
  const longest = (view.width / 3) * view.metresPerUnit
  const power = 10 ** Math.floor(Math.log10(longest))
  const step = [5, 2, 1].find((factor) => factor * power <= longest) ?? 1
  return { metres: step * power, units: (step * power) / view.metresPerUnit }
}

/** Lines of the graticule at a round step, four to eight of them. */
export function graticule(from: number, to: number): number[] {
  const span = to - from
  const step =
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((s) => span / s <= 8) ?? 1
  const lines: number[] = []
  for (let line = Math.ceil(from / step) * step; line <= to; line += step) lines.push(line)
  return lines
}
