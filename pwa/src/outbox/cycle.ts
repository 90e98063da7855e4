/** One round with the server, from "is it there" to "what is new". Every step may be lost and repeated. */
import type { Problem } from '@/api/client'
import { ensureEnrolled, tellEnded } from '@/device/enrol'
import { hasEnded, KeyRefused } from '@/device/key'
import { learnCheckpoint, learnTrust } from '@/device/trust'
import { readClock } from '@/domain/clock'
import { newId } from '@/domain/ids'

import { announceWaiting } from './announce'
import { checkDelivered, uploadWaiting, type Lorry } from './deliver'
import { pullChanges } from './pull'
import { pushWaiting } from './push'
import { clearDue, type Keeper } from './retain'
import { noteScope } from './scope'

export interface Line extends Lorry, Keeper {
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

const findSession: Step = async ({ db, transport, personId }) => {
  const answer = await transport.session()
  if (!answer.ok) return answer.problem
  if (answer.data.person.id === personId) {
    await noteScope(db, answer.data)
    return null
  }
  // Somebody else signed in with this browser: these records wait for their owner.
  return { code: 'unauthenticated', status: 401, title: 'other person', retry: 'after_login' }
}

const fetchReference: Step = async ({ db, transport }) => {
  const fetchedAt = (await db.reference.get('forms'))?.fetched_at
  if (fetchedAt && Date.now() - Date.parse(fetchedAt) < REFERENCE_AGE_MS) return null
  const categories = await transport.categories()
  if (!categories.ok) return categories.problem
  const grids = await transport.grids()
  if (!grids.ok) return grids.problem
  const forms = await transport.forms()
  if (!forms.ok) return forms.problem
  const keeping = await transport.keeping()
  // The previous release has no such settings: what was known or built in holds.
  if (keeping.ok) await db.keep('keep_days', keeping.data.keep_days)
  else if (keeping.problem.retry !== 'never') return keeping.problem
  const fetched_at = new Date().toISOString()
  await db.reference.bulkPut([
    { key: 'categories', value: categories.data.items, fetched_at },
    { key: 'grids', value: grids.data.items, fetched_at },
    { key: 'forms', value: forms.data.items, fetched_at },
  ])
  return null
}

/** What was sealed waits for the new key's enrolment; bytes of what the server knows go on. */
const ENDED: Problem = { code: 'device_ended', status: 0, title: 'device ended', retry: 'never' }

const enrolAndPush: Step = async ({ db, transport, model, personId }) => {
  try {
    const enrolled = await ensureEnrolled(db, transport, model)
    if (!enrolled.ok) return enrolled.problem
    const untold = await tellEnded(db, transport)
    if (untold !== null) return untold
    if (hasEnded(enrolled.device.state)) return ENDED
    return await pushWaiting(db, transport, enrolled.device.id, personId)
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error
    return { code: 'key_refused', status: 0, title: 'key refused', retry: 'never' }
  }
}

const STEPS: readonly Step[] = [
  findServer,
  findSession,
  async ({ db, transport }) => (await learnTrust(db, transport), null),
  fetchReference,
  enrolAndPush,
  announceWaiting,
  uploadWaiting,
  ({ db, transport }) => checkDelivered(db, transport),
  ({ db, transport, personId }) => pullChanges(db, transport, personId),
  async ({ db, transport }) => (await learnCheckpoint(db, transport), null),
  clearDue,
]

/** Runs every step until one has to wait; a refusal for good stops no other. Returns why, or null. */
export async function runCycle(line: Line, signal: AbortSignal): Promise<Problem | null> {
  let refusal: Problem | null = null
  for (const step of STEPS) {
    if (signal.aborted) return null
    const problem = await step(line, signal)
    if (problem !== null && problem.retry !== 'never') return problem
    refusal ??= problem
  }
  return refusal
}
