/**
 * The track of a turn of duty: which fixes are kept (25 m or 5 minutes), and when it is interrupted. A pure machine:
 * every event is judged against what the disk last had, so a kill anywhere costs only the time since the last event.
 */
export const GAP_REASONS = [
  'app_closed',
  'in_background',
  'no_fix',
  'denied',
  'clock_changed',
] as const
export type GapReason = (typeof GAP_REASONS)[number]

/** How often the app notes that it is still there. */
export const BEAT_MS = 8_000
const STEP_M = 25
const STEP_MS = 5 * 60_000
/** A fix is overdue after this; until then a phone that lies still is believed. */
export const LOST_MS = 120_000
const AWAY_MS = 15_000
const FROZEN_MS = 45_000
const CLOCK_MS = 5_000

/** Both clocks at one moment of one run of the app. */
export interface Tick {
  readonly session: string
  readonly wall: number
  readonly mono: number
  readonly is_hidden: boolean
}

export interface Spot {
  readonly lon: number
  readonly lat: number
  readonly accuracy_m: number | null
  /** By the device's clock. */
  readonly at: number
}

export interface PointEntry extends Spot {
  readonly kind: 'point'
  readonly seq: number
}

export interface GapEntry {
  readonly kind: 'gap'
  readonly seq: number
  readonly began_at: number
  readonly ended_at: number
  readonly reason: GapReason
}

export type Entry = PointEntry | GapEntry

/** What the machine knows; it lies on the disk beside the entries, written with them. */
export interface Head extends Tick {
  readonly next_seq: number
  /** When a fix was last heard. */
  readonly heard_at: number
  readonly last: Spot | null
  /** An interruption that goes on. */
  readonly lost: { readonly began_at: number; readonly reason: GapReason } | null
}

export interface Step {
  readonly head: Head
  readonly entries: readonly Entry[]
}

/** The head of a track that begins now. */
export function begin(tick: Tick): Head {
  return { ...tick, next_seq: 1, heard_at: tick.wall, last: null, lost: null }
}

/** Metres between two places, good enough over a few kilometres. */
export function metres(a: Pick<Spot, 'lon' | 'lat'>, b: Pick<Spot, 'lon' | 'lat'>): number {
  const rad = Math.PI / 180
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)
  return Math.hypot(x, (b.lat - a.lat) * rad) * 6_371_009
}

class Writer {
  readonly entries: Entry[] = []

  constructor(public head: Head) {}

  gap(began_at: number, ended_at: number, reason: GapReason): void {
    const seq = this.head.next_seq
    this.entries.push({ kind: 'gap', seq, began_at, ended_at, reason })
    this.head = { ...this.head, next_seq: seq + 1 }
  }

  point(spot: Spot): void {
    const seq = this.head.next_seq
    this.entries.push({ kind: 'point', seq, ...spot })
    this.head = { ...this.head, next_seq: seq + 1, last: spot }
  }

  /** Ends the interruption that goes on, if one does. */
  found(at: number): void {
    const { lost } = this.head
    if (lost !== null) this.gap(lost.began_at, at, lost.reason)
    this.head = { ...this.head, lost: null }
  }
}

/** The app was closed and runs again, or another tab has taken over. */
function takeUp(writer: Writer, tick: Tick): void {
  const { head } = writer
  const away = tick.wall - head.wall
  if (Math.abs(away) > AWAY_MS) {
    writer.found(head.wall)
    writer.gap(head.wall, tick.wall, away < 0 ? 'clock_changed' : 'app_closed')
  }
  writer.head = { ...writer.head, heard_at: tick.wall }
}

/** The same run goes on: did it stand still, or was the clock set? */
function goOn(writer: Writer, tick: Tick): void {
  const { head } = writer
  const passed = tick.mono - head.mono
  const drift = tick.wall - head.wall - passed
  const wasAsleep = passed > FROZEN_MS || (drift > CLOCK_MS && (head.is_hidden || tick.is_hidden))
  if (wasAsleep) {
    writer.found(head.wall)
    writer.gap(head.wall, tick.wall, 'in_background')
    writer.head = { ...writer.head, heard_at: tick.wall }
  } else if (Math.abs(drift) > CLOCK_MS) {
    writer.gap(head.wall, tick.wall, 'clock_changed')
    const { heard_at, lost } = writer.head
    const moved = lost === null ? null : { ...lost, began_at: lost.began_at + drift }
    writer.head = { ...writer.head, heard_at: heard_at + drift, lost: moved }
  }
}

function advance(head: Head, tick: Tick): Writer {
  const writer = new Writer(head)
  if (head.session === tick.session) goOn(writer, tick)
  else takeUp(writer, tick)
  writer.head = { ...writer.head, ...tick }
  return writer
}

const stepOf = ({ head, entries }: Writer): Step => ({ head, entries })

function isWorthKeeping(last: Spot | null, spot: Spot): boolean {
  if (last === null || Math.abs(spot.at - last.at) >= STEP_MS) return true
  // A bad fix must jump further than its own error before it counts as a step.
  return metres(last, spot) >= Math.max(STEP_M, spot.accuracy_m ?? STEP_M)
}

/** A fix was heard. */
export function hear(head: Head, tick: Tick, spot: Spot): Step {
  const writer = advance(head, tick)
  const wasLost = writer.head.lost !== null || writer.entries.length > 0
  writer.found(tick.wall)
  writer.head = { ...writer.head, heard_at: tick.wall }
  if (wasLost || isWorthKeeping(writer.head.last, spot)) writer.point(spot)
  return stepOf(writer)
}

/** Time passed without a fix; `denied` when the person or the system refuses them. */
export function wait(head: Head, tick: Tick, denied: boolean): Step {
  const writer = advance(head, tick)
  const { heard_at, lost } = writer.head
  if (lost === null && (denied || tick.wall - heard_at > LOST_MS)) {
    const reason = denied ? 'denied' : 'no_fix'
    writer.head = { ...writer.head, lost: { began_at: heard_at, reason } }
  }
  return stepOf(writer)
}

/** Duty ends; an interruption that goes on ends with it. */
export function finish(head: Head, tick: Tick): Step {
  const writer = advance(head, tick)
  writer.found(tick.wall)
  return stepOf(writer)
}
