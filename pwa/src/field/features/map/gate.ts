import type { FieldDatabase } from '@/store/database'
import { observe } from '@/store/observe'

/** A gate that is shut while evidence is sent; what passed it is cut off when it shuts. */
export function gateOf(db: FieldDatabase, signal: AbortSignal): () => Promise<AbortSignal> {
  let cut = new AbortController()
  let isOpen = false
  let waiting: (() => void)[] = []
  const open = () => {
    waiting.forEach((go) => go())
    waiting = []
  }
  const end = () => {
    stop()
    cut.abort()
    open()
  }
  const stop = observe(
    () => db.setting('sync'),
    (status) => {
      if (status?.phase === 'sending') cut.abort()
      else if (!isOpen || cut.signal.aborted) cut = new AbortController()
      isOpen = status?.phase !== 'sending'
      if (isOpen) open()
    },
    () => end(),
  )
  signal.addEventListener('abort', end)
  return async () => {
    if (!isOpen && !signal.aborted) await new Promise<void>((go) => waiting.push(go))
    return cut.signal
  }
}
