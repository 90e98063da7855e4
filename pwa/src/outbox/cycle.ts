/** One round with the server, from "is it there" to "what is new". Every step may be lost and repeated. */
import type { Problem } from '@/api/client'
import { ensureEnrolled } from '@/device/enrol'
import { KeyRefused } from '@/device/key'
import { parseCheckpoint } from '@/domain/capture'
import { readClock } from '@/domain/clock'
import { newId } from '@/domain/ids'
import type { FieldDatabase } from '@/store/database'

import { checkDelivered, uploadWaiting } from './deliver'
import { pullChanges } from './pull'
import { pushWaiting } from './push'
import type { Transport } from './transport'
import type { SendBytes } from './upload'

export interface Line {
  readonly db: FieldDatabase
  readonly transport: Transport
  readonly sendBytes: SendBytes
  readonly personId: string
  readonly model: string
}

type Step = (line: Line, signal: AbortSignal) => Promise<Problem | null>

const REFERENCE_AGE_MS = 12 * 3600_000

/** Proves that the answer is the server's and not a captive portal's, and reads its clock. */
const findServer: Step = async ({ db, transport }) => {
  const nonce = newId()
  const sentAt = Date.now()
  const answer = await transport.time(nonce)
  if (!answer.ok) return answer.problem
  if (answer.data.nonce !== nonce) {
    return { code: 'offline', status: 0, title: 'not our server', retry: 'later' }
  }
  await db.keep('clock', readClock(sentAt, Date.now(), answer.data.server_time))
  return null
}

const findSession: Step = async ({ transport, personId }) => {
  const answer = await transport.session()
  if (!answer.ok) return answer.problem
  if (answer.data.person.id === personId) return null
  // Somebody else signed in with this browser: these records wait for their owner.
  return { code: 'unauthenticated', status: 401, title: 'other person', retry: 'after_login' }
}

const fetchReference: Step = async ({ db, transport }) => {
  const fetchedAt = (await db.reference.get('grids'))?.fetched_at
  if (fetchedAt && Date.now() - Date.parse(fetchedAt) < REFERENCE_AGE_MS) return null
  const categories = await transport.categories()
  if (!categories.ok) return categories.problem
  const grids = await transport.grids()
  if (!grids.ok) return grids.problem
  const fetched_at = new Date().toISOString()
  await db.reference.bulkPut([
    { key: 'categories', value: categories.data.items, fetched_at },
    { key: 'grids', value: grids.data.items, fetched_at },
  ])
  return null
}

/** The newest signed checkpoint proves later that a record is younger than it. */
const fetchCheckpoint: Step = async ({ db, transport }) => {
  const answer = await transport.checkpoint()
  const checkpoint = answer.ok ? parseCheckpoint(answer.data) : null
  if (checkpoint !== null) await db.keep('checkpoint', checkpoint)
  return null
}

const enrolAndPush: Step = async ({ db, transport, model, personId }) => {
  try {
    const enrolled = await ensureEnrolled(db, transport, model)
    if (!enrolled.ok) return enrolled.problem
    return await pushWaiting(db, transport, enrolled.device.id, personId)
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error
    return { code: 'key_refused', status: 0, title: 'key refused', retry: 'never' }
  }
}

const STEPS: readonly Step[] = [
  findServer,
  findSession,
  fetchReference,
  enrolAndPush,
  ({ db, transport, sendBytes }, signal) => uploadWaiting(db, transport, sendBytes, signal),
  ({ db, transport }) => checkDelivered(db, transport),
  ({ db, transport, personId }) => pullChanges(db, transport, personId),
  fetchCheckpoint,
]

/** Runs every step until one cannot go on; returns why, or null when all went through. */
export async function runCycle(line: Line, signal: AbortSignal): Promise<Problem | null> {
  for (const step of STEPS) {
    if (signal.aborted) return null
    const problem = await step(line, signal)
    if (problem !== null) return problem
  }
  return null
}
