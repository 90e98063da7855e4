import { describe, expect, it } from 'vitest'

import { Phone } from '@/testing/phone'

import type { FieldDatabase } from './database'
import { listLatest, listQueue, listUnsettled } from './reads'
import type { ExhibitRow, OperationRow, ReportRow } from './rows'

const VERIFIED = { server: { state: 'verified' }, is_receipt_good: true, problem: null }

async function keep(db: FieldDatabase, id: string, hour: number, more: Partial<ReportRow> = {}) {
  const at = `2026-11-22T0${hour}:00:00.000Z`
  const row = { id, saved_at: at, occurred_at: at, origin: 'device', server: {}, ...more }
  await db.reports.add(row as ReportRow)
}

async function keepExhibit(db: FieldDatabase, report_id: string, more: object) {
  await db.exhibits.add({ id: `of ${report_id}`, report_id, ...more } as ExhibitRow)
}

async function keepOperation(db: FieldDatabase, report_id: string, state: string) {
  await db.operations.add({ id: `for ${report_id}`, report_id, state } as OperationRow)
}

describe('what the home page reads', () => {
  it('finds the reports of which something waits or was refused, and no others', async () => {
    const { db } = new Phone()
    await keep(db, 'verified', 1)
    await keepExhibit(db, 'verified', VERIFIED)
    await keepOperation(db, 'verified', 'done')
    await keep(db, 'unsent', 2, { server: null })
    await keepOperation(db, 'unsent', 'pending')
    await keep(db, 'unverified', 3)
    await keepExhibit(db, 'unverified', { ...VERIFIED, is_receipt_good: false })
    await keep(db, 'elsewhere', 4, { origin: 'server', server: { exhibits: [] } as never })
    await keepOperation(db, 'elsewhere', 'dead')
    await keep(db, 'doubtful', 5)
    await keepExhibit(db, 'doubtful', { ...VERIFIED, problem: { retry: 'never' } })

    const found = await listUnsettled(db)

    expect(found.map(({ report }) => report.id)).toEqual([
      'doubtful',
      'elsewhere',
      'unverified',
      'unsent',
    ])
    expect(found.map(({ needsYou }) => needsYou)).toEqual([true, true, false, false])
    const queue = await listQueue(db)
    expect(queue.map(({ report }) => report.id)).toEqual(['unverified', 'unsent'])
  })

  it('lists as many of the latest as it was asked for, each with what belongs to it', async () => {
    const { db } = new Phone()
    await keep(db, 'first', 1)
    await keep(db, 'last', 3)
    await keepExhibit(db, 'last', VERIFIED)
    await keep(db, 'middle', 2)

    const [last, middle, ...others] = await listLatest(db, 2)

    expect(last?.report.id).toBe('last')
    expect(last?.exhibits).toHaveLength(1)
    expect(middle?.report.id).toBe('middle')
    expect(others).toEqual([])
  })
})
