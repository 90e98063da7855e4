/** The bytes of registered exhibits, and the news about those already delivered. */
import type { Problem } from '@/api/client'
import type { LinkSpeed } from '@/domain/link'
import type { FieldDatabase } from '@/store/database'
import { bytesOf, segmentDigests } from '@/store/media'
import { storedProblem } from '@/store/problems'
import type { ExhibitRow } from '@/store/rows'

import { applyExhibit } from './appliers/exhibit'
import type { Transport } from './transport'
import type { TusServer } from './tus'
import { sendBytes } from './upload'

export interface Lorry {
  readonly db: FieldDatabase
  readonly transport: Transport
  readonly tus: TusServer
  readonly speed: LinkSpeed
}

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

async function sendInPieces(
  { db, tus, speed }: Lorry,
  exhibit: ExhibitRow,
  content: Blob,
  signal: AbortSignal,
): Promise<Problem | null> {
  let lastWrite = 0
  return sendBytes(tus, speed, {
    exhibitId: exhibit.id,
    content,
    segments: exhibit.segments_root === null ? null : await segmentDigests(db, exhibit.id),
    url: exhibit.upload_url,
    signal,
    onUrl: (url) => db.exhibits.update(exhibit.id, { upload_url: url }),
    onProgress: (sent) => {
      if (Date.now() - lastWrite < PROGRESS_EVERY_MS) return
      lastWrite = Date.now()
      void db.exhibits.update(exhibit.id, { bytes_sent: sent })
    },
  })
}

/** Worth another way: the server answered and refused this one. */
function isRefusal(problem: Problem): boolean {
  return problem.status >= 400 && problem.status < 500 && problem.retry !== 'after_login'
}

/** Record and bytes in one request. Null when delivered, a problem, or 'pieces' when the server wants it that way. */
async function sendWhole(
  { db, transport, tus, speed }: Lorry,
  exhibit: ExhibitRow & { readonly sha256: string },
  content: Blob,
  signal: AbortSignal,
): Promise<'pieces' | Problem | null> {
  // Noted before it is sent: if the answer is lost, the server may have some of it or all.
  await db.exhibits.update(exhibit.id, { was_sent_at_once: true })
  const sentAt = performance.now()
  const answer = await tus.sendAtOnce(exhibit, { content, checksum: exhibit.sha256, signal })
  if (!answer.ok) {
    if (answer.problem.code === 'offline') speed.cut(content.size)
    return isRefusal(answer.problem) ? 'pieces' : answer.problem
  }
  speed.carried(content.size, performance.now() - sentAt)
  if (answer.data === null) return refresh(db, transport, exhibit.id)
  await applyExhibit(db, answer.data)
  return null
}

/** After an attempt whose answer was lost: the server may have everything by now. */
async function isStillWanted({ db, transport }: Lorry, id: string): Promise<boolean | Problem> {
  const problem = await refresh(db, transport, id)
  if (problem !== null) return problem
  return (await db.exhibits.get(id))?.server?.state === 'awaiting_upload'
}

/** Null when it is delivered, a problem, or 'pieces' when the pieces have to be sent. */
async function sendAtOnce(
  lorry: Lorry,
  exhibit: ExhibitRow,
  content: Blob,
  signal: AbortSignal,
): Promise<'pieces' | Problem | null> {
  if (exhibit.upload_url !== null || exhibit.sha256 === null) return 'pieces'
  if (exhibit.was_sent_at_once) {
    const wanted = await isStillWanted(lorry, exhibit.id)
    if (wanted === true) return 'pieces'
    return wanted === false ? null : wanted
  }
  if (!lorry.speed.carriesAtOnce(content.size)) return 'pieces'
  return sendWhole(lorry, exhibit, content, signal)
}

async function sendOne(
  lorry: Lorry,
  exhibit: ExhibitRow,
  content: Blob,
  signal: AbortSignal,
): Promise<Problem | null> {
  const atOnce = await sendAtOnce(lorry, exhibit, content, signal)
  if (atOnce !== 'pieces') return atOnce
  const problem = await sendInPieces(lorry, exhibit, content, signal)
  return problem ?? refresh(lorry.db, lorry.transport, exhibit.id)
}

async function uploadOne(
  lorry: Lorry,
  exhibit: ExhibitRow,
  signal: AbortSignal,
): Promise<Problem | null> {
  const { db } = lorry
  const content = await bytesOf(db, exhibit)
  if (!content) {
    const problem = storedProblem({ code: 'bytes_missing', retry: 'never' })
    await db.exhibits.update(exhibit.id, { problem })
    return null
  }
  const problem = await sendOne(lorry, exhibit, content, signal)
  if (problem === null) return null
  await db.exhibits.update(exhibit.id, { problem: storedProblem(problem) })
  // Only what concerns every exhibit stops the others: no network, no session, a struggling server.
  return problem.retry === 'never' ? null : problem
}

/** Sends the bytes of each exhibit that the server knows but does not have: small ones first, then by age. */
export async function uploadWaiting(lorry: Lorry, signal: AbortSignal): Promise<Problem | null> {
  const waiting = await lorry.db.exhibits
    .filter(
      (exhibit) =>
        exhibit.server?.state === 'awaiting_upload' && exhibit.problem?.retry !== 'never',
    )
    .sortBy('captured_at')
  // A video of an hour must not hold up the photos of the next report.
  const whole = waiting.filter((exhibit) => exhibit.segments_root === null)
  const large = waiting.filter((exhibit) => exhibit.segments_root !== null)
  for (const exhibit of [...whole, ...large]) {
    const problem = await uploadOne(lorry, exhibit, signal)
    if (problem !== null) return problem
  }
  return null
}

function needsNews(exhibit: ExhibitRow): boolean {
  const state = exhibit.server?.state
  if (state === 'received') return true
  return state === 'verified' && exhibit.server?.receipt === null
}

function needsJudging(exhibit: ExhibitRow): boolean {
  const hasReceipt = exhibit.server !== null && exhibit.server.receipt !== null
  return hasReceipt && !exhibit.is_receipt_good && exhibit.problem?.retry !== 'never'
}

/** Asks about each exhibit delivered but not verified, and judges receipts that could not be judged before. */
export async function checkDelivered(
  db: FieldDatabase,
  transport: Transport,
): Promise<Problem | null> {
  for (const exhibit of await db.exhibits.filter(needsNews).toArray()) {
    const problem = await refresh(db, transport, exhibit.id)
    if (problem !== null) return problem
  }
  for (const { server } of await db.exhibits.filter(needsJudging).toArray()) {
    if (server !== null) await applyExhibit(db, server)
  }
  return null
}

/** Whether the server still has to verify something of this phone. */
export async function hasUnproven(db: FieldDatabase): Promise<boolean> {
  return (await db.exhibits.filter(needsNews).count()) > 0
}
