/** The vault of one person on this phone: made, opened, opened in an emergency, and ended by a revocation. */
import type { Answer, Problem } from '@/api/client'
import { fromBase64, toBase64 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { loadVault, saveVault } from '@/store/database'
import type { VaultRow } from '@/store/vaultRows'

import { unwrapByPin, unwrapUnder, wrapByPin, wrapUnder } from './pin'

const KEY_BYTES = 32
const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 3600_000

/** Where the share lies that opens the vault when the PIN is forgotten. */
export interface ShareServer {
  keepShare(id: string, body: { device_id: string; share: string }): Promise<Answer<unknown>>
  releaseShare(id: string, password: string): Promise<Answer<{ share: string }>>
}

export type Opening =
  | { readonly ok: true; readonly dataKey: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly fault: 'wrong' | 'wait' | 'ended' }

export type Emergency =
  | { readonly ok: true; readonly dataKey: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: Problem | null }

const random = () => crypto.getRandomValues(new Uint8Array(KEY_BYTES))

/** How long to wait after so many wrong PINs in a row. */
export function waitAfter(fails: number): number {
  if (fails < FREE_TRIES) return 0
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (fails - FREE_TRIES))
}

/**
 * Makes a vault and returns its data key. The server has its share first: with a lost answer the phone asks again under
 * the same id, and a vault that nobody could open in an emergency is never made.
 */
export async function makeVault(
  personId: string,
  deviceId: string,
  pin: string,
  server: ShareServer,
): Promise<Emergency> {
  const share = random()
  const id = newId()
  const kept = await server.keepShare(id, { device_id: deviceId, share: toBase64(share) })
  if (!kept.ok) return kept
  const dataKey = random()
  await saveVault({
    person_id: personId,
    device_id: deviceId,
    share_id: id,
    made_at: new Date().toISOString(),
    by_pin: await wrapByPin(pin, dataKey),
    by_passkey: null,
    by_share: await wrapUnder(share, dataKey),
    fails: 0,
    wait_until: 0,
    is_all_sealed: false,
    is_ended: false,
  })
  return { ok: true, dataKey }
}

/** Opens by PIN. A wrong one counts before it is tried, so that killing the app saves nobody the wait. */
export async function openByPin(
  personId: string,
  pin: string,
  now: number = Date.now(),
): Promise<Opening> {
  const row = await loadVault(personId)
  if (!row?.by_pin) return { ok: false, fault: 'ended' }
  if (now < row.wait_until) return { ok: false, fault: 'wait' }
  const fails = row.fails + 1
  await saveVault({ ...row, fails, wait_until: now + waitAfter(fails) })
  const dataKey = await unwrapByPin(pin, row.by_pin)
  if (dataKey === null) return { ok: false, fault: 'wrong' }
  await saveVault({ ...row, fails: 0, wait_until: 0 })
  return { ok: true, dataKey }
}

/** Opens with the share that the server gives back for the account's password, and sets another PIN. */
export async function openByPassword(
  personId: string,
  password: string,
  newPin: string,
  server: ShareServer,
): Promise<Emergency> {
  const row = await loadVault(personId)
  if (!row) return { ok: false, problem: null }
  const answer = await server.releaseShare(row.share_id, password)
  if (!answer.ok) return answer
  const dataKey = await unwrapUnder(fromBase64(answer.data.share), row.by_share)
  if (dataKey === null) return { ok: false, problem: null }
  const by_pin = await wrapByPin(newPin, dataKey)
  await saveVault({ ...row, by_pin, fails: 0, wait_until: 0, is_ended: false })
  return { ok: true, dataKey }
}

/** Sets another PIN for a vault that is open. */
export async function changePin(
  personId: string,
  dataKey: Uint8Array<ArrayBuffer>,
  pin: string,
): Promise<void> {
  const row = await loadVault(personId)
  if (row) await saveVault({ ...row, by_pin: await wrapByPin(pin, dataKey) })
}

/** Notes that nothing lies in the open any more. */
export async function noteAllSealed(personId: string): Promise<void> {
  const row = await loadVault(personId)
  if (row) await saveVault({ ...row, is_all_sealed: true })
}

/** This device was revoked: what opened the vault here is thrown away; the bureau's share still opens it. */
export async function endVault(personId: string): Promise<void> {
  const row: VaultRow | undefined = await loadVault(personId)
  if (row) await saveVault({ ...row, by_pin: null, by_passkey: null, is_ended: true })
}
