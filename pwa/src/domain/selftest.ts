/** Is the phone's place right? Tells a datum error from a bad fix, by one known point. */
import type { Fix } from './place'

export type LonLat = readonly [number, number]
/** From WGS-84 to a shifted datum; handed in, so that this file needs no library. */
export type Shift = (point: LonLat) => LonLat

export interface KnownPoint {
  readonly lon: number
  readonly lat: number
  /** How far from it one may stand: a gate is a few metres wide. */
  readonly radius_m: number
}

export type FixVerdict =
  /** Within what the phone itself allows for. */
  | 'good'
  /** The point itself is given in the shifted datum, or the phone gives the shifted datum. */
  | 'gcj02'
  | 'bd09'
  /** Nearer than any shift, farther than the phone allows for. */
  | 'off'
  /** Far away and no known shift: a network location, a jump, another place. */
  | 'outlier'
  | 'imprecise'
  | 'stale'

export interface Judgement {
  readonly verdict: FixVerdict
  readonly distance_m: number
  /** Where the fix lies from the known point, degrees from north. */
  readonly bearing: number
  /** How far the two shifted datums lie from here: 300 to 1,200 m in China. */
  readonly gcj_m: number
  readonly bd_m: number
  readonly age_s: number
}

const METRES_PER_DEGREE = 111_320
const STALE_S = 60
/** A fix vaguer than this cannot tell a shift of 500 m from nothing. */
const VAGUE_M = 150
const LEAST_TOLERANCE_M = 20

function offset(from: LonLat, to: LonLat): LonLat {
  const shrink = Math.cos((((from[1] + to[1]) / 2) * Math.PI) / 180)
  return [(to[0] - from[0]) * METRES_PER_DEGREE * shrink, (to[1] - from[1]) * METRES_PER_DEGREE]
}

/** Metres between two places, good to a thousandth within a city. */
export function distanceOf(from: LonLat, to: LonLat): number {
  return Math.hypot(...offset(from, to))
}

/** Whether the fix lies where the shifted datum would put it: drawn from, or added to, the truth. */
function fits(fix: LonLat, truth: LonLat, shift: Shift, tolerance: number): boolean {
  const ahead = distanceOf(fix, shift(truth)) <= tolerance
  const behind = distanceOf(shift(fix), truth) <= tolerance
  return ahead || behind
}

function verdictOf(
  fix: Fix,
  known: KnownPoint,
  age: number,
  shifts: { readonly gcj: Shift; readonly bd: Shift },
): FixVerdict {
  if (age > STALE_S) return 'stale'
  if (fix.accuracy_m > VAGUE_M) return 'imprecise'
  const here: LonLat = [fix.lon, fix.lat]
  const truth: LonLat = [known.lon, known.lat]
  const tolerance = Math.max(LEAST_TOLERANCE_M, fix.accuracy_m * 2) + known.radius_m
  if (distanceOf(truth, here) <= tolerance) return 'good'
  if (fits(here, truth, shifts.gcj, tolerance)) return 'gcj02'
  if (fits(here, truth, shifts.bd, tolerance)) return 'bd09'
  return distanceOf(truth, here) <= VAGUE_M + known.radius_m ? 'off' : 'outlier'
}

/** Compares a fix with a point that is known for certain. */
export function judgeFix(
  fix: Fix,
  known: KnownPoint,
  now: number,
  shifts: { readonly gcj: Shift; readonly bd: Shift },
): Judgement {
  const here: LonLat = [fix.lon, fix.lat]
  const truth: LonLat = [known.lon, known.lat]
  const age = Math.max(0, (now - Date.parse(fix.fix_at)) / 1000)
  const [east, north] = offset(truth, here)
  return {
    verdict: verdictOf(fix, known, age, shifts),
    distance_m: Math.hypot(east, north),
    bearing: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
    gcj_m: distanceOf(truth, shifts.gcj(truth)),
    bd_m: distanceOf(truth, shifts.bd(truth)),
    age_s: age,
  }
}
