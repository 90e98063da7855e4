/** Sends waiting operations in order; each answer is for one operation, and a refused one blocks no other. */
import type { Problem } from '@/api/client'
import { OPERATION_KINDS } from '@/domain/operations'
import type { FieldDatabase } from '@/store/database'
import { storedProblem } from '@/store/problems'
import type { OperationRow } from '@/store/rows'

import { APPLIERS } from './appliers'
import type { Applier } from './appliers/applier'
import type { PushResult, Transport } from './transport'

const BATCH = 50

async function settle(
  db: FieldDatabase,
  transport: Transport,
  operation: OperationRow,
  result: PushResult,
  personId: string,
): Promise<void> {
  const applier: Applier = APPLIERS[OPERATION_KINDS[operation.name]]
  const resource = result.resource ?? (await applier.ask?.(transport, operation.subject_id))
  // Asked for and not got: the operation waits, its repeat is answered from what the server stored.
  if (resource === null) return
  const write = resource === undefined ? null : await applier.prepare(db, resource, personId)
  await db.transaction('rw', ['operations', ...applier.tables], async () => {
    await write?.()
    await db.operations.where('id').equals(operation.id).modify({ state: 'done', problem: null })
  })
}

async function refuse(
  db: FieldDatabase,
  operation: OperationRow,
  problem: Problem | undefined,
): Promise<void> {
  const why = problem ?? { code: 'server_error', retry: 'later' as const }
  await db.operations
    .where('id')
    .equals(operation.id)
    .modify({
      // Refused for good is kept and shown with its reason; only the person gives it up.
      state: why.retry === 'never' ? 'dead' : 'waiting',
      attempts: operation.attempts + 1,
      problem: storedProblem(why),
    })
}

/** The server could not even read the batch, and would not the next time. */
function isUnreadable(problem: Problem): boolean {
  if (problem.status === 413) return true
  const pointers = problem.errors?.map(({ pointer }) => pointer) ?? []
  return problem.status === 422 && pointers.some((pointer) => pointer.startsWith('/operations'))
}

/** Sends these together, in halves when the server cannot read them so: one bad operation holds up no other. */
async function pushBatch(road: Road, batch: readonly OperationRow[]): Promise<Problem | null> {
  const { db, transport, deviceId, personId } = road
  const answer = await transport.push(
    deviceId,
    batch.map(({ id, name, subject_id, payload, recorded_at }) => ({
      id,
      name,
      subject_id,
      payload,
      recorded_at,
    })),
  )
  if (!answer.ok) {
    const [only] = batch
    if (!isUnreadable(answer.problem) || !only) return answer.problem
    if (batch.length === 1) {
      await refuse(db, only, { ...answer.problem, retry: 'never' })
      return null
    }
    const half = Math.ceil(batch.length / 2)
    return (
      (await pushBatch(road, batch.slice(0, half))) ?? (await pushBatch(road, batch.slice(half)))
    )
  }
  for (const operation of batch) {
    const result = answer.data.results.find((item) => item.id === operation.id)
    if (!result) continue
    if (result.status === 'refused') await refuse(db, operation, result.problem)
    else await settle(db, transport, operation, result, personId)
  }
  return null
}

interface Road {
  readonly db: FieldDatabase
  readonly transport: Transport
  readonly deviceId: string
  readonly personId: string
}

/** Sends each waiting operation once. Returns the problem that stopped it, or null. */
export async function pushWaiting(
  db: FieldDatabase,
  transport: Transport,
  deviceId: string,
  personId: string,
): Promise<Problem | null> {
  let after = 0
  for (;;) {
    const batch = await db.operations
      .where('order')
      .above(after)
      .filter((operation) => operation.state === 'waiting')
      .limit(BATCH)
      .toArray()
    if (batch.length === 0) return null
    after = batch[batch.length - 1]?.order ?? Number.MAX_SAFE_INTEGER
    const problem = await pushBatch({ db, transport, deviceId, personId }, batch)
    if (problem !== null) return problem
  }
}

/** Puts the refused operations of a report back into the queue, because the person asked for it. */
export async function retryReport(db: FieldDatabase, reportId: string): Promise<void> {
  await db.operations
    .where('report_id')
    .equals(reportId)
    .filter((operation) => operation.state === 'dead')
    .modify({ state: 'waiting', problem: null })
  await db.exhibits
    .where('report_id')
    .equals(reportId)
    .filter((exhibit) => exhibit.server?.state === 'awaiting_upload')
    .modify({ problem: null })
}
