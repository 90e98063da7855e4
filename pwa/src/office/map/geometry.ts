/** Flat arithmetic of the plain map: Web Mercator, bounds and the graticule. */

export interface Bounds {
  west: number
  south: number
  east: number
  north: number
}

export interface View {
  lon: number
  lat: number
  /** Pixels to a degree of longitude. */
  scale: number
}

export type Point = readonly [number, number]

const RADIAN = Math.PI / 180
const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
const LINES = 8
const MARGIN = 0.9

/** Mercator northing in the same unit as degrees of longitude. */
export function northing(lat: number): number {
  return Math.log(Math.tan(Math.PI / 4 + (lat * RADIAN) / 2)) / RADIAN
}

/** The latitude of a northing. */
export function latitudeOf(y: number): number {
  return (2 * Math.atan(Math.exp(y * RADIAN)) - Math.PI / 2) / RADIAN
}

/** The smallest bounds around all points; null when there are none. */
export function boundsOf(points: readonly Point[]): Bounds | null {
  const [first] = points
  if (!first) return null
  const bounds = { west: first[0], south: first[1], east: first[0], north: first[1] }
  for (const [lon, lat] of points) {
    bounds.west = Math.min(bounds.west, lon)
    bounds.east = Math.max(bounds.east, lon)
    bounds.south = Math.min(bounds.south, lat)
    bounds.north = Math.max(bounds.north, lat)
  }
  return bounds
}

/** The view that shows all of the bounds, no closer than `smallest` degrees across. */
export function viewOf(bounds: Bounds, width: number, height: number, smallest = 0.02): View {
  const across = Math.max(bounds.east - bounds.west, smallest)
  const up = Math.max(northing(bounds.north) - northing(bounds.south), smallest)
  return {
    lon: (bounds.west + bounds.east) / 2,
    lat: latitudeOf((northing(bounds.north) + northing(bounds.south)) / 2),
    scale: Math.min(width / across, height / up) * MARGIN,
  }
}

/** Where a place is drawn, in pixels from the top left. */
export function project(view: View, width: number, height: number, [lon, lat]: Point): Point {
  return [
    width / 2 + (lon - view.lon) * view.scale,
    height / 2 - (northing(lat) - northing(view.lat)) * view.scale,
  ]
}

/** The step of the graticule, in degrees, that gives about eight lines across `span`. */
export function stepOf(span: number): number {
  return STEPS.find((step) => span / step <= LINES) ?? 2
}

/** The degrees between `low` and `high` where a line is drawn. */
export function ticks(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    Number(((first + index) * step).toFixed(4)),
  )
}
