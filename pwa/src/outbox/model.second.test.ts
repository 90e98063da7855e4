/** The second half of the random schedules; two files, so that two cores share them. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { liveThrough, SCHEDULES, START } from '@/testing/schedules'

// The phones' own curve is slow here; the platform's gives the same answer.
vi.mock('@/device/ed25519', () => import('@/testing/ed25519'))

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: START }))
afterEach(() => vi.useRealTimers())

it('the outbox keeps every promise whatever happens', { timeout: 300_000 }, async () => {
  expect(await liveThrough(1, 2)).toBe(SCHEDULES / 2)
})
