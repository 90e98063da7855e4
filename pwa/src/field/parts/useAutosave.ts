/** Writes a draft a moment after each change, and at once when the page is left or hidden. */
import { onBeforeUnmount } from 'vue'

import { keepWhatIsSaved } from '@/bridge/storage'

export const WRITE_AFTER_MS = 300

export function useAutosave(write: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false

  /** Writes what has been typed now. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (!isDirty) return
    isDirty = false
    await write()
    keepWhatIsSaved()
  }

  /** Something changed: it is on the disk in a third of a second. */
  function touch(): void {
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), WRITE_AFTER_MS)
  }

  const flushIfHidden = () => {
    if (document.visibilityState === 'hidden') void flush()
  }
  document.addEventListener('visibilitychange', flushIfHidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', flushIfHidden)
    void flush()
  })
  return { touch, flush }
}
