import { describe, expect, it } from 'vitest'

import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'
import { ServerKeys } from '@/testing/serverKeys'

import { learnCheckpoint, learnTrust } from './trust'

async function setUp() {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  await learnTrust(phone.db, server.transport)
  return { phone, server, checkpoint: () => phone.db.setting('checkpoint') }
}

describe('the newest checkpoint', () => {
  it('is kept with the time it was signed', async () => {
    const { phone, server, checkpoint } = await setUp()

    await learnCheckpoint(phone.db, server.transport)

    expect(await checkpoint()).toMatchObject({
      tree_size: 7,
      origin: 'xunzheng.test/log',
      issued_at: '2026-11-22T06:05:00.000Z',
    })
  })

  it('is not taken from another log key than the pinned one', async () => {
    const { phone, server, checkpoint } = await setUp()
    server.keys = ServerKeys.make()

    await learnCheckpoint(phone.db, server.transport)

    expect(await checkpoint()).toBeUndefined()
  })

  it('is never replaced by an older one', async () => {
    const { phone, server, checkpoint } = await setUp()
    await learnCheckpoint(phone.db, server.transport)
    server.treeSize = 3

    await learnCheckpoint(phone.db, server.transport)

    expect((await checkpoint())?.tree_size).toBe(7)
  })

  it('goes into the next record', async () => {
    const { phone, server } = await setUp()
    await learnCheckpoint(phone.db, server.transport)

    expect((await phone.take('019ab000-0000-7000-8000-000000000001')).not_before).toMatchObject({
      tree_size: 7,
    })
  })
})

describe('the server’s keys', () => {
  it('are pinned at first sight; others are only on offer', async () => {
    const { phone, server } = await setUp()
    const pinned = await phone.db.setting('trust')
    server.keys = ServerKeys.make()

    await learnTrust(phone.db, server.transport, Date.now() + 13 * 3600_000)

    const now = await phone.db.setting('trust')
    expect(now).toMatchObject({ log_key: pinned?.log_key, pinned_at: pinned?.pinned_at })
    expect(now?.offered).toEqual((await server.keys).trust)
  })

  it('are not pinned from an answer that is none', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    const portal = { ...server.transport, trust: () => server.answer('trust', () => ({ a: 1 })) }

    await learnTrust(phone.db, portal)

    expect(await phone.db.setting('trust')).toBeUndefined()
  })
})
