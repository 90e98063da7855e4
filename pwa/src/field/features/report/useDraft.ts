/** The draft being edited: loaded once, written back at most a moment after each change. */
import { onBeforeUnmount, reactive, ref, toRaw, watch } from 'vue'

import type { Answers, FormDefinition } from '@/domain/forms'
import type { NoFixReason } from '@/domain/place'
import { keepDraft } from '@/outbox/record'
import type { FieldDatabase } from '@/store/database'

const WRITE_AFTER_MS = 300

export interface DraftForm {
  category_code: string | null
  note: string
  no_position_reason: NoFixReason | null
  answers: Answers
  extra: FormDefinition | undefined
}

export function useDraft(db: FieldDatabase, draftId: string) {
  const form = reactive<DraftForm>({
    category_code: null,
    note: '',
    no_position_reason: null,
    answers: {},
    extra: undefined,
  })
  const isLoaded = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false

  /** Writes what has been typed now. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (!isDirty) return
    isDirty = false
    // What Vue watches is no plain data, and only plain data can be stored.
    const { extra, answers, ...rest } = toRaw(form)
    const plain = JSON.parse(JSON.stringify({ answers, extra })) as typeof form
    await keepDraft(db, draftId, {
      ...rest,
      answers: plain.answers,
      ...(extra ? { extra: plain.extra } : {}),
    })
  }

  void db.drafts.get(draftId).then((draft) => {
    if (draft) {
      form.category_code = draft.category_code
      form.note = draft.note
      form.no_position_reason = draft.no_position_reason
      form.answers = draft.answers ?? {}
    }
    isLoaded.value = true
  })

  watch(form, () => {
    if (!isLoaded.value) return
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

  return { form, isLoaded, flush }
}
