import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Phone } from '@/testing/phone'

import { LEASE_MS, withLease } from './lease'

const NOW = Date.parse('2026-11-22T06:05:00Z')

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW }))
afterEach(() => vi.useRealTimers())

function tabs() {
  const { db } = new Phone()
  return (holder: string, isForced = false) => ({ db, holder, isForced })
}

/** A tab that took the lease and was killed. */
async function killedTab(sender: Parameters<typeof withLease>[0]) {
  await new Promise<void>((resolve) => {
    void withLease(sender, () => {
      resolve()
      return new Promise(() => undefined)
    })
  })
  vi.clearAllTimers()
}

describe('the lease', () => {
  it('keeps a second tab out until the first has ended', async () => {
    const tab = tabs()
    let inside: boolean | undefined

    await withLease(tab('a'), async () => {
      inside = await withLease(tab('b'), () => Promise.resolve())
    })

    expect(inside).toBe(false)
    expect(await withLease(tab('b'), () => Promise.resolve())).toBe(true)
  })

  it('of a killed tab ends by itself', async () => {
    const tab = tabs()
    await killedTab(tab('a'))

    expect(await withLease(tab('b'), () => Promise.resolve())).toBe(false)
    vi.setSystemTime(NOW + LEASE_MS)
    expect(await withLease(tab('b'), () => Promise.resolve())).toBe(true)
  })

  it('of a killed tab holds up nobody who has the browser’s lock', async () => {
    const tab = tabs()
    await killedTab(tab('a'))

    expect(await withLease(tab('b', true), () => Promise.resolve())).toBe(true)
  })

  it('is not held for a day because the clock was set back', async () => {
    const tab = tabs()
    await killedTab(tab('a'))

    vi.setSystemTime(NOW - 86_400_000)

    expect(await withLease(tab('b'), () => Promise.resolve())).toBe(true)
  })

  it('is prolonged by a tab that lives, and stops one that has lost it', async () => {
    const tab = tabs()
    const seen: boolean[] = []
    await withLease(tab('a'), async (lost) => {
      vi.setSystemTime(NOW + LEASE_MS - 1000)
      await vi.advanceTimersByTimeAsync(20_000)
      await vi.waitFor(async () => {
        expect((await tab('a').db.setting('lease'))?.until).toBeGreaterThan(NOW + LEASE_MS)
      })
      seen.push(lost.aborted)
      await tab('b').db.keep('lease', { holder: 'b', until: Date.now() + LEASE_MS })
      await vi.advanceTimersByTimeAsync(20_000)
      await vi.waitFor(() => expect(lost.aborted).toBe(true))
    })

    expect(seen).toEqual([false])
    expect((await tab('b').db.setting('lease'))?.holder).toBe('b')
  })
})
