/** From a blob to a sealed exhibit in the draft, one at a time and in order. */
import { computed, ref } from 'vue'

import type { LocationWatch } from '@/bridge/location'
import { hasRoom, keepWhatIsSaved, ROOM_TO_SHOOT } from '@/bridge/storage'
import type { CaptureSource } from '@/domain/capture'
import { sealShot } from '@/outbox/seal'

import { useBusy } from '../../busy'
import type { Engine } from '../../engine'
import { captureFault, kindOf, photoName, type CaptureFault } from './names'

const PATIENCE_MS = 2500
const BURST = 10
const BURST_PAUSE_MS = 150

export function useShutter(
  engine: Engine,
  draftId: string,
  watch: LocationWatch,
  heading: () => number | null,
) {
  /** How many photos are on their way to the disk. */
  const pending = ref(0)
  const fault = ref<CaptureFault>()
  const isBursting = ref(false)
  const isSaving = computed(() => pending.value > 0)
  useBusy('saving', isSaving)

  async function keep(
    take: () => Promise<Blob>,
    source: CaptureSource,
    name?: string,
  ): Promise<void> {
    pending.value += 1
    fault.value = undefined
    // The moment of the shutter, before the camera and the place have answered.
    const capturedAt = new Date()
    const monoMs = performance.now()
    const headingDeg = source === 'in_app_camera' ? heading() : null
    try {
      const [blob, { fix, reason }, author] = await Promise.all([
        take(),
        watch.atShutter(PATIENCE_MS),
        engine.author(),
      ])
      if (!(await hasRoom(ROOM_TO_SHOOT + blob.size))) {
        fault.value = 'storage_low'
        return
      }
      await sealShot(engine.db, author, {
        draftId,
        blob,
        kind: kindOf(blob.type),
        source,
        fileName: name ?? photoName(capturedAt),
        capturedAt,
        monoMs,
        fix,
        noFixReason: reason,
        headingDeg,
      })
      keepWhatIsSaved()
    } catch (error) {
      console.error(error)
      fault.value = captureFault(error)
    } finally {
      pending.value -= 1
    }
  }

  /** A series of stills; a second call ends it. A photo waits for its place on the disk before the next. */
  async function burst(take: () => Promise<Blob>, each: () => void): Promise<void> {
    if (isBursting.value) {
      isBursting.value = false
      return
    }
    isBursting.value = true
    for (let n = 0; n < BURST && isBursting.value && fault.value === undefined; n += 1) {
      each()
      await keep(take, 'in_app_camera')
      await new Promise((resolve) => setTimeout(resolve, BURST_PAUSE_MS))
    }
    isBursting.value = false
  }

  return { pending, fault, isBursting, keep, burst }
}
