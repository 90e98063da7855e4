/** The server's public keys, pinned at first sight: what the phone checks receipts and checkpoints with. */
import type { Checkpoint } from './capture'
import { parseCheckpoint } from './capture'
import { isNoteSigned, parseVerifierKey, type VerifyEd25519 } from './note'

export interface ReceiptKey {
  readonly key_id: string
  readonly vkey: string
}

/** As much of `/log/trust` as the phone reads. */
export interface Trust {
  readonly origin: string
  readonly log_key: string
  readonly receipt_keys: readonly ReceiptKey[]
}

export interface PinnedTrust extends Trust {
  readonly pinned_at: string
  readonly checked_at: string
  /** Other keys than the pinned ones, shown by the server later; nothing uses them until a person accepts. */
  readonly offered: Trust | null
}

/** The part that is pinned, or null for an answer that is not a trust statement. */
export async function readTrust(answer: unknown): Promise<Trust | null> {
  const { origin, log_key, receipt_keys } = (answer ?? {}) as Partial<Trust>
  if (typeof origin !== 'string' || typeof log_key !== 'string') return null
  if (!Array.isArray(receipt_keys)) return null
  const keys = (receipt_keys as ReceiptKey[]).map(({ key_id, vkey }) => ({ key_id, vkey }))
  const parsed = await Promise.all([log_key, ...keys.map((key) => key.vkey)].map(parseVerifierKey))
  if (parsed.includes(null) || parsed[0]?.name !== origin) return null
  return { origin, log_key, receipt_keys: keys }
}

function wordsOf(trust: Trust): string {
  const keys = trust.receipt_keys.map((key) => `${key.key_id} ${key.vkey}`).sort()
  return [trust.origin, trust.log_key, ...keys].join('\n')
}

/** Pins what is seen first; whatever differs later is only offered, never taken over. */
export function pin(known: PinnedTrust | undefined, seen: Trust, now: string): PinnedTrust {
  if (!known) return { ...seen, pinned_at: now, checked_at: now, offered: null }
  const offered = wordsOf(known) === wordsOf(seen) ? null : seen
  return { ...known, checked_at: now, offered }
}

/** The keys on offer become the pinned ones, because a person compared and accepted them. */
export function acceptOffered(known: PinnedTrust, now: string): PinnedTrust {
  if (known.offered === null) return known
  return { ...known.offered, pinned_at: now, checked_at: now, offered: null }
}

/** The checkpoint of a note that the pinned log signed, or null. */
export async function checkpointOf(
  note: string,
  issuedAt: string | null,
  trust: Trust,
  verify: VerifyEd25519,
): Promise<Checkpoint | null> {
  const checkpoint = parseCheckpoint(note, issuedAt)
  const key = await parseVerifierKey(trust.log_key)
  if (checkpoint?.origin !== trust.origin || key === null) return null
  return (await isNoteSigned(note, key, verify)) ? checkpoint : null
}
