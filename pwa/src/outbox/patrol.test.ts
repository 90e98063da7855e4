import { beforeAll, describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { metres, type Tick } from '@/domain/track'
import { FieldDatabase } from '@/store/database'
import type { OperationRow } from '@/store/rows'

import { checkIn, endPatrol, noteBeat, noteFix, openPatrol, startPatrol } from './patrol'

const DAYS = 30
const START = Date.parse('2026-11-22T01:00:00Z')

interface Piece {
  n: number
  points: { seq: number; at: string; lon: number; lat: number }[]
  gaps: { seq: number; began_at: string; ended_at: string; reason: string }[]
}

/** Small and repeatable: the same seed gives the same schedule. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** A phone that is walked about, killed, put to sleep and whose clock is set. */
class Pocket {
  readonly personId = newId()
  db = new FieldDatabase(this.personId)
  wall = START
  mono = 0
  session = newId()
  is_hidden = false
  lat = 24.46
  /** What really was, in the order of the phone. */
  readonly kills: { from: number; until: number }[] = []

  get tick(): Tick {
    const { session, wall, mono, is_hidden } = this
    return { session, wall, mono, is_hidden }
  }

  pass(ms: number): void {
    this.wall += ms
    this.mono += ms
  }

  walk(north_m: number): void {
    this.lat += north_m / 111_195
  }

  kill(awayMs: number): void {
    this.db.close()
    this.db = new FieldDatabase(this.personId)
    this.session = newId()
    const from = this.wall
    this.wall += awayMs
    this.mono = 0
    if (awayMs > 15_000) this.kills.push({ from, until: this.wall })
  }

  async fix(patrolId: string): Promise<boolean> {
    const spot = { lon: 118.1, lat: this.lat, accuracy_m: 5, at: this.wall }
    return noteFix(this.db, patrolId, this.tick, spot)
  }

  async operations(): Promise<OperationRow[]> {
    return this.db.operations.orderBy('order').toArray()
  }

  async pieces(): Promise<Piece[]> {
    const rows = await this.operations()
    return rows.filter((row) => row.name === 'patrol.track').map((row) => row.payload as Piece)
  }
}

describe('duty', () => {
  it('goes on once, however often it is asked for', async () => {
    const phone = new Pocket()

    const rows = await Promise.all([
      startPatrol(phone.db, null, phone.tick),
      startPatrol(phone.db, null, phone.tick),
    ])

    expect(new Set(rows.map((row) => row.id)).size).toBe(1)
    expect((await phone.operations()).map((row) => row.name)).toEqual(['patrol.start'])
  })

  it('hands over the loose end of its track before it ends, and ends once', async () => {
    const phone = new Pocket()
    const { id } = await startPatrol(phone.db, null, phone.tick)
    await phone.fix(id)

    await endPatrol(phone.db, id, phone.tick, [], '')
    await endPatrol(phone.db, id, phone.tick, [], '')

    const rows = await phone.operations()
    expect(rows.map((row) => row.name)).toEqual(['patrol.start', 'patrol.track', 'patrol.end'])
    expect(rows[2]?.payload).toMatchObject({ batch_count: 1 })
    expect(await openPatrol(phone.db)).toBeUndefined()
  })

  it('keeps nothing once it is over', async () => {
    const phone = new Pocket()
    const { id } = await startPatrol(phone.db, null, phone.tick)
    await endPatrol(phone.db, id, phone.tick, [], '')

    phone.pass(60_000)
    phone.walk(500)

    expect(await phone.fix(id)).toBe(false)
    expect(await noteBeat(phone.db, id, phone.tick, false)).toBe(false)
    expect(await phone.db.track.count()).toBe(0)
  })

  it('sends a piece of track every 25 entries, and at the latest after ten minutes', async () => {
    const phone = new Pocket()
    const { id } = await startPatrol(phone.db, null, phone.tick)
    for (let n = 0; n < 25; n += 1) {
      phone.pass(10_000)
      phone.walk(30)
      await phone.fix(id)
    }
    const full = await phone.pieces()
    phone.walk(30)
    await phone.fix(id)
    for (let n = 0; n < 80; n += 1) {
      phone.pass(8000)
      await noteBeat(phone.db, id, phone.tick, false)
    }
    const late = await phone.pieces()

    expect(full.map((piece) => piece.points.length)).toEqual([25])
    expect(late.length).toBe(2)
  })

  it('checks in at a checkpoint once', async () => {
    const phone = new Pocket()
    const { id } = await startPatrol(phone.db, null, phone.tick)
    const arrival = {
      checkpointId: newId(),
      method: 'qr' as const,
      reason: null,
      note: '',
      spot: null,
    }

    const rows = await Promise.all([
      checkIn(phone.db, id, arrival, phone.wall),
      checkIn(phone.db, id, arrival, phone.wall),
    ])

    expect(rows[0]?.id).toBe(rows[1]?.id)
    const names = (await phone.operations()).map((row) => row.name)
    expect(names).toEqual(['patrol.start', 'patrol.check_in'])
  })
})

/** One day of random events; returns what the server would get. */
async function randomDay(seed: number) {
  const random = randomOf(seed)
  const phone = new Pocket()
  const { id } = await startPatrol(phone.db, null, phone.tick)
  for (let n = 0; n < 60; n += 1) {
    const dice = random()
    if (dice < 0.5) {
      phone.pass(1000 + Math.floor(random() * 8000))
      phone.walk(random() * 60)
      await phone.fix(id)
    } else if (dice < 0.75) {
      phone.pass(Math.floor(random() * 9000))
      await noteBeat(phone.db, id, phone.tick, random() < 0.1)
    } else if (dice < 0.85) {
      phone.kill(Math.floor(random() * 1_200_000))
      await (random() < 0.5 ? phone.fix(id) : noteBeat(phone.db, id, phone.tick, false))
    } else if (dice < 0.92) {
      phone.is_hidden = true
      phone.wall += Math.floor(random() * 900_000)
      await noteBeat(phone.db, id, phone.tick, false)
      phone.is_hidden = false
    } else if (dice < 0.97) {
      phone.wall += Math.floor((random() - 0.5) * 7_200_000)
      phone.pass(2000)
      await phone.fix(id)
    } else {
      await startPatrol(phone.db, null, phone.tick)
    }
  }
  await endPatrol(phone.db, id, phone.tick, [], '')
  return { phone, id }
}

describe('whatever happens to the phone on duty', () => {
  const days: { phone: Pocket; id: string; pieces: Piece[] }[] = []

  beforeAll(async () => {
    for (let seed = 1; seed <= DAYS; seed += 1) {
      const { phone, id } = await randomDay(seed * 7919)
      days.push({ phone, id, pieces: await phone.pieces() })
    }
  }, 120_000)

  it('numbers every entry once and without holes, over all pieces', async () => {
    for (const { phone, id, pieces } of days) {
      const numbers = pieces.flatMap((piece) =>
        [...piece.points, ...piece.gaps].map((entry) => entry.seq),
      )

      expect([...numbers].sort((a, b) => a - b)).toEqual(numbers.map((_, n) => n + 1))
      expect(pieces.map((piece) => piece.n)).toEqual(pieces.map((_, n) => n + 1))
      expect(await phone.db.track.where('patrol_id').equals(id).count()).toBe(numbers.length)
      const rows = await phone.operations()
      expect(rows[rows.length - 1]?.payload).toMatchObject({ batch_count: pieces.length })
    }
  })

  it('never joins two points over a long silence without a gap between them', () => {
    let pairs = 0
    for (const { pieces } of days) {
      const entries = pieces
        .flatMap((piece) => [...piece.points, ...piece.gaps])
        .sort((a, b) => a.seq - b.seq)
      entries.forEach((entry, n) => {
        const next = entries[n + 1]
        if (!next || !('at' in entry) || !('at' in next)) return
        pairs += 1
        const silence = Math.abs(Date.parse(next.at) - Date.parse(entry.at))
        expect(silence).toBeLessThan(6 * 60_000)
        expect(metres(entry, next) >= 24.9 || silence >= 5 * 60_000).toBe(true)
      })
    }
    expect(pairs).toBeGreaterThan(DAYS)
  })

  it('tells of every kill that lasted, from the last event to the next start', () => {
    const kills = days.flatMap(({ phone, pieces }) =>
      phone.kills.map((kill) => ({ kill, gaps: pieces.flatMap((piece) => piece.gaps) })),
    )
    expect(kills.length).toBeGreaterThan(DAYS)
    for (const { kill, gaps } of kills) {
      const told = gaps.find((gap) => Date.parse(gap.ended_at) === kill.until)
      expect(told).toMatchObject({ reason: 'app_closed' })
      expect(Date.parse(told?.began_at ?? '')).toBe(kill.from)
    }
  })
})
