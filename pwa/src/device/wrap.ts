/**
 * A signing key where the browser refuses to keep a CryptoKey (some modes of iOS Safari).
 *
 * Its PKCS#8 lies in IndexedDB under AES-GCM; the wrapping key is random and lies in `localStorage`. A copy of one of
 * the two is worth nothing, a copy of both is the key: weaker than a key that cannot leave the browser, and shown so.
 * A PIN was not chosen: six digits are tried through within hours once the wrapped key is copied, and a forgotten
 * one would lose the key in the middle of an inspection.
 */
import { fromBase64, toBase64 } from '@/domain/bytes'
import type { WrappedKey } from '@/store/deviceRows'

const AES = { name: 'AES-GCM', length: 256 } as const
const IV_BYTES = 12

/** Where the wrapping keys are kept; a part of `localStorage`. */
export interface Drawer {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
  removeItem(name: string): void
}

function drawerHere(): Drawer {
  return localStorage
}

const nameOf = (keyId: string) => `xz.wrap.${keyId}`

/** Wraps an extractable private key and puts the wrapping key into the drawer. */
export async function wrapKey(
  keyId: string,
  key: CryptoKey,
  drawer: Drawer = drawerHere(),
): Promise<WrappedKey> {
  const wrapping = await crypto.subtle.generateKey(AES, true, ['wrapKey'])
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.wrapKey('pkcs8', key, wrapping, { name: AES.name, iv })
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', wrapping))
  drawer.setItem(nameOf(keyId), toBase64(raw))
  return { iv, sealed: new Uint8Array(sealed) }
}

/** The key to sign with, for as long as this page lives; throws when one of the two parts is gone. */
export async function unwrapKey(
  keyId: string,
  wrapped: WrappedKey,
  algorithm: EcKeyImportParams,
  drawer: Drawer = drawerHere(),
): Promise<CryptoKey> {
  const raw = drawer.getItem(nameOf(keyId))
  if (raw === null) throw new Error('the wrapping key is gone')
  const wrapping = await crypto.subtle.importKey('raw', fromBase64(raw), AES, false, ['unwrapKey'])
  return crypto.subtle.unwrapKey(
    'pkcs8',
    wrapped.sealed,
    wrapping,
    { name: AES.name, iv: wrapped.iv },
    algorithm,
    false,
    ['sign'],
  )
}

/** Throws the wrapping key away: the wrapped key is then worth nothing. */
export function forgetWrapping(keyId: string, drawer: Drawer = drawerHere()): void {
  drawer.removeItem(nameOf(keyId))
}
