/** What the person is in the middle of: an update and the idle lock wait for it, and say so. */
import { computed, onBeforeUnmount, reactive, watch, type Ref } from 'vue'

/** `recording` and `saving`: bytes on their way to the disk. `form`: something open that was not handed in. */
export type BusyReason = 'recording' | 'saving' | 'form' | 'upload'

const held = reactive(new Map<symbol, BusyReason>())

/** Holds until the returned function is called. */
export function holdBusy(reason: BusyReason): () => void {
  const key = Symbol(reason)
  held.set(key, reason)
  return () => void held.delete(key)
}

/** Holds while the component lives and, where given, while `isBusy` says so. */
export function useBusy(reason: BusyReason, isBusy?: Ref<boolean>): void {
  let release: (() => void) | undefined
  const set = (isOn: boolean) => {
    release?.()
    release = isOn ? holdBusy(reason) : undefined
  }
  if (isBusy) watch(isBusy, set, { immediate: true })
  else set(true)
  onBeforeUnmount(() => set(false))
}

/** Everything that holds now, each reason once. */
export const busyReasons = computed<readonly BusyReason[]>(() => [...new Set(held.values())])

/** What only the person can bring to its end; what is being sent ends by itself. */
export const opened = (reasons: readonly BusyReason[]) =>
  reasons.find((reason) => reason !== 'upload')

/** Whether the app must not lock itself: what runs could not be finished without the key. */
export const mustStayOpen = computed(() =>
  busyReasons.value.some((reason) => reason === 'recording' || reason === 'saving'),
)
