/** Which copies can be made of an exhibit. */
import type { Exhibit } from '../wire-evidence'

export type DerivativeOp = 'watermarked' | 'redacted' | 'clipped'

export interface Region {
  x: number
  y: number
  width: number
  height: number
}

/** A photo can be marked and redacted; of a recording a part can be cut out. */
export function opsFor(exhibit: Pick<Exhibit, 'kind'>): DerivativeOp[] {
  if (exhibit.kind === 'photo') return ['watermarked', 'redacted']
  return exhibit.kind === 'video' || exhibit.kind === 'audio' ? ['clipped'] : []
}

const DIGITS = 4
const round = (value: number) => Number(value.toFixed(DIGITS))

/** The rectangle between two points given as fractions of the picture, kept inside it. */
export function regionBetween(from: [number, number], to: [number, number]): Region {
  const inside = (value: number) => Math.min(1, Math.max(0, value))
  const [x1, y1, x2, y2] = [from[0], from[1], to[0], to[1]].map(inside) as [
    number,
    number,
    number,
    number,
  ]
  return {
    x: round(Math.min(x1, x2)),
    y: round(Math.min(y1, y2)),
    width: round(Math.abs(x1 - x2)),
    height: round(Math.abs(y1 - y2)),
  }
}

const LEAST = 0.005
/** A click that drew nothing is no rectangle. */
export function isDrawn(region: Region): boolean {
  return region.width >= LEAST && region.height >= LEAST
}

const TIME = /^(?:(\d+):)?([0-5]?\d):([0-5]?\d(?:\.\d{1,3})?)$/

/** "1:02:03.5" or "02:03" as milliseconds; null for anything else. */
export function millisecondsOf(text: string): number | null {
  const found = TIME.exec(text.trim())
  if (!found) return null
  const [, hours = '0', minutes = '0', seconds = '0'] = found
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000)
}
