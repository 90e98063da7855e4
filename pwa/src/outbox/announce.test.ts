import { describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'
import { keepDraft, saveReport } from './record'

const PHOTO_BYTES = 300_000

async function setUp(bytesPerSecond: number | null) {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  if (bytesPerSecond !== null) phone.speed.expect(bytesPerSecond)
  const draftId = newId()
  const row = await phone.take(draftId, new Blob([new Uint8Array(PHOTO_BYTES)]))
  await keepDraft(phone.db, draftId, { category_code: 'black_water' })
  await saveReport(phone.db, draftId)
  const cycle = () => runCycle(phone.line(server), new AbortController().signal)
  const ahead = () => server.calls.filter((call) => call === 'earlyPicture').length
  return { phone, server, row, cycle, ahead }
}

describe('a small picture goes ahead', () => {
  it('of a photo that would take long, before its original', async () => {
    const { server, row, cycle } = await setUp(20_000)

    await cycle()

    expect(server.earlyPictures.get(row.id)).toBe(btoa('\0\0\0\0'))
    expect(server.calls.indexOf('earlyPicture')).toBeGreaterThan(server.calls.indexOf('push'))
    expect(server.exhibits.get(row.id)?.bytes?.length).toBe(PHOTO_BYTES)
  })

  it.each([null, 1_000_000])('of nothing where the link is good or unknown (%s)', async (speed) => {
    const { cycle, ahead } = await setUp(speed)

    await cycle()

    expect(ahead()).toBe(0)
  })

  it('once, whatever becomes of the original', async () => {
    const { server, cycle, ahead } = await setUp(20_000)
    server.tus.cuts = () => 0

    await cycle()
    await cycle()

    expect(ahead()).toBe(1)
  })

  it('again when the link was gone', async () => {
    const { server, row, cycle } = await setUp(20_000)
    server.isDown = (call) => call === 'earlyPicture'
    await cycle()
    expect(server.exhibits.get(row.id)?.bytes).toHaveLength(0)
    server.isDown = () => false

    await cycle()

    expect(server.earlyPictures.has(row.id)).toBe(true)
  })

  it('and its refusal holds no original back', async () => {
    const { server, row, cycle } = await setUp(20_000)
    const problem = { code: 'not_found', status: 404, title: '', retry: 'never' as const }
    server.transport.earlyPicture = async () => ({ ok: false, problem })

    await cycle()

    expect(server.exhibits.get(row.id)?.bytes?.length).toBe(PHOTO_BYTES)
  })
})
