/** From a PIN to a key that wraps: slow on purpose, since a copied disk is tried through PIN by PIN. */
import { utf8 } from '@/domain/bytes'
import type { PinWrap, Wrapped } from '@/store/vaultRows'

type Derivation = PinWrap['how']
type Argon = Extract<Derivation, { kdf: 'argon2id' }>
type Pbkdf2 = Extract<Derivation, { kdf: 'pbkdf2' }>

const SALT_BYTES = 16
const IV_BYTES = 12
const KEY_BYTES = 32
export const PIN_DIGITS = 6

/** 32 MiB three times over: about half a second on a cheap phone, and that much for each guess of a thief. */
const ARGON: Argon = { kdf: 'argon2id', memory_kib: 32 * 1024, passes: 3 }
/** Where the page's policy forbids WebAssembly (browsers that do not know its exception). */
const PBKDF2: Pbkdf2 = { kdf: 'pbkdf2', iterations: 600_000 }

type Argon2id = (options: {
  password: string
  salt: Uint8Array
  parallelism: number
  iterations: number
  memorySize: number
  hashLength: number
  outputType: 'binary'
}) => Promise<Uint8Array>

async function argon2id(pin: string, salt: Uint8Array, how: Argon): Promise<Uint8Array> {
  const library = (await import('hash-wasm/dist/argon2.umd.min.js')) as {
    argon2id?: Argon2id
    default?: { argon2id: Argon2id }
  }
  const hash = library.argon2id ?? library.default?.argon2id
  if (!hash) throw new Error('no argon2id')
  return hash({
    password: pin,
    salt,
    parallelism: 1,
    iterations: how.passes,
    memorySize: how.memory_kib,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  })
}

async function pbkdf2(
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
  how: Pbkdf2,
): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits'])
  const slow = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: how.iterations }
  return new Uint8Array(await crypto.subtle.deriveBits(slow, base, KEY_BYTES * 8))
}

async function derive(
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
  how: Derivation,
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = how.kdf === 'argon2id' ? await argon2id(pin, salt, how) : await pbkdf2(pin, salt, how)
  return new Uint8Array(raw)
}

async function aes(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Wraps a data key under 32 bytes that only somebody else can give back. */
export async function wrapUnder(
  secret: Uint8Array<ArrayBuffer>,
  dataKey: Uint8Array<ArrayBuffer>,
): Promise<Wrapped> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await aes(secret), dataKey)
  return { iv, sealed: new Uint8Array(sealed) }
}

/** The data key, or null when the secret is another. */
export async function unwrapUnder(
  secret: Uint8Array<ArrayBuffer>,
  wrapped: Wrapped,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const how = { name: 'AES-GCM', iv: wrapped.iv }
    return new Uint8Array(await crypto.subtle.decrypt(how, await aes(secret), wrapped.sealed))
  } catch {
    return null
  }
}

/** Wraps a data key under a PIN. */
export async function wrapByPin(pin: string, dataKey: Uint8Array<ArrayBuffer>): Promise<PinWrap> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const made = await strongest(pin, salt)
  return { ...(await wrapUnder(made.secret, dataKey)), salt, how: made.how }
}

async function strongest(pin: string, salt: Uint8Array<ArrayBuffer>) {
  try {
    return { how: ARGON, secret: await derive(pin, salt, ARGON) }
  } catch (error) {
    console.warn('no argon2id here', error)
    return { how: PBKDF2, secret: await derive(pin, salt, PBKDF2) }
  }
}

/** The data key, or null for a wrong PIN. */
export async function unwrapByPin(
  pin: string,
  wrap: PinWrap,
): Promise<Uint8Array<ArrayBuffer> | null> {
  return unwrapUnder(await derive(pin, wrap.salt, wrap.how), wrap)
}

export type PinFault = 'short' | 'plain'

/** What is wrong with a new PIN: fewer than six characters, or one that is tried first. */
export function faultOfPin(pin: string): PinFault | null {
  if (pin.length < PIN_DIGITS) return 'short'
  const steps = new Set(
    [...pin].slice(1).map((digit, index) => digit.charCodeAt(0) - pin.charCodeAt(index)),
  )
  // 111111, 123456 and 654321 differ by the same step all along.
  return steps.size === 1 && Math.abs([...steps][0] ?? 9) <= 1 ? 'plain' : null
}
