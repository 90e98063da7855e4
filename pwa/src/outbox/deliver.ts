/** The bytes of registered exhibits, and the news about those already delivered. */
import type { Problem } from '@/api/client'
import type { FieldDatabase } from '@/store/database'
import { storedProblem } from '@/store/problems'
import type { ExhibitRow } from '@/store/rows'

import { applyExhibit } from './apply'
import type { Transport } from './transport'
import type { SendBytes } from './upload'

const PROGRESS_EVERY_MS = 400

async function refresh(
  db: FieldDatabase,
  transport: Transport,
  id: string,
): Promise<Problem | null> {
  const answer = await transport.exhibit(id)
  if (!answer.ok) return answer.problem
  await applyExhibit(db, answer.data)
  return null
}

async function uploadOne(
  db: FieldDatabase,
  transport: Transport,
  send: SendBytes,
  exhibit: ExhibitRow,
  signal: AbortSignal,
): Promise<Problem | null> {
  const stored = await db.blobs.get(exhibit.id)
  if (!stored) {
    const problem = storedProblem({ code: 'bytes_missing', retry: 'never' })
    await db.exhibits.update(exhibit.id, { problem })
    return null
  }
  let lastWrite = 0
  const problem = await send({
    exhibitId: exhibit.id,
    blob: stored.blob,
    url: exhibit.upload_url,
    signal,
    onUrl: (url) => void db.exhibits.update(exhibit.id, { upload_url: url }),
    onProgress: (sent) => {
      if (Date.now() - lastWrite < PROGRESS_EVERY_MS) return
      lastWrite = Date.now()
      void db.exhibits.update(exhibit.id, { bytes_sent: sent })
    },
  })
  if (problem === null) return refresh(db, transport, exhibit.id)
  await db.exhibits.update(exhibit.id, { problem: storedProblem(problem) })
  // Only what concerns every exhibit stops the others: no network, no session, a struggling server.
  return problem.retry === 'never' ? null : problem
}

/** Sends the bytes of each exhibit that the server knows but does not have. */
export async function uploadWaiting(
  db: FieldDatabase,
  transport: Transport,
  send: SendBytes,
  signal: AbortSignal,
): Promise<Problem | null> {
  const waiting = await db.exhibits
    .filter(
      (exhibit) =>
        exhibit.server?.state === 'awaiting_upload' && exhibit.problem?.retry !== 'never',
    )
    .sortBy('seq')
  for (const exhibit of waiting) {
    const problem = await uploadOne(db, transport, send, exhibit, signal)
    if (problem !== null) return problem
  }
  return null
}

function isUnproven(exhibit: ExhibitRow): boolean {
  const state = exhibit.server?.state
  if (state === 'received') return true
  return state === 'verified' && exhibit.server?.receipt === null
}

/** Asks about each exhibit that is delivered but not yet verified with a receipt. */
export async function checkDelivered(
  db: FieldDatabase,
  transport: Transport,
): Promise<Problem | null> {
  for (const exhibit of await db.exhibits.filter(isUnproven).toArray()) {
    const problem = await refresh(db, transport, exhibit.id)
    if (problem !== null) return problem
  }
  return null
}

/** Whether the server still has to verify something of this phone. */
export async function hasUnproven(db: FieldDatabase): Promise<boolean> {
  return (await db.exhibits.filter(isUnproven).count()) > 0
}
