/** What the API says of notes that several people changed offline. */
import type { Choice, EditConflict } from '@/domain/edits'

export type { Choice, EditConflict }

export interface DisputedSite {
  id: string
  name: string
  address: string
  notes: { version: number; changed_by_name: string; conflicts: EditConflict[] }
}
