/** Learning the server's public keys, and what they are used for. */
import type { Answer } from '@/api/client'
import { checkpointOf, pin, readTrust } from '@/domain/trust'
import type { FieldDatabase } from '@/store/database'

import { verifyEd25519 } from './ed25519'

export interface TrustServer {
  trust(): Promise<Answer<unknown>>
  /** The signed note and the moment it was signed, if the server says. */
  checkpoint(): Promise<Answer<{ note: string; issuedAt: string | null }>>
}

const CHECK_EVERY_MS = 12 * 3600_000

/** Pins the server's keys at first sight, and notices when it shows others. What fails is tried again next time. */
export async function learnTrust(
  db: FieldDatabase,
  server: TrustServer,
  now: number = Date.now(),
): Promise<void> {
  const known = await db.setting('trust')
  if (known && now - Date.parse(known.checked_at) < CHECK_EVERY_MS) return
  const answer = await server.trust()
  const seen = answer.ok ? await readTrust(answer.data) : null
  if (seen !== null) await db.keep('trust', pin(known, seen, new Date(now).toISOString()))
}

/** Keeps the newest checkpoint that the pinned log signed; an older or unsigned one changes nothing. */
export async function learnCheckpoint(db: FieldDatabase, server: TrustServer): Promise<void> {
  const trust = await db.setting('trust')
  if (!trust) return
  const answer = await server.checkpoint()
  if (!answer.ok) return
  const { note, issuedAt } = answer.data
  const found = await checkpointOf(note, issuedAt, trust, verifyEd25519)
  const known = await db.setting('checkpoint')
  if (found === null || (known?.origin === found.origin && known.tree_size > found.tree_size))
    return
  await db.keep('checkpoint', found)
}
