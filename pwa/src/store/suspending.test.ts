import { afterEach, describe, expect, it, vi } from 'vitest'

import { Phone } from '@/testing/phone'

import { endWhenPutAside } from './suspending'

/** What the browser tells a page, as a function. */
function listen() {
  const heard = new Map<string, (event: { persisted: boolean }) => void>()
  vi.stubGlobal('addEventListener', (name: string, hear: () => void) => heard.set(name, hear))
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  endWhenPutAside()
  const tell = (name: string, persisted: boolean) => heard.get(name)?.({ persisted })
  return { tell, reload }
}

/** A transaction that somebody holds open by asking again and again. */
function holdOpen({ db }: Phone) {
  let isHeld = true
  const held = db.transaction('rw', db.drafts, async () => {
    while (isHeld) await db.drafts.count()
  })
  const release = () => {
    isHeld = false
  }
  const end = held.then(
    () => 'complete',
    (error: Error) => error.name,
  )
  return { release, end }
}

afterEach(() => vi.unstubAllGlobals())

describe('a page that the browser puts aside', () => {
  it('ends its transactions, and its tables are free again', async () => {
    const phone = new Phone()
    await phone.db.open()
    const { tell } = listen()
    const { end } = holdOpen(phone)
    await new Promise((resolve) => setTimeout(resolve, 20))

    tell('pagehide', true)

    expect(await end).toBe('AbortError')
    await phone.report()
    expect(await phone.db.reports.count()).toBe(1)
  })

  it('ends the others when one is at its end already', async () => {
    const phone = new Phone()
    await phone.db.open()
    const { tell } = listen()
    const first = holdOpen(phone)
    const second = holdOpen(phone)
    await new Promise((resolve) => setTimeout(resolve, 20))
    // Finished on the disk, and the page has not heard of it.
    vi.spyOn(IDBTransaction.prototype, 'abort').mockImplementationOnce(() => {
      throw new DOMException('The transaction is inactive or finished.', 'InvalidStateError')
    })

    tell('pagehide', true)
    first.release()

    expect(await Promise.all([first.end, second.end])).toEqual(['complete', 'AbortError'])
  })

  it('lets a page that goes for good end by itself', async () => {
    const phone = new Phone()
    await phone.db.open()
    const { tell } = listen()
    const { end, release } = holdOpen(phone)
    await new Promise((resolve) => setTimeout(resolve, 20))

    tell('pagehide', false)
    release()

    expect(await end).toBe('complete')
  })

  it('begins anew when it comes back', () => {
    const { tell, reload } = listen()

    tell('pageshow', false)
    expect(reload).not.toHaveBeenCalled()
    tell('pageshow', true)
    expect(reload).toHaveBeenCalledOnce()
  })
})
