/** Over a weak link a small picture goes ahead of each photo: the office sees something at once. */
import type { Problem } from '@/api/client'
import { toBase64 } from '@/domain/bytes'
import type { LinkSpeed } from '@/domain/link'
import type { FieldDatabase } from '@/store/database'
import { bytesOf } from '@/store/media'
import type { ExhibitRow } from '@/store/rows'

import { applyExhibit } from './appliers/exhibit'
import type { Shrink } from './retain'
import type { Transport } from './transport'

/** What a picture may cost of its original: a tenth would be felt, less is lost in the noise. */
const LARGEST_PART = 0.05
const LARGEST_BYTES = 64 * 1024

export interface Announcer {
  readonly db: FieldDatabase
  readonly transport: Transport
  readonly speed: LinkSpeed
  readonly shrink: Shrink
}

async function announceOne(
  { db, transport, shrink }: Announcer,
  exhibit: ExhibitRow,
): Promise<Problem | null> {
  const content = await bytesOf(db, exhibit)
  const picture = content && (await shrink(content, exhibit).catch(() => null))
  const isWorthIt = picture && picture.size <= Math.min(LARGEST_BYTES, exhibit.size * LARGEST_PART)
  if (isWorthIt) {
    const jpeg = toBase64(new Uint8Array(await picture.arrayBuffer()))
    const answer = await transport.earlyPicture(exhibit.id, jpeg)
    // Refused, or not known to the previous release: the original comes all the same.
    if (!answer.ok && answer.problem.retry !== 'never') return answer.problem
    if (answer.ok) await applyExhibit(db, answer.data)
  }
  await db.exhibits.update(exhibit.id, { was_announced: true })
  return null
}

/** Sends small pictures of the photos whose originals will take a while, oldest first. */
export async function announceWaiting(
  announcer: Announcer,
  signal: AbortSignal,
): Promise<Problem | null> {
  const waiting = await announcer.db.exhibits
    .filter(
      (exhibit) =>
        exhibit.server?.state === 'awaiting_upload' &&
        exhibit.kind === 'photo' &&
        exhibit.was_announced !== true &&
        announcer.speed.isWeakFor(exhibit.size),
    )
    .sortBy('captured_at')
  for (const exhibit of waiting) {
    if (signal.aborted) return null
    const problem = await announceOne(announcer, exhibit)
    if (problem !== null) return problem
  }
  return null
}
