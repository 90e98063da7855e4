import { describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { SEGMENT_BYTES } from '@/domain/segments'
import { FieldDatabase } from '@/store/database'
import { bytesOf } from '@/store/media'
import { findReport } from '@/store/reads'
import type { SegmentRow } from '@/store/rows'
import { LossyServer } from '@/testing/lossyServer'
import { Phone, photo, shot } from '@/testing/phone'

import { runCycle } from './cycle'
import { keepDraft, saveReport } from './record'
import { sealShot } from './seal'

const MIB = 1024 * 1024

/** Random, so that no two segments are the same. */
function video(size: number): Blob {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, size)))
  }
  return new Blob([bytes], { type: 'video/mp4' })
}

async function setUp(content: Blob, kind: 'photo' | 'video' = 'video') {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const draftId = newId()
  const facts = { ...shot(draftId, content), kind, source: 'file_picker' as const }
  const row = await sealShot(phone.db, await phone.author(), facts)
  await keepDraft(phone.db, draftId, { category_code: 'black_water' })
  await saveReport(phone.db, draftId)
  const cycle = (signal = new AbortController().signal) => runCycle(phone.line(server), signal)
  const stage = async () => (await findReport(phone.db, draftId))?.stage
  const arrived = () => server.exhibits.get(row.id)?.bytes
  return { phone, server, row, content, cycle, stage, arrived }
}

async function same(arrived: Uint8Array | undefined, content: Blob): Promise<boolean> {
  const wanted = new Uint8Array(await content.arrayBuffer())
  return arrived !== undefined && Buffer.compare(arrived, wanted) === 0
}

describe('a video', () => {
  it('is delivered and verified by the root of its segments', async () => {
    const { phone, server, row, content, cycle, stage, arrived } = await setUp(video(9 * MIB))

    await cycle()
    server.verifyAll()
    await cycle()

    expect(row).toMatchObject({ sha256: null, size: 9 * MIB })
    expect(await same(arrived(), content)).toBe(true)
    expect(await stage()).toBe('verified')
    expect((await bytesOf(phone.db, row))?.size).toBe(9 * MIB)
  })

  it('costs at most a tenth more than its size on a link that is cut again and again', async () => {
    const { server, content, cycle, stage, arrived } = await setUp(video(13 * MIB))
    let sent = 0
    let sinceCut = 0
    // Every 2.5 MB, as a link of 1 Mbit/s that breaks every 20 seconds; a tenth of a piece is lost in the cut.
    server.tus.cuts = (_, size) => {
      sent += size
      sinceCut += size
      if (sinceCut < 2_500_000) return null
      const before = Math.max(0, size - (sinceCut - 2_500_000))
      sent -= size - before
      sinceCut = 0
      return Math.floor(before * 0.9)
    }

    for (let round = 0; round < 20 && (await stage()) !== 'verified'; round += 1) {
      await cycle()
      server.verifyAll()
    }

    expect(await stage()).toBe('verified')
    expect(await same(arrived(), content)).toBe(true)
    expect(sent / content.size).toBeLessThan(1.1)
  })

  it('has its damaged segment sent again, and only that', async () => {
    const { server, content, cycle, arrived } = await setUp(video(9 * MIB))
    let pieces = 0
    server.tus.damages = (piece) => {
      pieces += 1
      return pieces === 5 ? piece.map((byte, at) => (at === 7 ? byte ^ 1 : byte)) : piece
    }

    await cycle()

    expect(await same(arrived(), content)).toBe(true)
    expect(server.tus.bytesArrived - content.size).toBeLessThanOrEqual(SEGMENT_BYTES)
  })

  it('that changed on the disk is not sent for ever', async () => {
    const { phone, row, cycle } = await setUp(video(5 * MIB))
    const segment = await phone.db.segments.get([row.id, 0])
    await phone.db.segments.put({ ...(segment as SegmentRow), blob: video(SEGMENT_BYTES) })

    await cycle()

    const problem = (await phone.db.exhibits.get(row.id))?.problem
    expect(problem).toMatchObject({ code: 'bytes_damaged', retry: 'never' })
  })

  it('resumes after a kill where the server stopped', async () => {
    const { phone, server, content, cycle, arrived } = await setUp(video(9 * MIB))
    const kill = new AbortController()
    server.losesAnswer = (call) => {
      if (call === 'append' && server.tus.bytesArrived > 3 * MIB) kill.abort()
      return kill.signal.aborted
    }
    await cycle(kill.signal)
    server.losesAnswer = () => false
    phone.db.close()
    const db = new FieldDatabase(phone.personId)

    await runCycle({ ...phone.line(server), db }, new AbortController().signal)

    expect(await same(arrived(), content)).toBe(true)
    expect(server.tus.bytesArrived).toBe(content.size)
  })

  it.each(['create', 'append', 'position'])('survives a lost answer to %s', async (call) => {
    const { server, content, cycle, arrived } = await setUp(video(5 * MIB))
    let lost = 0
    server.tus.cuts = (_, size) => (server.tus.bytesArrived === 0 ? Math.floor(size / 2) : null)
    server.losesAnswer = (name) => name === call && (lost += 1) === 1

    for (let round = 0; round < 3; round += 1) await cycle()

    expect(lost).toBeGreaterThan(0)
    expect(await same(arrived(), content)).toBe(true)
    expect(server.tus.bytesArrived).toBe(content.size)
  })

  it('is sent by two tabs without harm', async () => {
    const { phone, server, content, arrived } = await setUp(video(5 * MIB))
    const other = { ...phone.line(server), db: new FieldDatabase(phone.personId) }
    const signal = new AbortController().signal

    await Promise.all([runCycle(phone.line(server), signal), runCycle(other, signal)])
    await runCycle(phone.line(server), signal)

    expect(await same(arrived(), content)).toBe(true)
    expect(server.exhibits.size).toBe(1)
  })
})

