/** Photos taken for something else than a new report: what was handled on the spot, and rechecks. */
import type { RecheckResult } from '@/domain/duty'
import { newId } from '@/domain/ids'
import type { FieldDatabase } from '@/store/database'
import type { DraftWork } from '@/store/dutyRows'
import type { DraftRow, ExhibitRow, OperationRow } from '@/store/rows'

import { operationOf } from './enqueue'
import { readBack, SavingFailed, savingFailure } from './readback'
import { registrationsOf } from './record'

/** The draft of a work, made with its first use; its photos and words survive a kill. */
export async function draftFor(db: FieldDatabase, work: DraftWork): Promise<DraftRow> {
  return db.transaction('rw', db.drafts, async () => {
    const known = await findDraft(db, work)
    if (known) return known
    const now = new Date().toISOString()
    const draft: DraftRow = {
      id: newId(),
      category_code: null,
      note: '',
      no_position_reason: null,
      exhibit_ids: [],
      started_at: now,
      changed_at: now,
      work,
    }
    await db.drafts.add(draft)
    return draft
  })
}

/** The unfinished draft of a work, or undefined. */
export async function findDraft(
  db: FieldDatabase,
  work: Pick<DraftWork, 'kind' | 'subject_id'>,
): Promise<DraftRow | undefined> {
  const drafts = await db.drafts.toArray()
  return drafts.find(
    (draft) => draft.work?.kind === work.kind && draft.work.subject_id === work.subject_id,
  )
}

/** Keeps the result chosen so far. */
export async function keepResult(
  db: FieldDatabase,
  draftId: string,
  result: RecheckResult,
): Promise<void> {
  await db.drafts
    .where('id')
    .equals(draftId)
    .modify((draft) => {
      if (draft.work?.kind !== 'recheck') return
      Object.assign(draft, { work: { ...draft.work, result } })
    })
}

/** Notes that the person takes the task on; a second tap changes nothing. */
export async function acceptTask(db: FieldDatabase, taskId: string): Promise<void> {
  await db.transaction('rw', db.tasks, db.operations, async () => {
    const task = await db.tasks.get(taskId)
    if (!task || task.accepted_at !== null || task.server.state !== 'given') return
    const now = new Date().toISOString()
    await db.tasks.put({ ...task, accepted_at: now })
    await db.operations.add(operationOf('task.accept', taskId, taskId, {}, now))
  })
}

async function photosOf(db: FieldDatabase, draft: DraftRow): Promise<ExhibitRow[]> {
  const found = await db.exhibits.bulkGet([...draft.exhibit_ids])
  const photos = found.filter((row): row is ExhibitRow => row !== undefined)
  if (photos.length === 0 || photos.length !== draft.exhibit_ids.length) {
    throw new SavingFailed('draft_incomplete')
  }
  return photos
}

/** Gives the photos to their subject and queues them before what names them, or does nothing. */
async function save(
  db: FieldDatabase,
  draftId: string,
  write: (draft: DraftRow, work: DraftWork, ids: string[], now: string) => Promise<OperationRow>,
): Promise<void> {
  try {
    const tables = [db.drafts, db.exhibits, db.segments, db.operations, db.tasks, db.reports]
    const photos = await db.transaction('rw', tables, async () => {
      const draft = await db.drafts.get(draftId)
      if (!draft?.work) throw new SavingFailed('draft_incomplete')
      const owned = await photosOf(db, draft)
      const now = new Date().toISOString()
      const ids = owned.map((photo) => photo.id)
      const last = await write(draft, draft.work, ids, now)
      await db.exhibits.bulkUpdate(
        ids.map((key) => ({ key, changes: { report_id: last.report_id } })),
      )
      const first = await registrationsOf(db, owned, last.report_id, now)
      await db.operations.bulkAdd([...first, last])
      await db.drafts.delete(draftId)
      return owned
    })
    for (const photo of photos) await readBack(db, photo)
  } catch (error) {
    throw savingFailure(error)
  }
}

/** Closes a report on the spot with the photos of after. Throws `SavingFailed`. */
export async function saveHandling(db: FieldDatabase, draftId: string): Promise<void> {
  await save(db, draftId, async (draft, work, ids, now) => {
    const note = draft.note.trim()
    if (note === '') throw new SavingFailed('draft_incomplete')
    const handling = { exhibit_ids: ids, note, handled_at: now }
    await db.reports.update(work.subject_id, { handling })
    const payload = { after_exhibit_ids: ids, handled_at: now, note }
    const id = work.subject_id
    return operationOf('incident.handle_on_spot', id, id, payload, now)
  })
}

/** Reports what a recheck found. Throws `SavingFailed`. */
export async function completeTask(db: FieldDatabase, draftId: string): Promise<void> {
  await save(db, draftId, async (draft, work, exhibit_ids, done_at) => {
    const note = draft.note.trim()
    const result = work.kind === 'recheck' ? work.result : null
    if (result === null || (result === 'cannot_tell' && note === '')) {
      throw new SavingFailed('draft_incomplete')
    }
    const payload = { result, note, done_at, exhibit_ids }
    await db.tasks.update(work.subject_id, { done: payload })
    return operationOf('task.complete', work.subject_id, work.subject_id, payload, done_at)
  })
}

/** Marks messages as read, here at once and on the server by the outbox. */
export async function readMessages(db: FieldDatabase): Promise<void> {
  await db.transaction('rw', db.messages, db.operations, async () => {
    const read_at = new Date().toISOString()
    const unread = await db.messages.where('is_unread').equals(1).toArray()
    await db.messages.bulkPut(unread.map((row) => ({ ...row, read_at, is_unread: 0 as const })))
    await db.operations.bulkAdd(
      unread
        // Those of an earlier release were never the server's.
        .filter((row) => !row.id.includes(':'))
        .map((row) => operationOf('message.read', row.id, row.id, { read_at }, read_at)),
    )
  })
}
