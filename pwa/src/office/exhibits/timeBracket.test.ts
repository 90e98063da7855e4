import { expect, test } from 'vitest'

import type { Custody, Exhibit } from '../wire-evidence'
import { bracketOf } from './timeBracket'

const statement = (issued_at: string) => btoa(JSON.stringify({ issued_at }))
const exhibit = (captured_at: string, offset_ms = 0) =>
  ({
    captured_at,
    verified_at: '2026-11-22T06:06:00Z',
    clock: { offset_ms, not_before: null },
    receipt: { statement: statement('2026-11-22T06:05:00Z'), signature: '', key_id: '' },
  }) as unknown as Exhibit
const custody = (issued_at: string | null) =>
  ({ capture_record: { not_before: issued_at && { issued_at } } }) as unknown as Custody

test('a capture between checkpoint and receipt fits, and the span is told', () => {
  const found = bracketOf(exhibit('2026-11-22T06:02:00Z'), custody('2026-11-22T06:00:00Z'))

  expect(found).toMatchObject({ fits: true, spanSeconds: 300 })
})

test('the measured offset of the clock is put right first', () => {
  const found = bracketOf(
    exhibit('2026-11-22T09:02:00Z', -3 * 3_600_000),
    custody('2026-11-22T06:00:00Z'),
  )

  expect(found.captured).toBe('2026-11-22T06:02:00.000Z')
  expect(found.fits).toBe(true)
})

test('a clock that is ahead of the receipt does not fit', () => {
  expect(bracketOf(exhibit('2026-11-22T07:00:00Z'), custody('2026-11-22T06:00:00Z')).fits).toBe(
    false,
  )
})

test('without a checkpoint nothing is claimed about the earliest time', () => {
  const found = bracketOf(exhibit('2026-11-22T06:02:00Z'), custody(null))

  expect(found).toMatchObject({ notBefore: null, fits: null, spanSeconds: null })
})

test('a receipt that cannot be read falls back to when the server verified', () => {
  const broken = {
    ...exhibit('2026-11-22T06:02:00Z'),
    receipt: { statement: '%', signature: '', key_id: '' },
  }

  expect(bracketOf(broken, custody(null)).notAfter).toBe('2026-11-22T06:06:00Z')
})