describe('a small photo', () => {
  it('goes with its record in one request and is verified by the answer', async () => {
    const { server, cycle, stage } = await setUp(photo('small'), 'photo')

    await cycle()

    expect(await stage()).toBe('verified')
    expect(server.calls.filter((call) => /atOnce|create|append|exhibit/.test(call))).toEqual([
      'atOnce',
    ])
  })

  it('is not sent twice when the answer was lost', async () => {
    const content = video(300_000)
    const { server, cycle, stage } = await setUp(content, 'photo')
    server.losesAnswer = (call) => call === 'atOnce'
    await cycle()
    await cycle()

    expect(await stage()).toBe('verified')
    expect(server.tus.bytesArrived).toBe(content.size)
  })

  it('goes on in pieces after the one request was cut', async () => {
    const content = video(3 * MIB)
    const { server, cycle, stage, arrived } = await setUp(content, 'photo')
    server.tus.cuts = (call, size) => (call === 'atOnce' ? Math.floor(size / 3) : null)

    await cycle()
    await cycle()
    server.verifyAll()
    await cycle()

    expect(await same(arrived(), content)).toBe(true)
    expect(await stage()).toBe('verified')
  })

  it('reaches a server of the previous release as well', async () => {
    const { server, cycle, stage } = await setUp(photo('small'), 'photo')
    server.tus.isPreviousRelease = true

    await cycle()
    server.verifyAll()
    await cycle()

    expect(await stage()).toBe('verified')
  })

  it('goes in pieces at once on a link that is too slow for it', async () => {
    const { phone, server, cycle, arrived } = await setUp(video(3 * MIB), 'photo')
    phone.speed.carried(MIB, 30_000)

    await cycle()

    expect(server.calls).not.toContain('atOnce')
    expect(server.tus.pieceSizes[0]).toBeLessThan(MIB)
    expect(arrived()?.length).toBe(3 * MIB)
  })
})
