/** From a blob to a sealed exhibit in the draft, one at a time and in order. */
import { ref } from 'vue'

import type { LocationWatch } from '@/bridge/location'
import { KeyRefused } from '@/device/key'
import { formatDate, formatTime } from '@/domain/format'
import { SavingFailed } from '@/outbox/readback'
import { sealShot } from '@/outbox/seal'

import type { Engine } from '../../engine'

export type ShutterFault = 'storage_full' | 'storage_failed' | 'key_refused' | 'camera_failed'

const PATIENCE_MS = 2500

function fileNameOf(at: Date): string {
  const day = formatDate(at, 'zh-CN').replace(/\D+/g, '-').replace(/-$/, '')
  return `IMG_${day}_${formatTime(at, true).replace(/:/g, '')}.jpg`
}

function faultOf(error: unknown): ShutterFault {
  if (error instanceof KeyRefused) return 'key_refused'
  if (!(error instanceof SavingFailed)) return 'camera_failed'
  return error.fault === 'storage_full' ? 'storage_full' : 'storage_failed'
}

export function useShutter(engine: Engine, draftId: string, watch: LocationWatch) {
  /** How many photos are on their way to the disk. */
  const pending = ref(0)
  const fault = ref<ShutterFault>()

  async function keep(
    take: () => Promise<Blob>,
    source: 'in_app_camera' | 'file_picker',
    name?: string,
  ): Promise<void> {
    pending.value += 1
    fault.value = undefined
    // The moment of the shutter, before the camera and the place have answered.
    const capturedAt = new Date()
    const monoMs = performance.now()
    try {
      const [blob, { fix, reason }, author] = await Promise.all([
        take(),
        watch.atShutter(PATIENCE_MS),
        engine.author(),
      ])
      await sealShot(engine.db, author, {
        draftId,
        blob,
        kind: blob.type.startsWith('image/') ? 'photo' : 'file',
        source,
        fileName: name ?? fileNameOf(capturedAt),
        capturedAt,
        monoMs,
        fix,
        noFixReason: reason,
      })
    } catch (error) {
      console.error(error)
      fault.value = faultOf(error)
    } finally {
      pending.value -= 1
    }
  }

  return { pending, fault, keep }
}
