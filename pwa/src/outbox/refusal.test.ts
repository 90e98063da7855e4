import { describe, expect, it } from 'vitest'

import { findReport } from '@/store/reads'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'
import { retryReport } from './push'

async function setUp() {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const report = await phone.report()
  const cycle = () => runCycle(phone.line(server), new AbortController().signal)
  const stage = async () => (await findReport(phone.db, report.id))?.stage
  return { phone, server, report, cycle, stage }
}

describe('a refusal', () => {
  it('is kept with its reason, blocks no other, and can be tried again', async () => {
    const { phone, server, report, cycle, stage } = await setUp()
    server.refuses = 'incident.report'
    await cycle()

    const view = await findReport(phone.db, report.id)
    expect(view?.needsYou).toBe(true)
    expect(view?.operations.find((row) => row.state === 'dead')?.problem?.code).toBe('invalid')
    expect(server.exhibits.size).toBe(1)

    server.refuses = null
    await retryReport(phone.db, report.id)
    await cycle()
    server.verifyAll()
    await cycle()
    expect(await stage()).toBe('verified')
  })
})

describe('a receipt', () => {
  it('for other bytes does not count as verified', async () => {
    const { phone, server, report, cycle, stage } = await setUp()
    server.liesInReceipts = true
    await cycle()
    server.verifyAll()
    await cycle()

    expect(await stage()).toBe('received')
    const view = await findReport(phone.db, report.id)
    expect(view?.exhibits[0]?.problem?.code).toBe('receipt_differs')
    expect(view?.needsYou).toBe(true)
  })
})
