import { afterEach, describe, expect, it } from 'vitest'

import { sha256Hex } from '@/domain/sha256'
import { FieldDatabase } from '@/store/database'
import { findReport, listQueue } from '@/store/reads'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'
import { Pump, type Locks } from './pump'

const never = new AbortController().signal
const pumps: Pump[] = []

afterEach(async () => {
  await Promise.all(pumps.splice(0).map((pump) => pump.stop()))
})

async function setUp(photos = 1) {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const report = await phone.report(photos)
  const cycle = () => runCycle(phone.line(server), never)
  const stage = async () => (await findReport(phone.db, report.id))?.stage
  return { phone, server, report, cycle, stage }
}

function oneTabAtATime(): Locks {
  const held = new Set<string>()
  return {
    request: async (name, _options, run) => {
      if (held.has(name)) return run(null)
      held.add(name)
      try {
        await run({})
      } finally {
        held.delete(name)
      }
    },
  }
}

describe('sending', () => {
  it('goes from saved to verified, with the bytes that were taken', async () => {
    const { phone, server, cycle, stage } = await setUp(2)
    expect(await stage()).toBe('saved')

    expect(await cycle()).toBeNull()
    expect(await stage()).toBe('verified')
    for (const stored of server.exhibits.values()) {
      expect(await sha256Hex(stored.bytes)).toBe((await phone.db.exhibits.get(stored.id))?.sha256)
    }
  })

  it('changes nothing when done again', async () => {
    const { server, cycle } = await setUp()
    await cycle()
    server.verifyAll()
    await cycle()
    const before = server.calls.length

    await cycle()

    expect(server.calls.slice(before)).toEqual(['time', 'session', 'pull', 'checkpoint'])
    expect(server.incidents.size).toBe(1)
    expect(server.exhibits.size).toBe(1)
  })

  it('sends the originals of the phone, which keeps them', async () => {
    const { phone, server, cycle } = await setUp()
    await cycle()
    server.verifyAll()
    await cycle()

    expect(await phone.db.blobs.count()).toBe(1)
    expect(await listQueue(phone.db)).toEqual([])
  })
})

describe('a bad network', () => {
  const CALLS = [
    'time',
    'session',
    'grids',
    'challenge',
    'enrol',
    'push',
    'trust',
    'atOnce',
    'pull',
    'checkpoint',
  ]

  it.each(CALLS)('loses the first answer to %s and nothing else', async (call) => {
    const { server, cycle, stage } = await setUp(2)
    let lost = 0
    server.losesAnswer = (name) => name === call && (lost += 1) === 1

    for (let round = 0; round < 4; round += 1) {
      await cycle()
      server.verifyAll()
    }

    expect(lost).toBeGreaterThan(0)
    expect(await stage()).toBe('verified')
    expect(server.incidents.size).toBe(1)
    expect(server.exhibits.size).toBe(2)
  })

  it('survives four answers in ten being lost', async () => {
    const { server, cycle, stage } = await setUp(3)
    let seed = 7
    server.losesAnswer = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31 < 0.4

    for (let round = 0; round < 300 && (await stage()) !== 'verified'; round += 1) {
      await cycle()
      server.verifyAll()
    }

    expect(await stage()).toBe('verified')
    expect([server.incidents.size, server.exhibits.size]).toEqual([1, 3])
  })

  it('goes on after the tab was killed anywhere', async () => {
    const { phone, server, report, stage } = await setUp(2)
    for (const call of ['push', 'atOnce', 'exhibit', 'pull']) {
      const kill = new AbortController()
      server.losesAnswer = (name) => {
        if (name === call) kill.abort()
        return name === call
      }
      const db = new FieldDatabase(phone.personId)
      await runCycle({ ...phone.line(server), db }, kill.signal)
      db.close()
    }
    server.losesAnswer = () => false
    server.verifyAll()

    await runCycle(phone.line(server), never)

    expect(await stage()).toBe('verified')
    expect([...server.incidents.keys()]).toEqual([report.id])
  })
})

describe('two tabs', () => {
  it('send one at a time', async () => {
    const { phone, server, stage } = await setUp(2)
    const locks = oneTabAtATime()
    const otherDb = new FieldDatabase(phone.personId)
    const tabs = [
      new Pump(phone.line(server), locks),
      new Pump({ ...phone.line(server), db: otherDb }, locks),
    ]
    pumps.push(...tabs)

    await Promise.all(tabs.map((tab) => tab.run()))

    expect(server.calls.filter((call) => call === 'push')).toHaveLength(1)
    expect(server.calls.filter((call) => call === 'atOnce')).toHaveLength(2)
    expect(await stage()).toBe('verified')
  })

  it('do so without the locks as well', async () => {
    const { phone, server } = await setUp(2)
    const tabs = [new Pump(phone.line(server), undefined), new Pump(phone.line(server), undefined)]
    pumps.push(...tabs)

    await Promise.all(tabs.map((tab) => tab.run()))

    expect(server.calls.filter((call) => call === 'push')).toHaveLength(1)
    expect(server.calls.filter((call) => call === 'atOnce')).toHaveLength(2)
  })

  it('make nothing twice even when both take themselves for the sender', async () => {
    const { phone, server } = await setUp(2)
    const rounds = [phone.line(server), phone.line(server)].map((line) => runCycle(line, never))

    await Promise.all(rounds)

    expect([server.incidents.size, server.exhibits.size]).toEqual([1, 2])
  })
})

describe('the pump', () => {
  it('waits for a sign-in after 401 and goes on by itself afterwards', async () => {
    const { phone, server, stage } = await setUp()
    const pump = new Pump(phone.line(server), undefined)
    pumps.push(pump)
    server.isSignedIn = false

    await pump.run()
    expect(await phone.db.setting('sync')).toMatchObject({
      phase: 'needs_login',
      next_try_at: null,
    })

    server.isSignedIn = true
    await pump.run()
    expect(await stage()).toBe('verified')
  })

  it('says offline, when it will try again and when it last was in step', async () => {
    const { phone, server } = await setUp()
    const pump = new Pump(phone.line(server), undefined)
    pumps.push(pump)
    await pump.run()
    const inStep = (await phone.db.setting('sync'))?.last_sync_at
    server.isDown = () => true

    await pump.run()

    const sync = await phone.db.setting('sync')
    expect(sync).toMatchObject({ phase: 'offline', last_sync_at: inStep })
    expect(sync?.next_try_at).not.toBeNull()
  })

  it('does not take a captive portal for the server', async () => {
    const { phone, server } = await setUp()
    const line = phone.line(server)
    const portal = {
      ...line.transport,
      time: () => line.transport.time('something else'),
    }

    expect(await runCycle({ ...line, transport: portal }, never)).toMatchObject({ code: 'offline' })
    expect(server.incidents.size).toBe(0)
  })
})
