/** C2SP signed notes and verifier keys (c2sp.org/signed-note): the log's checkpoints, checked here. */
import { fromBase64, toHex, utf8 } from './bytes'

const ED25519_NOTE = 0x01
const KEY_BYTES = 32
const HASH_BYTES = 4
const SIGNATURE_BYTES = 64

/** True when the Ed25519 signature over the bytes is the key's. */
export type VerifyEd25519 = (
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<boolean>

export interface VerifierKey {
  readonly name: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** The four bytes by which a note names the key, in hex. */
  readonly hash: string
}

/** The key in a line `name+hash+base64`, or null for text that is not an Ed25519 one whose hash is right. */
export async function parseVerifierKey(line: string): Promise<VerifierKey | null> {
  const [, name, hash, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line) ?? []
  if (!name || !hash || !encoded) return null
  try {
    const key = fromBase64(encoded)
    if (key.length !== KEY_BYTES + 1 || key[0] !== ED25519_NOTE) return null
    const head = utf8(`${name}\n`)
    const named = new Uint8Array(head.length + key.length)
    named.set(head)
    named.set(key, head.length)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', named))
    if (toHex(digest.slice(0, HASH_BYTES)) !== hash) return null
    return { name, publicKey: key.slice(1), hash }
  } catch {
    return null
  }
}

function signaturesOf(lines: string, key: VerifierKey): Uint8Array<ArrayBuffer>[] {
  const start = `— ${key.name} `
  return lines
    .split('\n')
    .filter((line) => line.startsWith(start))
    .flatMap((line) => {
      try {
        const raw = fromBase64(line.slice(start.length))
        const isThisKey = toHex(raw.slice(0, HASH_BYTES)) === key.hash
        return isThisKey && raw.length === HASH_BYTES + SIGNATURE_BYTES ? [raw] : []
      } catch {
        return []
      }
    })
}

/** True when a line of the note is this key's signature over the note's text. */
export async function isNoteSigned(
  note: string,
  key: VerifierKey,
  verify: VerifyEd25519,
): Promise<boolean> {
  const end = note.indexOf('\n\n')
  if (end < 0) return false
  const text = utf8(note.slice(0, end + 1))
  for (const raw of signaturesOf(note.slice(end + 2), key)) {
    if (await verify(key.publicKey, raw.slice(HASH_BYTES), text)) return true
  }
  return false
}
