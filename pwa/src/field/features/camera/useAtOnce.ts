/** The shortest way to a saved report: the category of the last one, from the camera itself. */
import { computed } from 'vue'
import { useRouter } from 'vue-router'

import { keepDraft, saveReport } from '@/outbox/record'
import { listCategories } from '@/store/reads'

import type { Engine } from '../../engine'
import { useLive, valueOf } from '../../useLive'

export function useAtOnce(engine: Engine, draftId: string) {
  const router = useRouter()
  const { live } = useLive(async () => {
    const hasReported = (await engine.db.reports.count()) > 0
    return hasReported ? (await listCategories(engine.db))[0] : undefined
  })
  /** The category of the last report; nothing before the first one. */
  const lastUsed = computed(() => valueOf(live.value, undefined))

  async function reportAtOnce(): Promise<void> {
    if (!lastUsed.value) return
    await keepDraft(engine.db, draftId, { category_code: lastUsed.value.code })
    try {
      const saved = await saveReport(engine.db, draftId)
      engine.pump.wake()
      await router.replace({ name: 'report', params: { id: saved.id }, query: { saved: '1' } })
    } catch (error) {
      // The sheet says what is missing; the draft has everything that was taken.
      console.error(error)
      await router.replace({ name: 'draft', params: { draftId } })
    }
  }

  return { lastUsed, reportAtOnce }
}
