/** This device's signing key: made here, never leaves here. */
import { fromUtf8, toBase64, utf8 } from '@/domain/bytes'
import type { Signer } from '@/domain/dsse'
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import type { DeviceKey } from '@/store/rows'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The browser cannot make or keep a key that stays inside it, so nothing can be sealed here. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused'
}

async function makeKey(model: string): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  return {
    id: newId(),
    model,
    key_id: await sha256Hex(spki),
    public_key: toBase64(spki),
    private_key: pair.privateKey,
    state: 'made',
    enrolled_at: null,
    problem: null,
  }
}

/** The key of this person on this device, made at the first call. Throws `KeyRefused`. */
export async function deviceKey(db: FieldDatabase, model: string): Promise<DeviceKey> {
  const existing = await db.setting('device')
  if (existing) return existing
  try {
    const made = await makeKey(model)
    // Two tabs may both have made one: whichever was stored first is the device's.
    return await db.transaction('rw', db.settings, async () => {
      const winner = await db.setting('device')
      if (winner) return winner
      await db.keep('device', made)
      return made
    })
  } catch (error) {
    throw new KeyRefused('the browser refused to make or keep a signing key', { cause: error })
  }
}

/** Signs with the device's key. */
export function signerOf(key: DeviceKey): Signer {
  return {
    keyId: key.key_id,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(SIGNING, key.private_key, bytes)),
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
