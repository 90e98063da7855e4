/** Duty on this phone: every step is one transaction over the patrol, its track and the outbox. */
import type { ManualReason } from '@/domain/duty'
import { newId } from '@/domain/ids'
import { begin, finish, hear, wait, type Spot, type Step, type Tick } from '@/domain/track'
import type { FieldDatabase } from '@/store/database'
import type { CheckInRow, Missed, PatrolRow, TrackRow } from '@/store/dutyRows'

import { operationOf } from './enqueue'

/** A piece of track leaves for the server when it has so many entries, or is so old. */
const BATCH_ENTRIES = 25
const BATCH_MS = 10 * 60_000
/** What the server takes at once. */
const MOST_ENTRIES = 400

const iso = (time: number) => new Date(time).toISOString()

/** The turn of duty that goes on, or undefined. */
export async function openPatrol(db: FieldDatabase): Promise<PatrolRow | undefined> {
  return db.patrols.where('is_open').equals(1).first()
}

/** Goes on duty; a second tap returns the turn that goes on. */
export async function startPatrol(
  db: FieldDatabase,
  roundId: string | null,
  tick: Tick,
): Promise<PatrolRow> {
  return db.transaction('rw', db.patrols, db.operations, async () => {
    const open = await openPatrol(db)
    if (open) return open
    const started_at = iso(tick.wall)
    const row: PatrolRow = {
      id: newId(tick.wall),
      round_id: roundId,
      started_at,
      ended_at: null,
      is_open: 1,
      head: begin(tick),
      batches: 0,
      cut_at: tick.wall,
    }
    await db.patrols.add(row)
    const payload = { round_id: roundId, started_at }
    await db.operations.add(operationOf('patrol.start', row.id, row.id, payload, started_at))
    return row
  })
}

function payloadOf(n: number, rows: readonly TrackRow[]) {
  return {
    n,
    points: rows.flatMap((row) =>
      row.kind === 'point'
        ? [
            {
              seq: row.seq,
              at: iso(row.at),
              lon: row.lon,
              lat: row.lat,
              accuracy_m: row.accuracy_m,
            },
          ]
        : [],
    ),
    gaps: rows.flatMap((row) =>
      row.kind === 'gap'
        ? [
            {
              seq: row.seq,
              began_at: iso(row.began_at),
              ended_at: iso(row.ended_at),
              reason: row.reason,
            },
          ]
        : [],
    ),
  }
}

/** Hands what no piece has taken along to the outbox; returns the number of pieces so far. */
async function cut(db: FieldDatabase, patrol: PatrolRow, now: number): Promise<number> {
  const loose = db.track.where('[patrol_id+batch]').equals([patrol.id, 0])
  const rows = await loose.sortBy('seq')
  let n = patrol.batches
  for (let at = 0; at < rows.length; at += MOST_ENTRIES) {
    n += 1
    const piece = rows.slice(at, at + MOST_ENTRIES)
    await db.operations.add(
      operationOf('patrol.track', patrol.id, patrol.id, payloadOf(n, piece), iso(now)),
    )
    await db.track.bulkPut(piece.map((row) => ({ ...row, batch: n })))
  }
  return n
}

async function keep(db: FieldDatabase, patrol: PatrolRow, step: Step): Promise<PatrolRow> {
  const rows = step.entries.map((entry): TrackRow => ({
    ...entry,
    patrol_id: patrol.id,
    batch: 0,
  }))
  await db.track.bulkAdd(rows)
  return { ...patrol, head: step.head }
}

async function note(
  db: FieldDatabase,
  patrolId: string,
  tick: Tick,
  step: (patrol: PatrolRow) => Step,
): Promise<boolean> {
  return db.transaction('rw', db.patrols, db.track, db.operations, async () => {
    const patrol = await db.patrols.get(patrolId)
    if (patrol?.is_open !== 1) return false
    let next = await keep(db, patrol, step(patrol))
    const loose = await db.track.where('[patrol_id+batch]').equals([patrolId, 0]).count()
    if (loose >= BATCH_ENTRIES || (loose > 0 && Math.abs(tick.wall - next.cut_at) >= BATCH_MS)) {
      next = { ...next, batches: await cut(db, next, tick.wall), cut_at: tick.wall }
    }
    await db.patrols.put(next)
    return true
  })
}

/** Takes a fix into the track; false when that duty has ended. */
export async function noteFix(
  db: FieldDatabase,
  patrolId: string,
  tick: Tick,
  spot: Spot,
): Promise<boolean> {
  return note(db, patrolId, tick, (patrol) => hear(patrol.head, tick, spot))
}

/** Notes that the app is still there without a fix; false when that duty has ended. */
export async function noteBeat(
  db: FieldDatabase,
  patrolId: string,
  tick: Tick,
  denied: boolean,
): Promise<boolean> {
  return note(db, patrolId, tick, (patrol) => wait(patrol.head, tick, denied))
}

export interface Arrival {
  readonly checkpointId: string
  readonly method: 'qr' | 'manual'
  readonly reason: ManualReason | null
  readonly note: string
  readonly spot: Spot | null
}

/** Checks in at a checkpoint; a second tap at the same one returns the first. */
export async function checkIn(
  db: FieldDatabase,
  patrolId: string,
  arrival: Arrival,
  now: number,
): Promise<CheckInRow> {
  return db.transaction('rw', db.check_ins, db.operations, async () => {
    const known = await db.check_ins
      .where('patrol_id')
      .equals(patrolId)
      .filter((row) => row.checkpoint_id === arrival.checkpointId)
      .first()
    if (known) return known
    const { spot, method, reason } = arrival
    const row: CheckInRow = {
      id: newId(now),
      patrol_id: patrolId,
      checkpoint_id: arrival.checkpointId,
      method,
      reason,
      checked_at: iso(now),
    }
    await db.check_ins.add(row)
    const payload = {
      patrol_id: patrolId,
      checkpoint_id: arrival.checkpointId,
      method,
      reason,
      note: arrival.note,
      checked_at: row.checked_at,
      position:
        spot === null ? null : { lon: spot.lon, lat: spot.lat, accuracy_m: spot.accuracy_m },
    }
    await db.operations.add(operationOf('patrol.check_in', row.id, patrolId, payload, iso(now)))
    return row
  })
}

/** Goes off duty; whatever of the track is still loose is handed over first. Ending again changes nothing. */
export async function endPatrol(
  db: FieldDatabase,
  patrolId: string,
  tick: Tick,
  missed: readonly Missed[],
  words: string,
): Promise<void> {
  await db.transaction('rw', db.patrols, db.track, db.operations, async () => {
    const patrol = await db.patrols.get(patrolId)
    if (patrol?.is_open !== 1) return
    const last = await keep(db, patrol, finish(patrol.head, tick))
    const batches = await cut(db, last, tick.wall)
    const ended_at = iso(tick.wall)
    await db.patrols.put({ ...last, batches, ended_at, is_open: 0 })
    const payload = { ended_at, batch_count: batches, missed, note: words }
    await db.operations.add(operationOf('patrol.end', patrolId, patrolId, payload, ended_at))
  })
}
