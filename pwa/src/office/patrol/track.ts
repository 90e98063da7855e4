/** A track cut where it was interrupted. */
import type { Point } from '../map/geometry'
import type { Track } from '../wire-patrol'

/** The places walked without interruption, one line after another. */
export function linesOf(track: Pick<Track, 'points' | 'gaps'>): Point[][] {
  const lines: Point[][] = []
  let last = -1
  for (const point of track.points) {
    const isApart = track.gaps.some((gap) => gap.seq > last && gap.seq < point.seq)
    if (last < 0 || isApart) lines.push([])
    lines[lines.length - 1]?.push([point.lon, point.lat])
    last = point.seq
  }
  return lines
}
