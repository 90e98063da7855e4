import { describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { loadVault } from '@/store/database'

import {
  changePin,
  endVault,
  makeVault,
  openByPassword,
  openByPin,
  waitAfter,
  type ShareServer,
} from './locking'
import { faultOfPin } from './pin'

/** Keeps shares and gives them back for the right password, while the device counts. */
class Shares implements ShareServer {
  readonly kept = new Map<string, string>()
  isReachable = true

  async keepShare(id: string, body: { share: string }) {
    if (!this.isReachable) return REFUSED
    this.kept.set(id, body.share)
    return { ok: true as const, data: null, etag: null, status: 201 }
  }

  async releaseShare(id: string, password: string) {
    const share = this.kept.get(id)
    if (share === undefined || password !== 'right') return REFUSED
    return { ok: true as const, data: { share }, etag: null, status: 200 }
  }
}

const REFUSED = {
  ok: false as const,
  problem: { code: 'refused', status: 403, title: '', retry: 'never' as const },
}
const PIN = '739182'

async function made() {
  const person = newId()
  const server = new Shares()
  const answer = await makeVault(person, newId(), PIN, server)
  if (!answer.ok) throw new Error('not made')
  return { person, server, dataKey: answer.dataKey }
}

describe('a locked phone', { timeout: 60_000 }, () => {
  it('opens with its PIN and with no other', async () => {
    const { person, dataKey } = await made()

    expect(await openByPin(person, '739183')).toEqual({ ok: false, fault: 'wrong' })
    expect(await openByPin(person, PIN)).toEqual({ ok: true, dataKey })
  })

  it('keeps no data key that is not wrapped', async () => {
    const { person, dataKey } = await made()

    const row = JSON.stringify(await loadVault(person))

    expect(row).not.toContain(JSON.stringify(dataKey).slice(1, 40))
    expect(row).not.toContain(PIN)
  })

  it('makes whoever guesses wait longer and longer, also after a kill', async () => {
    const { person } = await made()
    let now = 1_000_000
    for (let n = 0; n < 5; n += 1) await openByPin(person, '000000', now)

    expect(await openByPin(person, PIN, now)).toEqual({ ok: false, fault: 'wait' })
    now += 30_000
    expect((await openByPin(person, '000000', now)).ok).toBe(false)
    expect(await openByPin(person, PIN, now + 59_000)).toEqual({ ok: false, fault: 'wait' })
    expect((await openByPin(person, PIN, now + 60_000)).ok).toBe(true)
    expect([4, 5, 6, 60].map(waitAfter)).toEqual([0, 30_000, 60_000, 3600_000])
  })

  it('opens for the password of the account when the PIN is forgotten', async () => {
    const { person, server, dataKey } = await made()

    expect((await openByPassword(person, 'wrong', '481516', server)).ok).toBe(false)
    expect(await openByPassword(person, 'right', '481516', server)).toEqual({ ok: true, dataKey })
    expect((await openByPin(person, PIN)).ok).toBe(false)
    expect((await openByPin(person, '481516')).ok).toBe(true)
  })

  it('takes another PIN', async () => {
    const { person, dataKey } = await made()

    await changePin(person, dataKey, '481516')

    expect((await openByPin(person, '481516')).ok).toBe(true)
  })

  it('is never made when nobody could open it in an emergency', async () => {
    const server = new Shares()
    server.isReachable = false
    const person = newId()

    expect((await makeVault(person, newId(), PIN, server)).ok).toBe(false)
    expect(await loadVault(person)).toBeUndefined()
  })

  it('opens for nobody on the phone once the device was revoked, but for the bureau', async () => {
    const { person, server, dataKey } = await made()

    await endVault(person)

    expect(await openByPin(person, PIN)).toEqual({ ok: false, fault: 'ended' })
    const row = await loadVault(person)
    expect([row?.by_pin, row?.by_passkey]).toEqual([null, null])
    expect(await openByPassword(person, 'right', '481516', server)).toEqual({ ok: true, dataKey })
  })
})

describe('a new PIN', () => {
  it('is refused when it is short or tried first', () => {
    const faults = ['12345', '123456', '654321', '111111', '739182', 'abcdef'].map(faultOfPin)

    expect(faults).toEqual(['short', 'plain', 'plain', 'plain', null, 'plain'])
  })
})
