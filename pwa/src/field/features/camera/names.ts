/** File names of captures, and errors of capturing as the camera page words them. */
import type { RecordingKind } from '@/bridge/recorder'
import { KeyEnded, KeyRefused } from '@/device/key'
import type { CaptureKind } from '@/domain/capture'
import { formatDate, formatTime } from '@/domain/format'
import { SavingFailed } from '@/outbox/readback'

export type CaptureFault =
  | 'storage_low'
  | 'storage_stopped'
  | 'storage_full'
  | 'storage_failed'
  | 'nothing_recorded'
  | 'recorder_silent'
  | 'key_refused'
  | 'key_ended'
  | 'camera_failed'
  | 'camera_lost'

function stamp(at: Date): string {
  const day = formatDate(at, 'zh-CN').replace(/\D+/g, '-').replace(/-$/, '')
  return `${day}_${formatTime(at, true).replace(/:/g, '')}`
}

export function photoName(at: Date): string {
  return `IMG_${stamp(at)}.jpg`
}

export function recordingName(kind: RecordingKind, type: string, at: Date): string {
  const isMp4 = type.includes('mp4')
  if (kind === 'video') return `VID_${stamp(at)}.${isMp4 ? 'mp4' : 'webm'}`
  return `AUD_${stamp(at)}.${isMp4 ? 'm4a' : 'webm'}`
}

/** What kind of capture a picked file is. */
export function kindOf(type: string): CaptureKind {
  if (type.startsWith('image/')) return 'photo'
  if (type.startsWith('video/')) return 'video'
  return type.startsWith('audio/') ? 'audio' : 'file'
}

export function captureFault(error: unknown): CaptureFault {
  if (error instanceof KeyRefused) return 'key_refused'
  if (error instanceof KeyEnded) return 'key_ended'
  if (!(error instanceof SavingFailed)) return 'camera_failed'
  if (error.fault === 'storage_full' || error.fault === 'nothing_recorded') return error.fault
  return 'storage_failed'
}
