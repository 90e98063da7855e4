/** The capture record: what the device swears about one photo, recording or file. */
import { canonicalBytes } from './jcs'
import type { Fix, NoFixReason } from './place'
import { SEGMENT_BYTES } from './segments'

export const FIRST_PREV = ''

export interface Checkpoint {
  readonly origin: string
  readonly tree_size: number
  readonly root: string
  /** When the log signed it, as the server says; null where it did not say. */
  readonly issued_at: string | null
}

export const CAPTURE_KINDS = ['photo', 'video', 'audio', 'file'] as const
export type CaptureKind = (typeof CAPTURE_KINDS)[number]
export type CaptureSource = 'in_app_camera' | 'file_picker'

/** Which program sealed it: the release and the digest of the sources it was built from. */
export interface AppBuild {
  readonly version: string
  readonly sha256: string | null
}

/** The digest that is signed: of the whole, or the root over the segments. */
export type MediaDigest =
  | { readonly sha256: string; readonly segments_root: null }
  | { readonly sha256: null; readonly segments_root: string }

export interface CaptureFacts {
  readonly captureId: string
  readonly deviceKeyId: string
  readonly userId: string
  readonly kind: CaptureKind
  readonly source: CaptureSource
  readonly seq: number
  /** SHA-256 of this device's previous record, `FIRST_PREV` for the first. */
  readonly prev: string
  readonly capturedAt: Date
  readonly monoMs: number
  readonly clockOffsetMs: number | null
  readonly mime: string
  readonly size: number
  readonly digest: MediaDigest
  readonly fix: Fix | null
  readonly noFixReason: NoFixReason | null
  /** Where the lens pointed, clockwise from magnetic north; a phone without a compass says nothing. */
  readonly headingDeg?: number | null
  readonly notBefore: Checkpoint | null
  readonly app: AppBuild
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

/** Left out and not null where it is unknown, as in the records of phones before it was signed. */
function headingOf({ headingDeg }: CaptureFacts) {
  const isKnown = headingDeg != null && Number.isFinite(headingDeg)
  return isKnown ? { heading_cdeg: ((Math.round(headingDeg * 100) % 36000) + 36000) % 36000 } : {}
}

function mediaOf({ mime, size, digest }: CaptureFacts) {
  return digest.sha256 === null
    ? { mime, size, segment_size: SEGMENT_BYTES, segments_root: digest.segments_root }
    : { mime, size, sha256: digest.sha256 }
}

/** The record's canonical bytes: hashed into the device's chain, signed, and sent as they are. */
export function captureRecord(facts: CaptureFacts): Uint8Array<ArrayBuffer> {
  return canonicalBytes({
    v: 'xunzheng.capture/2',
    capture_id: facts.captureId,
    device_key_id: facts.deviceKeyId,
    user_id: facts.userId,
    second_officer_id: null,
    case_id: null,
    task_id: null,
    kind: facts.kind,
    source: facts.source,
    seq: facts.seq,
    prev: facts.prev,
    captured_at: facts.capturedAt.toISOString(),
    mono_ms: Math.round(facts.monoMs),
    clock_offset_ms: facts.clockOffsetMs === null ? null : Math.round(facts.clockOffsetMs),
    media: mediaOf(facts),
    fix: facts.fix === null ? null : fixOf(facts.fix),
    no_fix_reason: facts.noFixReason,
    ...headingOf(facts),
    not_before:
      facts.notBefore === null
        ? null
        : {
            origin: facts.notBefore.origin,
            tree_size: facts.notBefore.tree_size,
            root: facts.notBefore.root,
            issued_at: facts.notBefore.issued_at,
          },
    app: { version: facts.app.version, build_sha256: facts.app.sha256 },
  })
}

/** The checkpoint named by a C2SP signed note, or null for text that is not one. */
export function parseCheckpoint(note: string, issuedAt: string | null): Checkpoint | null {
  const [origin, size, root] = note.split('\n')
  if (!origin || !root || !size || !/^\d{1,15}$/.test(size)) return null
  return { origin, tree_size: Number(size), root, issued_at: issuedAt }
}
