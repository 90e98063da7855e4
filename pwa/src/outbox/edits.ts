/** Edits made offline, kept as the operations that carry them: what waits is laid over what the server says. */
import {
  changesOf,
  nextEdit,
  overlaid,
  type Choice,
  type Contents,
  type EditConflict,
  type OfflineEdit,
} from '@/domain/edits'
import { newId } from '@/domain/ids'
import type { FieldDatabase } from '@/store/database'
import type { OperationRow } from '@/store/rows'

import { operationOf } from './enqueue'

export type EditedKind = 'site' | 'incident'

interface Settlement {
  readonly branch_id: string
  readonly against_version: number
  readonly choices: Readonly<Record<string, Choice>>
}

/** What this phone did to a record and the server may not know yet. */
export interface OwnEdits {
  readonly unsent: readonly OfflineEdit[]
  readonly settling: readonly Settlement[]
  /** Refused for good: the words are kept until the person gives them up. */
  readonly refused: readonly OperationRow[]
}

async function operationsOn(db: FieldDatabase, subjectId: string): Promise<OperationRow[]> {
  return db.operations.where('subject_id').equals(subjectId).sortBy('order')
}

function ownEdits(kind: EditedKind, operations: readonly OperationRow[]): OwnEdits {
  const named = (name: 'edit' | 'settle', state: OperationRow['state']) =>
    operations.filter((one) => one.name === `${kind}.${name}` && one.state === state)
  return {
    unsent: named('edit', 'waiting').map((one) => one.payload as OfflineEdit),
    settling: named('settle', 'waiting').map((one) => one.payload as Settlement),
    refused: [...named('edit', 'dead'), ...named('settle', 'dead')],
  }
}

/** The edits of a record that are still on their way. */
export async function listOwnEdits(
  db: FieldDatabase,
  kind: EditedKind,
  subjectId: string,
): Promise<OwnEdits> {
  return ownEdits(kind, await operationsOn(db, subjectId))
}

/** Keeps an edit of what the person saw; false when nothing was changed. */
export async function saveEdit(
  db: FieldDatabase,
  kind: EditedKind,
  subjectId: string,
  server: { readonly version: number; readonly contents: Contents },
  after: Contents,
): Promise<boolean> {
  return db.transaction('rw', db.operations, async () => {
    const { unsent } = ownEdits(kind, await operationsOn(db, subjectId))
    const changes = changesOf(overlaid(server.contents, unsent), after)
    if (Object.keys(changes).length === 0) return false
    const now = new Date().toISOString()
    const ids = { edit: newId(), branch: newId() }
    const edit = nextEdit(changes, server.version, unsent, ids, now)
    await db.operations.add(operationOf(`${kind}.edit`, subjectId, subjectId, edit, now))
    return true
  })
}

/** Sends what the person chose for every open field of a conflict. */
export async function settleConflict(
  db: FieldDatabase,
  kind: EditedKind,
  subjectId: string,
  conflict: EditConflict,
  choices: Readonly<Record<string, Choice>>,
): Promise<void> {
  await db.transaction('rw', db.operations, async () => {
    const operations = await operationsOn(db, subjectId)
    const { settling } = ownEdits(kind, operations)
    if (settling.some((one) => one.branch_id === conflict.branch_id)) return
    // An earlier choice that was refused because something moved on is replaced by this one.
    const stale = operations.filter((one) => one.name === `${kind}.settle` && one.state === 'dead')
    await db.operations.bulkDelete(stale.flatMap((one) => one.order ?? []))
    const payload: Settlement = {
      branch_id: conflict.branch_id,
      against_version: conflict.against_version,
      choices,
    }
    const now = new Date().toISOString()
    await db.operations.add(operationOf(`${kind}.settle`, subjectId, subjectId, payload, now))
  })
}

/** Gives up an edit that the server refused for good, because the person said so. */
export async function giveUpEdit(db: FieldDatabase, operation: OperationRow): Promise<void> {
  if (operation.state === 'dead') await db.operations.where('id').equals(operation.id).delete()
}
