import { describe, expect, it, vi } from 'vitest'

import { fromBase64, fromUtf8, toHex, utf8 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { runCycle } from '@/outbox/cycle'
import { findReport } from '@/store/reads'
import type { WrappedKey } from '@/store/deviceRows'
import type { DeviceKey } from '@/store/rows'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { ensureEnrolled, replaceKey, retire } from './enrol'
import { deviceKey, sealingKey, signerOf } from './key'
import { forgetWrapping } from './wrap'

const LATER_MS = 11 * 60_000

async function setUp() {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const cycle = () => runCycle(phone.line(server), new AbortController().signal)
  const device = async () => (await phone.db.setting('device')) as DeviceKey
  return { phone, server, cycle, device }
}

const recordOf = (row: { envelope: { payload: string } }) =>
  JSON.parse(fromUtf8(fromBase64(row.envelope.payload))) as { seq: number; device_key_id: string }

describe('a device that waits for approval', () => {
  it('captures and sends meanwhile, and learns of the approval', async () => {
    const { phone, server, cycle, device } = await setUp()
    server.enrolsAs = 'pending'
    const report = await phone.report()

    await cycle()
    expect((await device()).state).toBe('pending')
    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')

    server.setDevice((await device()).id, 'active')
    await cycle()
    expect((await device()).state).toBe('active')
  })

  it('is enrolled once, however often the answer is lost', async () => {
    const { server, cycle, device } = await setUp()
    let lost = 0
    server.losesAnswer = (call) => call === 'enrol' && (lost += 1) <= 2

    for (let round = 0; round < 4; round += 1) await cycle()

    expect(server.devices.size).toBe(1)
    expect((await device()).state).toBe('active')
  })
})

describe('a revoked device', () => {
  async function revoked() {
    const all = await setUp()
    await all.cycle()
    const { id } = await all.device()
    all.server.setDevice(id, 'revoked')
    const now = Date.now() + LATER_MS
    await ensureEnrolled(all.phone.db, all.server.transport, 'test', now)
    return { ...all, id }
  }

  it('seals nothing more and says why', async () => {
    const { phone, device } = await revoked()

    expect((await device()).state).toBe('revoked')
    await expect(sealingKey(phone.db, 'test')).rejects.toMatchObject({ state: 'revoked' })
  })

  it('tells the person instead of pushing', async () => {
    const { phone, server, cycle } = await revoked()
    const before = server.calls.length

    expect(await cycle()).toMatchObject({ code: 'device_ended' })

    expect(server.calls.slice(before)).not.toContain('push')
    expect(server.calls.slice(before)).toContain('pull')
    expect(await phone.db.setting('device')).toMatchObject({ state: 'revoked' })
  })

  it('is followed by a new key with a chain of its own, and what waits is sent', async () => {
    const { phone, server, cycle, device, id } = await revoked()
    await phone.db.keep('device', { ...(await device()), state: 'active' })
    const report = await phone.report()
    await phone.db.keep('device', { ...(await device()), state: 'revoked' })

    await replaceKey(phone.db)
    await cycle()

    expect((await device()).id).not.toBe(id)
    expect(server.devices.size).toBe(2)
    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
    const [old] = (await phone.db.setting('past_devices')) ?? []
    expect(old).toMatchObject({ id, state: 'revoked', seq: 1, is_told: true })
    expect(recordOf(await phone.take(newId()))).toMatchObject({
      seq: 1,
      device_key_id: (await device()).key_id,
    })
  })
})

describe('a lost key', () => {
  it('is noticed before anything is sealed with it', async () => {
    const { phone, cycle, device } = await setUp()
    await cycle()
    await phone.db.keep('device', { ...(await device()), private_key: null })

    await expect(sealingKey(phone.db, 'test')).rejects.toMatchObject({ state: 'lost' })

    expect((await device()).state).toBe('lost')
  })

  it('closes the old chain at the server once a new one is begun', async () => {
    const { phone, server, cycle, device } = await setUp()
    await cycle()
    const { id } = await device()
    await phone.db.keep('device', { ...(await device()), private_key: null })
    expect(await cycle()).toMatchObject({ code: 'device_ended' })

    await replaceKey(phone.db)
    server.losesAnswer = (call) => call === 'retire'
    await cycle()
    server.losesAnswer = () => false
    await cycle()

    expect(server.devices.get(id)?.state).toBe('retired')
    expect((await phone.db.setting('past_devices'))?.[0]?.is_told).toBe(true)
    expect((await device()).state).toBe('active')
  })
})

describe('retiring a device of one’s own', () => {
  it('is done once and may be repeated', async () => {
    const { server, cycle, device } = await setUp()
    await cycle()
    const { id } = await device()

    expect(await retire(server.transport, id, 'old phone')).toBeNull()
    expect(await retire(server.transport, id, 'old phone')).toBeNull()

    expect(server.calls.filter((call) => call === 'retire')).toHaveLength(1)
  })
})

describe('a browser that refuses to keep a key', () => {
  function drawer() {
    const kept = new Map<string, string>()
    return {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    }
  }

  async function refusing() {
    const all = await setUp()
    vi.stubGlobal('localStorage', drawer())
    const keep = all.phone.db.keep.bind(all.phone.db)
    vi.spyOn(all.phone.db, 'keep').mockImplementation(async (key, value) => {
      if (key === 'device' && (value as { private_key: unknown }).private_key !== null) {
        throw new DOMException('CryptoKey cannot be cloned', 'DataCloneError')
      }
      return keep(key, value)
    })
    return all
  }

  it('gets a wrapped key, marked as weaker, that signs as well', async () => {
    const { phone, server, cycle } = await refusing()
    const report = await phone.report()

    await cycle()

    const key = await deviceKey(phone.db, 'test')
    expect(key).toMatchObject({ key_storage: 'wrapped_software', private_key: null })
    expect(server.enrolments[0]?.key_storage).toBe('wrapped_software')
    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
  })

  it('holds no private key in the clear', async () => {
    const { phone } = await refusing()
    const { wrapped } = await deviceKey(phone.db, 'test')

    // The object identifier of elliptic curve keys, which every PKCS#8 of one holds.
    expect(toHex((wrapped as WrappedKey).sealed)).not.toContain('2a8648ce3d0201')
  })

  it('loses it when one of the two parts is cleared', async () => {
    const { phone } = await refusing()
    const key = await deviceKey(phone.db, 'test')
    await signerOf(key).sign(utf8('still there'))

    forgetWrapping(key.key_id)

    await expect(sealingKey(phone.db, 'test')).rejects.toMatchObject({ state: 'lost' })
  })
})
