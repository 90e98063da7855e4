import { describe, expect, it } from 'vitest'

import { learnTrust } from '@/device/trust'
import { acceptOffered, type PinnedTrust } from '@/domain/trust'
import { findReport } from '@/store/reads'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'
import { ServerKeys } from '@/testing/serverKeys'

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

    expect(await stage()).toBe('received')
    const view = await findReport(phone.db, report.id)
    expect(view?.exhibits[0]?.problem?.code).toBe('receipt_differs')
    expect(view?.needsYou).toBe(true)
  })

  it('with a false signature does not count as verified', async () => {
    const { phone, server, report, cycle, stage } = await setUp()
    server.forgesReceipts = true
    await cycle()

    expect(await stage()).toBe('received')
    const view = await findReport(phone.db, report.id)
    expect(view?.exhibits[0]?.problem?.code).toBe('receipt_forged')
  })

  it('counts only once the keys it is checked with are known', async () => {
    const { phone, server, report, cycle, stage } = await setUp()
    server.isDown = (call) => call === 'trust'
    await cycle()
    expect(await stage()).toBe('received')
    expect((await findReport(phone.db, report.id))?.needsYou).toBe(false)

    server.isDown = () => false
    await cycle()
    expect(await stage()).toBe('verified')
  })

  it('by other keys than the pinned ones waits until a person accepts them', async () => {
    const { phone, server, report, cycle, stage } = await setUp()
    await learnTrust(phone.db, server.transport)
    const pinned = await phone.db.setting('trust')
    server.keys = ServerKeys.make()
    await learnTrust(phone.db, server.transport, Date.now() + 13 * 3600_000)
    await cycle()

    expect(await stage()).toBe('received')
    const problem = (await findReport(phone.db, report.id))?.exhibits[0]?.problem
    expect(problem).toMatchObject({ code: 'receipt_key_unknown', retry: 'later' })
    expect((await phone.db.setting('trust'))?.log_key).toBe(pinned?.log_key)

    const offered = (await phone.db.setting('trust')) as PinnedTrust
    await phone.db.keep('trust', acceptOffered(offered, new Date().toISOString()))
    await cycle()
    expect(await stage()).toBe('verified')
  })
})
