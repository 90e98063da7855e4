/** This device's signing key: made here, never leaves here. */
import { fromUtf8, toBase64, utf8 } from '@/domain/bytes'
import type { Signer } from '@/domain/dsse'
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import type { DeviceKeyState } from '@/store/deviceRows'
import type { DeviceKey } from '@/store/rows'

import { unwrapKey, wrapKey } from './wrap'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The browser cannot make or keep a signing key at all, so nothing can be sealed here. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused'
}

/** This device's key was revoked, retired or lost: a new one has to be enrolled before anything is sealed. */
export class KeyEnded extends Error {
  override readonly name = 'KeyEnded'

  constructor(
    readonly state: DeviceKeyState,
    options?: ErrorOptions,
  ) {
    super(`the device's key is ${state}`, options)
  }
}

const ENDED: readonly DeviceKeyState[] = ['revoked', 'retired', 'lost']

/** Whether a key in this state signs nothing any more. */
export function hasEnded(state: DeviceKeyState): boolean {
  return ENDED.includes(state)
}

async function makeKey(model: string, isKept: boolean): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, !isKept, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key_id = await sha256Hex(spki)
  return {
    id: newId(),
    model,
    key_id,
    public_key: toBase64(spki),
    key_storage: isKept ? 'non_extractable' : 'wrapped_software',
    private_key: isKept ? pair.privateKey : null,
    wrapped: isKept ? null : await wrapKey(key_id, pair.privateKey),
    state: 'made',
    enrolled_at: null,
    checked_at: null,
    problem: null,
  }
}

/** Two tabs may both have made one: whichever was stored first is the device's. */
async function keepFirst(db: FieldDatabase, made: DeviceKey): Promise<DeviceKey> {
  return db.transaction('rw', db.settings, async () => {
    const winner = await db.setting('device')
    if (winner) return winner
    await db.keep('device', made)
    return made
  })
}

async function makeAndKeep(db: FieldDatabase, model: string): Promise<DeviceKey> {
  try {
    return await keepFirst(db, await makeKey(model, true))
  } catch {
    // Some browsers make a CryptoKey and refuse to store it (DataCloneError): keep it wrapped instead.
    return keepFirst(db, await makeKey(model, false))
  }
}

/** The key of this person on this device, made at the first call. Throws `KeyRefused`. */
export async function deviceKey(db: FieldDatabase, model: string): Promise<DeviceKey> {
  const existing = await db.setting('device')
  if (existing) return existing
  try {
    return await makeAndKeep(db, model)
  } catch (error) {
    throw new KeyRefused('the browser refused to make or keep a signing key', { cause: error })
  }
}

async function privateKeyOf(key: DeviceKey): Promise<CryptoKey> {
  if (key.private_key !== null) return key.private_key
  if (key.wrapped === null) throw new Error('there is no private key')
  return unwrapKey(key.key_id, key.wrapped, ALGORITHM)
}

/** Signs with the device's key; throws when it is gone or unusable. */
export function signerOf(key: DeviceKey): Signer {
  return {
    keyId: key.key_id,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(SIGNING, await privateKeyOf(key), bytes)),
  }
}

/** The key to seal with; one that cannot sign any more is marked lost. Throws `KeyRefused` or `KeyEnded`. */
export async function sealingKey(db: FieldDatabase, model: string): Promise<DeviceKey> {
  const key = await deviceKey(db, model)
  if (hasEnded(key.state)) throw new KeyEnded(key.state)
  try {
    await signerOf(key).sign(utf8('xunzheng.probe'))
    return key
  } catch (error) {
    await db.keep('device', { ...key, state: 'lost', private_key: null })
    throw new KeyEnded('lost', { cause: error })
  }
}

/** Proof that this device holds the private key, over the server's challenge. */
export async function proveKey(key: DeviceKey, challenge: string): Promise<string> {
  const words = utf8(['xunzheng.enrol/1', key.id, challenge].join('\n'))
  return toBase64(await signerOf(key).sign(words))
}

/** A short ASCII name for the device, from what the browser tells about itself. */
export function modelOf(userAgent: string): string {
  const android = /Android [\d.]+; ([^;)]+)/.exec(userAgent)?.[1]
  const apple = /\((iPhone|iPad|Macintosh)/.exec(userAgent)?.[1]
  const desktop = /(Windows NT [\d.]+|Linux [\w]+|CrOS)/.exec(userAgent)?.[1]
  const model = (android ?? apple ?? desktop ?? 'unknown').replace(/[^\x20-\x7e]/g, '').trim()
  return fromUtf8(utf8(model).slice(0, 80)) || 'unknown'
}
