import { describe, expect, it } from 'vitest'

import { backoff } from './backoff'
import { fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes'
import { readClock } from './clock'
import { formatAgo, formatBytes, formatDateTime } from './format'
import { newId } from './ids'
import { bestFix, isInside, type Fix } from './place'
import { sha256Hex } from './sha256'
import { exhibitStage, reportStage } from './states'
import { spaced } from './typography'

describe('ids', () => {
  it('are UUIDv7 and sort by time', () => {
    const earlier = newId(1_700_000_000_000)
    const later = newId(1_700_000_000_001)

    expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(earlier < later).toBe(true)
    expect(newId(0x0190_1234_5678)).toMatch(/^01901234-5678-7/)
  })
})

describe('bytes', () => {
  it('survive the way to text and back', () => {
    const bytes = crypto.getRandomValues(new Uint8Array(40_000))

    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    expect(fromHex(toHex(bytes))).toEqual(bytes)
  })

  it('have the digest of FIPS 180', async () => {
    expect(await sha256Hex(utf8('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('the state of a report', () => {
  const sent = { serverState: 'awaiting_upload', bytesSent: 0, isReceiptGood: false } as const
  const received = { ...sent, serverState: 'received' } as const
  const verified = { serverState: 'verified', bytesSent: 9, isReceiptGood: true } as const

  it('is as far as its slowest photo', () => {
    expect(reportStage({ isApplied: true, exhibits: [verified, sent] })).toBe('uploading')
    expect(reportStage({ isApplied: true, exhibits: [verified, received] })).toBe('received')
    expect(reportStage({ isApplied: true, exhibits: [verified, verified] })).toBe('verified')
  })

  it('is only saved while nothing has left the phone', () => {
    const here = { serverState: null, bytesSent: 0, isReceiptGood: false }

    expect(reportStage({ isApplied: false, exhibits: [here] })).toBe('saved')
    expect(reportStage({ isApplied: false, exhibits: [verified] })).toBe('uploading')
  })

  it('is never verified without a photo', () => {
    expect(reportStage({ isApplied: true, exhibits: [] })).toBe('received')
  })

  it('is not verified by a receipt for other bytes', () => {
    expect(exhibitStage({ ...verified, isReceiptGood: false })).toBe('received')
  })
})

describe('places', () => {
  const at = (seconds: number, accuracy_m: number): Fix => ({
    lon: 0,
    lat: 0,
    accuracy_m,
    altitude_m: null,
    fix_at: new Date(1_000_000 + seconds * 1000).toISOString(),
  })

  it('prefers accuracy among fresh fixes and the newest among stale ones', () => {
    const now = 1_000_000 + 20_000

    expect(bestFix([at(0, 3), at(12, 30), at(18, 8)], now)).toEqual(at(18, 8))
    expect(bestFix([at(0, 3), at(5, 30)], now)).toEqual(at(5, 30))
    expect(bestFix([], now)).toBeNull()
  })

  it('knows inside from outside', () => {
    const square = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ] as const

    expect(isInside(square, 1, 1)).toBe(true)
    expect(isInside(square, 3, 1)).toBe(false)
  })
})

describe('writing for people', () => {
  it('puts a thin space between Han and Latin or digits, not inside dates', () => {
    expect(spaced('共3张JPEG照片')).toBe('共\u20093\u2009张\u2009JPEG\u2009照片')
    expect(spaced('2026年11月22日 14:05')).toBe('2026年11月22日 14:05')
    expect(spaced('闽厦环立〔2026〕1号')).toBe('闽厦环立〔2026〕1\u2009号')
  })

  it('shows times in Shanghai, relative only within a day', () => {
    const time = '2026-11-22T06:05:00.000Z'

    expect(formatDateTime(time, 'zh-CN')).toBe('2026年11月22日 14:05')
    expect(formatDateTime(time, 'en')).toBe('22 Nov 2026, 14:05')
    expect(formatAgo(time, 'zh-CN', Date.parse(time) + 5 * 60_000)).toBe('5\u2009分钟前')
    expect(formatAgo(time, 'en', Date.parse(time) + 25 * 3600_000)).toBe('22 Nov 2026, 14:05')
  })

  it('shows sizes with three figures at most', () => {
    expect([0, 999, 1000, 3_440_000, 124_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '3.4 MB',
      '124 MB',
    ])
  })
})

describe('waiting', () => {
  it('doubles up to five minutes and is shortened at random', () => {
    expect([0, 1, 2, 20].map((attempt) => backoff(attempt, 1))).toEqual([4000, 8000, 16000, 300000])
    expect(backoff(0, 0)).toBe(2000)
  })
})

describe('the clock', () => {
  it('takes the server to have answered half way', () => {
    const reading = readClock(1000, 1200, new Date(6100).toISOString())

    expect(reading).toMatchObject({ offset_ms: 5000, round_trip_ms: 200 })
  })
})
