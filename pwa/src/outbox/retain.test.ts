import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { FieldDatabase } from '@/store/database'
import { storedProblem } from '@/store/problems'
import { findReport } from '@/store/reads'
import type { ExhibitRow } from '@/store/rows'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'

const DAY = 86_400_000
const START = Date.parse('2026-11-22T07:00:00Z')

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: START }))
afterEach(() => vi.useRealTimers())

async function verified(photos = 1) {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const report = await phone.report(photos)
  const line = phone.line(server)
  const cycle = () => runCycle(line, new AbortController().signal)
  await cycle()
  expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
  const kept = () => phone.db.blobs.count()
  const wait = (days: number) => vi.setSystemTime(START + days * DAY + 60_000)
  const exhibit = async () => (await phone.db.exhibits.toArray())[0] as ExhibitRow
  return { phone, server, report, line, cycle, kept, wait, exhibit }
}

describe('an original whose receipt was checked', () => {
  it('stays for the days of keeping and then leaves its row and a small picture', async () => {
    const { phone, report, cycle, kept, wait, exhibit } = await verified()
    wait(6.9)
    await cycle()
    expect(await kept()).toBe(1)

    wait(7)
    await cycle()

    expect(await kept()).toBe(0)
    expect(await phone.db.thumbs.count()).toBe(1)
    expect((await exhibit()).cleared_at).not.toBeNull()
    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
  })

  it('stays as long as the server wishes', async () => {
    const { server, phone, cycle, kept, wait } = await verified()
    server.keepDays = 30
    await phone.db.reference.clear()

    wait(29)
    await cycle()
    expect(await kept()).toBe(1)
    wait(30)
    await cycle()
    expect(await kept()).toBe(0)
  })

  it('stays while the bureau holds it, and is asked for again later', async () => {
    const { server, cycle, kept, wait, exhibit } = await verified()
    server.held.add((await exhibit()).id)
    wait(8)
    await cycle()
    expect(await kept()).toBe(1)

    server.held.clear()
    await cycle()
    expect(await kept()).toBe(1)
    wait(8.1)
    await cycle()
    expect(await kept()).toBe(0)
  })

  it('stays when the server has put it into quarantine since', async () => {
    const { server, cycle, kept, wait, exhibit } = await verified()
    for (const stored of server.exhibits.values()) {
      Object.assign(stored, { state: 'quarantined', revision: stored.revision + 1 })
    }

    wait(8)
    await cycle()

    expect(await kept()).toBe(1)
    expect((await exhibit()).problem?.code).toBe('exhibit_quarantined')
  })

  it('stays when the server’s receipt has become another since', async () => {
    const { server, cycle, kept, wait } = await verified()
    server.liesInReceipts = true

    wait(8)
    await cycle()

    expect(await kept()).toBe(1)
  })

  it('stays while another photo of the same report is not proven', async () => {
    const { phone, cycle, kept, wait, exhibit } = await verified(2)
    const problem = storedProblem({ code: 'receipt_differs', retry: 'never' })
    await phone.db.exhibits.update((await exhibit()).id, { is_receipt_good: false, problem })

    wait(8)
    await cycle()

    expect(await kept()).toBe(2)
  })

  it('stays while anything of its report was refused', async () => {
    const { phone, cycle, kept, wait } = await verified()
    await phone.db.operations.toCollection().modify({ state: 'dead' })

    wait(8)
    await cycle()

    expect(await kept()).toBe(1)
  })

  it('stays when only this phone’s clock has run ahead', async () => {
    const { server, cycle, kept, wait } = await verified()
    const real = START + DAY
    server.now = () => new Date(real)

    wait(400)
    await cycle()

    expect(await kept()).toBe(1)
  })

  it('is whole or gone, never half, when the app is killed while clearing', async () => {
    const { phone, line, cycle, kept, wait, exhibit } = await verified()
    wait(8)
    const killed = vi.spyOn(phone.db.exhibits, 'update').mockRejectedValue(new Error('killed'))
    await runCycle(line, new AbortController().signal).catch(() => undefined)
    expect([await kept(), (await exhibit()).cleared_at]).toEqual([1, null])

    killed.mockRestore()
    await cycle()

    expect([await kept(), (await exhibit()).cleared_at === null]).toEqual([0, false])
  })
})

describe('changing the user', () => {
  it('deletes nothing of the one before, who finds and sends it later', async () => {
    const wang = new Phone()
    const report = await wang.report(2)
    wang.db.close()
    const chen = new Phone()
    const other = new LossyServer(chen.personId)
    await chen.report()
    await runCycle(chen.line(other), new AbortController().signal)
    expect(other.exhibits.size).toBe(1)
    chen.db.close()

    const again = new Phone(wang.personId, new FieldDatabase(wang.personId))
    const server = new LossyServer(wang.personId)
    await runCycle(again.line(server), new AbortController().signal)

    expect([...server.incidents.keys()]).toEqual([report.id])
    expect((await findReport(again.db, report.id))?.stage).toBe('verified')
  })
})
