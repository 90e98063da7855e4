/** The draft of a work on its page: made at the first visit, written back a moment after each change. */
import { onBeforeUnmount, ref, watch } from 'vue'

import { keepDraft } from '@/outbox/record'
import { draftFor, findDraft } from '@/outbox/works'
import type { FieldDatabase } from '@/store/database'
import type { DraftWork } from '@/store/dutyRows'
import type { ExhibitRow } from '@/store/rows'

import { useLive } from '../useLive'

const WRITE_AFTER_MS = 300

export function useWork(db: FieldDatabase, work: DraftWork) {
  const draftId = ref<string>()
  const note = ref('')
  const found = ref<DraftWork>(work)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false

  /** Writes what has been typed now. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (!isDirty || draftId.value === undefined) return
    isDirty = false
    await keepDraft(db, draftId.value, { note: note.value })
  }

  void draftFor(db, work).then((draft) => {
    note.value = draft.note
    found.value = draft.work ?? work
    draftId.value = draft.id
  })
  const { live: photos } = useLive<ExhibitRow[]>(async () => {
    const draft = await findDraft(db, work)
    return draft ? db.exhibits.where('report_id').equals(draft.id).sortBy('seq') : []
  })
  watch(note, (_now, before) => {
    if (draftId.value === undefined || before === undefined) return
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), WRITE_AFTER_MS)
  })
  const flushIfHidden = () => {
    if (document.visibilityState === 'hidden') void flush()
  }
  document.addEventListener('visibilitychange', flushIfHidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', flushIfHidden)
    void flush()
  })
  return { draftId, note, found, photos, flush }
}
