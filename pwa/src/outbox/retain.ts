/** Originals leave the phone only after a good receipt, the days of keeping, and one more look at the server. */
import type { Problem } from '@/api/client'
import { readReceipt } from '@/domain/receipt'
import type { FieldDatabase } from '@/store/database'
import { bytesOf, deleteBytes, sealBytes } from '@/store/media'
import type { ExhibitRow } from '@/store/rows'

import { applyExhibit } from './appliers/exhibit'
import type { Transport } from './transport'

export const KEEP_DAYS = 7
const DAY_MS = 86_400_000
const ASK_AGAIN_MS = 3_600_000

/** A small picture of what goes, or null when none can be made of it. */
export type Shrink = (content: Blob, exhibit: ExhibitRow) => Promise<Blob | null>

export interface Keeper {
  readonly db: FieldDatabase
  readonly transport: Transport
  readonly shrink: Shrink
}

function isProven(exhibit: ExhibitRow): boolean {
  const { server, is_receipt_good, problem } = exhibit
  return server?.state === 'verified' && server.receipt !== null && is_receipt_good && !problem
}

/** Since when the server has answered for the bytes, by its own clock; the later of its two words. */
function provenAt({ server }: ExhibitRow): number {
  const issued = server?.receipt ? readReceipt(server.receipt)?.issued_at : undefined
  return Math.max(Date.parse(issued ?? ''), Date.parse(server?.verified_at ?? ''))
}

/** Nothing of the report waits, was refused or is in doubt. */
async function isSettled(db: FieldDatabase, reportId: string): Promise<boolean> {
  const operations = await db.operations.where('report_id').equals(reportId).toArray()
  const exhibits = await db.exhibits.where('report_id').equals(reportId).toArray()
  const isDone = operations.length > 0 && operations.every(({ state }) => state === 'done')
  return isDone && exhibits.every(isProven)
}

async function listDue(db: FieldDatabase, now: number): Promise<ExhibitRow[]> {
  const days = (await db.setting('keep_days')) ?? KEEP_DAYS
  const isDue = (exhibit: ExhibitRow) =>
    exhibit.cleared_at === null && isProven(exhibit) && provenAt(exhibit) + days * DAY_MS <= now
  const due: ExhibitRow[] = []
  for (const exhibit of await db.exhibits.filter(isDue).toArray()) {
    if (await isSettled(db, exhibit.report_id)) due.push(exhibit)
  }
  return due
}

/** What the server says at this moment counts, not what it said a week ago. */
async function mayGo({ db, transport }: Keeper, id: string): Promise<boolean | Problem> {
  const answer = await transport.exhibit(id)
  if (!answer.ok) return answer.problem.retry === 'never' ? false : answer.problem
  await applyExhibit(db, answer.data)
  // A server that says nothing of holds may have one.
  return (answer.data.holds as readonly unknown[] | undefined)?.length === 0
}

async function clear({ db, shrink }: Keeper, id: string, now: number): Promise<void> {
  const row = await db.exhibits.get(id)
  const content = row && (await bytesOf(db, row))
  if (!row || !content) return
  const picture = await shrink(content, row).catch(() => null)
  const small = picture && (await sealBytes(db, picture))
  const tables = [db.exhibits, db.blobs, db.segments, db.thumbs, db.operations]
  await db.transaction('rw', tables, async () => {
    const current = await db.exhibits.get(id)
    if (!current || !isProven(current) || !(await isSettled(db, current.report_id))) return
    if (small !== null) await db.thumbs.put({ id, blob: small })
    await deleteBytes(db, [id])
    await db.exhibits.update(id, { cleared_at: new Date(now).toISOString() })
  })
}

/** Clears what is due by the server's clock, which this round has just read. Rows and small pictures stay. */
export async function clearDue(keeper: Keeper): Promise<Problem | null> {
  const { db } = keeper
  const now = Date.now() + ((await db.setting('clock'))?.offset_ms ?? 0)
  const asked = (await db.setting('held_at')) ?? 0
  if (now >= asked && now - asked < ASK_AGAIN_MS) return null
  for (const { id } of await listDue(db, now)) {
    const answer = await mayGo(keeper, id)
    if (answer === true) await clear(keeper, id, now)
    else if (answer === false) await db.keep('held_at', now)
    else return answer
  }
  return null
}
