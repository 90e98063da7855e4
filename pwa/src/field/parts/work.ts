import type { RouteLocationRaw } from 'vue-router'

import type { DraftRow } from '@/store/rows'

/** The page where a draft is finished: the report sheet, or the page of what its photos are for. */
export function workRoute(draft: Pick<DraftRow, 'id' | 'work' | 'form'>): RouteLocationRaw {
  const { work, form } = draft
  if (form) return { name: 'form', params: { draftId: draft.id } }
  if (!work) return { name: 'draft', params: { draftId: draft.id } }
  const name = work.kind === 'handling' ? 'handle' : 'task'
  return { name, params: { id: work.subject_id } }
}
