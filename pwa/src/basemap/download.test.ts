import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Answer } from '@/api/client'
import { NOTHING_KEPT } from '@/domain/basemap'
import { content, digestOf, mapOf, MapPhone, type MapFate } from '@/testing/mapPhone'

import { deleting, download, learning, PIECE_BYTES, sweep, wanting, type Piece } from './download'

const refused = (status: number, retry: 'never' | 'after_login'): Answer<Piece> => ({
  ok: false,
  problem: { code: 'refused', status, title: 'refused', retry },
})

const SIZE = 3 * PIECE_BYTES + 12_345
const bytes = content(SIZE)
const map = mapOf(bytes)
const fates = fc.array(
  fc.constantFrom<MapFate>(
    'ok',
    'lost',
    'short',
    'sending',
    'killed_before_write',
    'killed_before_note',
  ),
  { maxLength: 30 },
)

describe('bringing a base map', () => {
  it('ends with the very bytes of the server, whatever is lost, cut off or killed', async () => {
    await fc.assert(
      fc.asyncProperty(fates, async (schedule) => {
        const phone = new MapPhone(bytes)
        phone.fates = [...schedule]
        await phone.untilDone(map)

        expect(digestOf(phone.files.get(map.sha256) ?? new Uint8Array())).toBe(map.sha256)
        expect(phone.row).toMatchObject({ held: map, wanted: null, dropped: [] })
        // What came for certain is never asked for again: each fault costs one piece at most.
        expect(phone.asked).toBeLessThanOrEqual(SIZE + schedule.length * PIECE_BYTES)
      }),
      { numRuns: 150 },
    )
  })

  it('draws nothing that has not its digest, and says so', async () => {
    const phone = new MapPhone(content(SIZE, 2))
    phone.row = wanting(phone.row, map)
    await download(phone.line(), new AbortController().signal)

    expect(phone.row).toMatchObject({ held: null, position: 0, standstill: 'damaged' })
    expect(phone.files.size).toBe(0)
  })

  it('begins anew where the disk has less than was noted', async () => {
    const phone = new MapPhone(bytes)
    phone.row = { ...wanting(phone.row, map), position: 2 * PIECE_BYTES }
    phone.files.set(map.sha256, bytes.slice(0, 1000))
    await download(phone.line(), new AbortController().signal)

    expect(phone.row.held).toEqual(map)
  })

  it.each([
    ['no_room', (phone: MapPhone) => (phone.hasRoom = false)],
    ['needs_login', (phone: MapPhone) => (phone.refusal = refused(401, 'after_login'))],
    ['gone', (phone: MapPhone) => (phone.refusal = refused(409, 'never'))],
  ])('stands still with the reason: %s', async (reason, spoil) => {
    const phone = new MapPhone(bytes)
    phone.row = wanting(phone.row, map)
    spoil(phone)
    await download(phone.line(), new AbortController().signal)

    expect(phone.row).toMatchObject({ wanted: map, standstill: reason, held: null })
  })

  it('gives way to evidence, which is no failure that has to be waited out', async () => {
    const phone = new MapPhone(bytes)
    phone.fates = ['sending', 'ok', 'sending', 'sending']
    phone.row = wanting(phone.row, map)
    await download(phone.line(), new AbortController().signal)

    expect(phone.row.held).toEqual(map)
    expect(phone.rests).toBe(0)
  })

  it('asks for nothing once it was paused', async () => {
    const phone = new MapPhone(bytes)
    phone.row = { ...wanting(phone.row, map), standstill: 'person' }
    await download(phone.line(), new AbortController().signal)

    expect(phone.asked).toBe(0)
  })
})

describe('another map', () => {
  const other = content(PIECE_BYTES, 7)
  const newer = mapOf(other, 'two')

  it('is drawn only when it is whole; then the one before is deleted', async () => {
    const phone = new MapPhone(other)
    phone.files.set(map.sha256, bytes)
    phone.row = wanting({ ...NOTHING_KEPT, held: map }, newer)
    expect(phone.row.held).toEqual(map)
    await download(phone.line(), new AbortController().signal)

    expect(phone.row.held).toEqual(newer)
    expect([...phone.files.keys()]).toEqual([newer.sha256])
  })

  it('is offered and replaces nothing by itself', () => {
    const row = learning({ ...NOTHING_KEPT, held: map }, newer, { ...map, state: 'replaced' })

    expect(row).toMatchObject({ held: { id: 'one' }, wanted: null, offered: newer })
  })

  it('leaves nothing of one that was on its way, also after a kill', async () => {
    const phone = new MapPhone(other)
    phone.files.set(map.sha256, bytes.slice(0, PIECE_BYTES))
    phone.row = wanting({ ...wanting(NOTHING_KEPT, map), position: PIECE_BYTES }, newer)
    expect(phone.row.dropped).toEqual([map.sha256])
    await download(phone.line(), new AbortController().signal)

    expect([...phone.files.keys()]).toEqual([newer.sha256])
  })
})

it('deletes what is held and what is on its way, and keeps what is offered', async () => {
  const phone = new MapPhone(bytes)
  phone.files.set(map.sha256, bytes)
  phone.row = deleting({ ...NOTHING_KEPT, held: map, offered: map })
  await sweep(phone.line())

  expect(phone.row).toEqual({ ...NOTHING_KEPT, offered: map })
  expect(phone.files.size).toBe(0)
})

it('knows that a map was withdrawn', () => {
  const row = learning({ ...NOTHING_KEPT, held: map }, null, { ...map, state: 'withdrawn' })

  expect(row.held?.state).toBe('withdrawn')
})
