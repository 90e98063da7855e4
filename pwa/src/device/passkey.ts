/**
 * Unlocking with a passkey: the authenticator computes a secret (WebAuthn PRF) after a finger or a face, and the data
 * key lies wrapped under it beside the PIN's. No server takes part, so it works with no network; the PIN always stays.
 */
import { utf8 } from '@/domain/bytes'
import { loadVault, saveVault } from '@/store/database'

import { openByPin, type Opening } from './locking'
import { unwrapUnder, wrapUnder } from './pin'

type Bytes = Uint8Array<ArrayBuffer>

/** What is asked of the browser; tests put another one in its place. */
export type Authenticators = Pick<CredentialsContainer, 'create' | 'get'>

export type PasskeyFault = 'wrong' | 'wait' | 'ended' | 'unsupported' | 'cancelled'
export type PasskeyAnswer =
  { readonly ok: true } | { readonly ok: false; readonly fault: PasskeyFault }

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size))
const ES256 = -7
const RS256 = -257
const TIMEOUT_MS = 60_000

function prfOf(credential: Credential | null) {
  const outputs = (credential as PublicKeyCredential | null)?.getClientExtensionResults()
  return outputs?.prf
}

/** One use of the secret only: nothing else that asks the same passkey gets the same bytes. */
async function secretOf(first: BufferSource): Promise<Bytes> {
  const raw = first instanceof ArrayBuffer ? first : new Uint8Array(first.buffer as ArrayBuffer)
  const base = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits'])
  const info = utf8('xunzheng.vault/passkey')
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256))
}

async function ask(
  authenticators: Authenticators,
  id: Bytes,
  salt: Bytes,
): Promise<BufferSource | undefined> {
  const credential = await authenticators.get({
    publicKey: {
      challenge: random(32),
      timeout: TIMEOUT_MS,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id }],
      extensions: { prf: { eval: { first: salt } } },
    },
  })
  return prfOf(credential)?.results?.first
}

async function make(authenticators: Authenticators, name: string, salt: Bytes) {
  const credential = (await authenticators.create({
    publicKey: {
      rp: { name: '巡证' },
      user: { id: random(16), name, displayName: name },
      challenge: random(32),
      timeout: TIMEOUT_MS,
      pubKeyCredParams: [
        { type: 'public-key', alg: ES256 },
        { type: 'public-key', alg: RS256 },
      ],
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
      extensions: { prf: { eval: { first: salt } } },
    },
  })) as PublicKeyCredential | null
  const prf = prfOf(credential)
  if (!credential || !prf?.enabled) return null
  const id = new Uint8Array(credential.rawId)
  // Some authenticators compute nothing while they make a passkey: they are asked once more.
  const first = prf.results?.first ?? (await ask(authenticators, id, salt))
  return first ? { id, secret: await secretOf(first) } : null
}

/** Makes a passkey that opens the vault of this person; the PIN has to be right. */
export async function addPasskey(
  personId: string,
  pin: string,
  name: string,
  authenticators: Authenticators = navigator.credentials,
): Promise<PasskeyAnswer> {
  const opening = await openByPin(personId, pin)
  if (!opening.ok) return opening
  const salt = random(32)
  try {
    const made = await make(authenticators, name, salt)
    if (made === null) return { ok: false, fault: 'unsupported' }
    const wrapped = await wrapUnder(made.secret, opening.dataKey)
    const row = await loadVault(personId)
    if (!row || row.is_ended) return { ok: false, fault: 'ended' }
    await saveVault({ ...row, by_passkey: { ...wrapped, credential_id: made.id, salt } })
    return { ok: true }
  } catch (error) {
    console.warn('no passkey was made', error)
    return { ok: false, fault: 'cancelled' }
  }
}

/** Opens by passkey; a finger that is not known or a closed dialog costs no try of the PIN. */
export async function openByPasskey(
  personId: string,
  authenticators: Authenticators = navigator.credentials,
): Promise<Opening | { readonly ok: false; readonly fault: 'cancelled' }> {
  const row = await loadVault(personId)
  if (!row?.by_passkey) return { ok: false, fault: 'ended' }
  const { credential_id, salt } = row.by_passkey
  try {
    const first = await ask(authenticators, credential_id, salt)
    const dataKey = first && (await unwrapUnder(await secretOf(first), row.by_passkey))
    return dataKey ? { ok: true, dataKey } : { ok: false, fault: 'wrong' }
  } catch (error) {
    console.warn('the passkey was not used', error)
    return { ok: false, fault: 'cancelled' }
  }
}

/** The vault opens by PIN alone again; the passkey itself is the person's to delete. */
export async function dropPasskey(personId: string): Promise<void> {
  const row = await loadVault(personId)
  if (row) await saveVault({ ...row, by_passkey: null })
}
