/** Saving the draft of a work: busy while it runs, and what kept it from being saved. */
import { ref } from 'vue'

import { keepWhatIsSaved } from '@/bridge/storage'
import { SavingFailed } from '@/outbox/readback'

export type WorkFault = 'draft_incomplete' | 'storage_full' | 'storage_failed'

function faultOf(error: unknown): WorkFault {
  const fault = error instanceof SavingFailed ? error.fault : 'storage_failed'
  return fault === 'draft_incomplete' || fault === 'storage_full' ? fault : 'storage_failed'
}

export function useSaving() {
  const isBusy = ref(false)
  const fault = ref<WorkFault>()

  /** Runs `save` once at a time; true when it is saved. */
  async function run(save: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    fault.value = undefined
    try {
      await save()
      keepWhatIsSaved()
      return true
    } catch (error) {
      console.error(error)
      fault.value = faultOf(error)
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, fault, run }
}
