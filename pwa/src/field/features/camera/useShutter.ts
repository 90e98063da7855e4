/** From a blob to a sealed exhibit in the draft, one at a time and in order. */
import { ref } from 'vue'

import type { LocationWatch } from '@/bridge/location'
import { hasRoom, ROOM_TO_SHOOT } from '@/bridge/storage'
import type { CaptureSource } from '@/domain/capture'
import { sealShot } from '@/outbox/seal'

import type { Engine } from '../../engine'
import { captureFault, kindOf, photoName, type CaptureFault } from './names'

const PATIENCE_MS = 2500

export function useShutter(engine: Engine, draftId: string, watch: LocationWatch) {
  /** How many photos are on their way to the disk. */
  const pending = ref(0)
  const fault = ref<CaptureFault>()

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
    try {
      const [blob, { fix, reason }, author, isEnough] = await Promise.all([
        take(),
        watch.atShutter(PATIENCE_MS),
        engine.author(),
        hasRoom(ROOM_TO_SHOOT),
      ])
      if (!isEnough) {
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
      })
    } catch (error) {
      console.error(error)
      fault.value = captureFault(error)
    } finally {
      pending.value -= 1
    }
  }

  return { pending, fault, keep }
}
