/** The capture record: what the device swears about one photo at the moment of the shutter. */
import { canonicalBytes } from './jcs'
import type { Fix, NoFixReason } from './place'

export const FIRST_PREV = ''

export interface Checkpoint {
  readonly origin: string
  readonly tree_size: number
  readonly root: string
}

export interface CaptureFacts {
  readonly captureId: string
  readonly deviceKeyId: string
  readonly userId: string
  readonly kind: 'photo' | 'video' | 'file'
  readonly source: 'in_app_camera' | 'file_picker'
  readonly seq: number
  /** SHA-256 of this device's previous record, `FIRST_PREV` for the first. */
  readonly prev: string
  readonly capturedAt: Date
  readonly monoMs: number
  readonly clockOffsetMs: number | null
  readonly mime: string
  readonly size: number
  readonly sha256: string
  readonly fix: Fix | null
  readonly noFixReason: NoFixReason | null
  readonly notBefore: Checkpoint | null
  readonly appVersion: string
}

function fixOf(fix: Fix) {
  return {
    lon_e7: Math.round(fix.lon * 1e7),
    lat_e7: Math.round(fix.lat * 1e7),
    acc_cm: Math.round(fix.accuracy_m * 100),
    alt_cm: fix.altitude_m === null ? null : Math.round(fix.altitude_m * 100),
    crs: 'WGS-84',
    fix_at: fix.fix_at,
    source: 'geolocation',
  }
}

/** The record's canonical bytes: hashed into the device's chain, signed, and sent as they are. */
export function captureRecord(facts: CaptureFacts): Uint8Array<ArrayBuffer> {
  return canonicalBytes({
    v: 'xunzheng.capture/1',
    capture_id: facts.captureId,
    device_key_id: facts.deviceKeyId,
    user_id: facts.userId,
    kind: facts.kind,
    source: facts.source,
    seq: facts.seq,
    prev: facts.prev,
    captured_at: facts.capturedAt.toISOString(),
    mono_ms: Math.round(facts.monoMs),
    clock_offset_ms: facts.clockOffsetMs === null ? null : Math.round(facts.clockOffsetMs),
    media: { mime: facts.mime, size: facts.size, sha256: facts.sha256 },
    fix: facts.fix === null ? null : fixOf(facts.fix),
    no_fix_reason: facts.noFixReason,
    not_before:
      facts.notBefore === null
        ? null
        : {
            origin: facts.notBefore.origin,
            tree_size: facts.notBefore.tree_size,
            root: facts.notBefore.root,
          },
    app: { version: facts.appVersion },
  })
}

/** The checkpoint named by a C2SP signed note, or null for text that is not one. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const [origin, size, root] = note.split('\n')
  if (!origin || !root || !size || !/^\d{1,15}$/.test(size)) return null
  return { origin, tree_size: Number(size), root }
}
