/** Throwing drafts away can be taken back for some days; only then their photos go. */
import type { FieldDatabase } from '@/store/database'

import { discardDraft } from './record'

export const KEEP_DELETED_DAYS = 7
const DAY_MS = 24 * 3600_000

/** Puts a draft aside as deleted; everything of it stays. */
export async function throwAway(db: FieldDatabase, draftId: string): Promise<void> {
  await db.drafts.update(draftId, { deleted_at: new Date().toISOString() })
}

/** Takes a deleted draft back as it was. */
export async function takeBack(db: FieldDatabase, draftId: string): Promise<void> {
  await db.drafts
    .where('id')
    .equals(draftId)
    .modify((draft) => {
      delete (draft as { deleted_at?: string }).deleted_at
    })
}

/** Clears what was deleted a week ago, with its photos; never a draft that was not thrown away. */
export async function clearDeleted(db: FieldDatabase, now: number): Promise<void> {
  const due = await db.drafts
    .filter(({ deleted_at }) => {
      return deleted_at !== undefined && now - Date.parse(deleted_at) > KEEP_DELETED_DAYS * DAY_MS
    })
    .toArray()
  for (const draft of due) await discardDraft(db, draft.id)
}
